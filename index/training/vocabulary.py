"""Choose the Chinese words and characters that get rows of their own."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

_WORD = re.compile(r"[\u4e00-\u9fff]{2,4}")
_CHARACTER = re.compile(r"[\u3400-\u9fff]")
_COUNT = 10  # occurrences in the training texts that earn a word a row
_DICTIONARY_COUNT = 40  # frequency in jieba's dictionary that earns a headword a row though the texts lack it


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words and characters, each sorted; `words` are of two characters and more."""

    words: tuple[str, ...]
    characters: tuple[str, ...]


def choose_vocabulary(
    texts: Iterable[str], headwords: Iterable[str], most_words: int, most_characters: int
) -> Vocabulary:
    """Return the vocabulary for `texts` (Chinese) and the dictionary's `headwords`.

    A word's merit is max(count / 10, jieba frequency / 40), the second for headwords alone. Headwords that jieba knows
    and words with a merit of 1 are eligible; the best `most_words` of them are kept. Characters are kept by frequency, those of headwords counted once more.
    """
    import rjieba

    counts: Counter[str] = Counter()
    characters: Counter[str] = Counter()
    for text in texts:
        counts.update(rjieba.cut(text, False))
        characters.update(_CHARACTER.findall(text))
    merit = {word: count / _COUNT for word, count in counts.items() if _WORD.fullmatch(word)}
    jieba = rjieba.Jieba()
    known: set[str] = set()
    for word in set(headwords):
        characters.update(_CHARACTER.findall(word))
        if _WORD.fullmatch(word) and jieba.has_word(word):
            merit[word] = max(merit.get(word, 0.0), jieba.suggest_freq(word) / _DICTIONARY_COUNT)
            known.add(word)
    eligible = known | {word for word, value in merit.items() if value >= 1}
    words = sorted(eligible, key=lambda word: (-merit[word], word))
    common = sorted(characters, key=lambda character: (-characters[character], character))
    return Vocabulary(tuple(sorted(words[:most_words])), tuple(sorted(common[:most_characters])))
