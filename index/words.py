"""Cut text into words, each once, for matching a question's terms against a passage's."""

from index.tokens import fold, segment, tagged


def words(text: str) -> tuple[str, ...]:
    """Return the distinct words of `text`, folded, in order of first occurrence; figures and punctuation left out."""
    return tuple(dict.fromkeys(word for word in segment(fold(text)) if word[0].isalpha()))


def verbs(text: str) -> frozenset[str]:
    """Return the words of folded `text` that are verbs and nothing else, by jieba's dictionary."""
    return frozenset(word for word, tag in tagged(fold(text)) if tag == "v")
