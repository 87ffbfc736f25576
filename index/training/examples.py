"""Training pairs as token ids, with a slice held out by the hash of its text."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from index.training.sources import Source, of_kind, read_pairs, share
from index.training.teacher import VectorCache
from index.training.tokenizer import unknown_id

Ids = npt.NDArray[np.int64]
LONGEST = 300  # tokens of a passage that are read
_HELD_TRANSLATIONS = 0.006  # share of sentence pairs held out, by the English side
_HELD_PASSAGES = 0.1  # share of CMRC's passages held out, with all their questions
_HELD_SOURCE = "qp_cmrc2018_train"


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """The pairs of one source. `targets` are rows of the teacher's vectors for translations, empty for passages."""

    source: Source
    left: list[Ids]
    right: list[Ids]
    targets: Ids


@dataclass(frozen=True, slots=True)
class HeldOut:
    """What is kept from training to measure by: (Chinese, English) and (question, passage)."""

    translations: tuple[tuple[str, str], ...]
    passages: tuple[tuple[str, str], ...]


def split_pairs(data: Path, source: Source) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return (pairs to train on, pairs held out) of `source`; dictionaries are never held out."""
    pairs = read_pairs(data, source)
    held = (
        _HELD_TRANSLATIONS if source.kind == "translation" else _HELD_PASSAGES if source.file == _HELD_SOURCE else 0.0
    )
    train = [pair for pair in pairs if share(pair[1]) >= held]
    return train, [pair for pair in pairs if share(pair[1]) < held]


def encode_texts(tokenizer: Tokenizer, texts: Sequence[str]) -> list[Ids]:
    """Return the token ids of each text, unknown tokens left out, at most `LONGEST`."""
    unknown = unknown_id(tokenizer)
    encoded = tokenizer.encode_batch(list(texts), add_special_tokens=False)
    return [np.array([i for i in entry.ids if i != unknown][:LONGEST], np.int64) for entry in encoded]


def load_examples(data: Path, tokenizer: Tokenizer, cache: VectorCache) -> tuple[list[Pairs], list[Pairs], HeldOut]:
    """Return (translation and dictionary pairs, question-passage pairs, what was held out) of the files in `data`."""
    held_translations: list[tuple[str, str]] = []
    held_passages: list[tuple[str, str]] = []
    translations: list[Pairs] = []
    passages: list[Pairs] = []
    for source in of_kind("translation", "dictionary", "passage"):
        pairs, held = split_pairs(data, source)
        if not pairs:
            continue
        left = encode_texts(tokenizer, [a for a, _ in pairs])
        right = encode_texts(tokenizer, [b for _, b in pairs])
        whole = [i for i in range(len(pairs)) if len(left[i]) and len(right[i])]
        is_passage = source.kind == "passage"
        targets = np.zeros(0, np.int64) if is_passage else cache.rows(pairs[i][1] for i in whole)
        (passages if is_passage else translations).append(
            Pairs(source, [left[i] for i in whole], [right[i] for i in whole], targets)
        )
        (held_passages if is_passage else held_translations).extend(held)
    return translations, passages, HeldOut(tuple(held_translations), tuple(held_passages))
