"""Cut words into their characters: the same text as a reader sees it who knows none of its words."""

import re
from collections.abc import Sequence

import numpy as np
from tokenizers import Tokenizer

from index.training.examples import Ids

_WORD = re.compile(r"[\u3400-\u9fff]{2,}")


def character_pieces(tokenizer: Tokenizer) -> list[Ids]:
    """Return for each token the tokens of its characters: a Chinese word's known ones, any other token itself."""
    vocabulary = tokenizer.get_vocab()
    pieces = [np.array([token], np.int64) for token in range(tokenizer.get_vocab_size())]
    for word, token in vocabulary.items():
        if _WORD.fullmatch(word):
            known = [vocabulary[character] for character in word if character in vocabulary]
            pieces[token] = np.array(known or [token], np.int64)
    return pieces


def cut(text: Ids, pieces: Sequence[Ids]) -> Ids:
    """Return `text` with each word replaced by its characters: [劳动, 模范] -> [劳, 动, 模, 范]."""
    return np.concatenate([pieces[token] for token in text])
