"""Training pairs as token ids, with a slice held out by the hash of its text."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from index.training.sources import Data, Source, of_kind, read_pairs, share
from index.training.teacher import VectorCache
from index.training.tokenizer import unknown_id

Ids = npt.NDArray[np.int64]
LONGEST = 300  # tokens of a passage that are read
_HELD_TRANSLATIONS = 0.006  # share of sentence pairs held out, by the English side
_HELD_PASSAGES = 0.1  # share of CMRC's passages held out, with all their questions
_HELD_SOURCE = "qp_cmrc2018_train"


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """The pairs of one source. `targets` are rows of the teacher's vectors for translations; for questions and
    passages they number the distinct right sides from 0."""

    source: Source
    left: list[Ids]
    right: list[Ids]
    targets: Ids


@dataclass(frozen=True, slots=True, eq=False)
class Examples:
    """All pairs: (Chinese, English), (question, passage) of any field, (plain question, official sentence)."""

    translations: list[Pairs]
    passages: list[Pairs]
    questions: list[Pairs]
    held: "HeldOut"


@dataclass(frozen=True, slots=True)
class HeldOut:
    """What is kept from training to measure by: (Chinese, English) and (question, passage)."""

    translations: list[tuple[str, str]]
    passages: list[tuple[str, str]]


def split_pairs(data: Data, source: Source) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
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


def load_examples(data: Data, tokenizer: Tokenizer, cache: VectorCache) -> Examples:
    """Return the pairs of the sources in `data` as token ids, and what was held out of them."""
    examples = Examples([], [], [], HeldOut([], []))
    for source in of_kind("translation", "dictionary", "passage", "question"):
        pairs, held = split_pairs(data, source)
        if not pairs:
            continue
        left = encode_texts(tokenizer, [a for a, _ in pairs])
        right = encode_texts(tokenizer, [b for _, b in pairs])
        whole = [i for i in range(len(pairs)) if len(left[i]) and len(right[i])]
        texts = [pairs[i][1] for i in whole]
        own = source.kind in ("passage", "question")
        targets = _numbered(texts) if own else cache.rows(texts)
        kind = {"passage": examples.passages, "question": examples.questions}.get(source.kind, examples.translations)
        kind.append(Pairs(source, [left[i] for i in whole], [right[i] for i in whole], targets))
        (examples.held.passages if own else examples.held.translations).extend(held)
    return examples


def _numbered(texts: Sequence[str]) -> Ids:
    """Number distinct texts in the order of their first mention: [a, b, a] gives [0, 1, 0]."""
    numbers = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    return np.array([numbers[text] for text in texts], np.int64)
