"""Cut text into words, each once, for matching a question's terms against a passage's."""

from index.tokens import fold, segment


def words(text: str) -> tuple[str, ...]:
    """Return the distinct words of `text`, folded, in order of first occurrence; figures and punctuation left out."""
    return tuple(dict.fromkeys(word for word in segment(fold(text)) if word[0].isalpha()))
