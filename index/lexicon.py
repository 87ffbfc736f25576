"""Words for the same thing: official, colloquial and English terms, as staff can edit them.

A lexicon file is UTF-8 text, a group a line, three columns apart by tabs, terms apart by `|`; lines that begin with `#` and
empty lines are skipped; a column may be empty as long as the line has two terms:

    新就业形态劳动者|新业态劳动者 <TAB> 送外卖的|骑手 <TAB> gig worker|platform worker
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from corpus import LexiconError
from index.tokens import fold

BUNDLED = Path(__file__).parent / "lexicon.tsv"
_COLUMNS = 3
_WORD = re.compile(r"[a-z0-9]+(?:['.+-][a-z0-9]+)*")
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Group:
    """Terms for one thing, each column in the order of the file."""

    official: tuple[str, ...]
    colloquial: tuple[str, ...]
    english: tuple[str, ...]

    @property
    def chinese(self) -> tuple[str, ...]:
        """Return the Chinese terms, official ones first."""
        return (*self.official, *self.colloquial)


@dataclass(frozen=True, slots=True)
class Match:
    """A term as a question used it, and the Chinese terms that a report may use instead."""

    term: str
    others: tuple[str, ...]


def read_lexicon(path: str | Path) -> tuple[Group, ...]:
    """Return the groups of a lexicon file. Raises `LexiconError` naming file and line where one is not of the form."""
    path = Path(path)
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"lexicon '{path}' cannot be read as UTF-8 text ({error})") from error
    lines = enumerate(text.splitlines(), 1)
    return tuple(
        _parse(line, f"{path}:{number}") for number, line in lines if line.strip() and not line.startswith("#")
    )


def _parse(line: str, place: str) -> Group:
    columns = [tuple(term.strip() for term in column.split("|") if term.strip()) for column in line.split("\t")]
    if not 2 <= len(columns) <= _COLUMNS or sum(map(len, columns)) < 2:
        raise LexiconError(
            f"{place}: expected official<TAB>colloquial<TAB>English, terms apart by '|', two terms at least; "
            f"found {line[:60]!r}"
        )
    official, colloquial, english = (*columns, ())[:_COLUMNS]
    short = next((term for term in (*official, *colloquial) if len(term) < 2), None)
    if short:
        raise LexiconError(
            f"{place}: '{short}' is one character, which stands inside too many words; write a longer term"
        )
    return Group(official, colloquial, english)


class Lexicon:
    """Find the terms of a question and what else the same things are called."""

    def __init__(self, groups: Sequence[Group], own: Sequence[Group] = ()) -> None:
        """`own` are groups that staff added: the model has not learnt their words, so it is given the official ones."""
        self.groups = (*groups, *own)
        self._official = {
            fold(term): group.official[0]
            for group in own
            if group.official
            for term in (*group.colloquial, *group.english, *group.official)
        }
        self._official |= {fold(term): term for group in own for term in group.official}
        longest_first = sorted(self._official, key=len, reverse=True)
        self._staff = re.compile("|".join(_as_pattern(term) for term in longest_first))
        self._chinese: dict[str, list[Group]] = {}
        self._english: dict[tuple[str, ...], list[Group]] = {}
        chinese = [(term, group) for group in self.groups for term in group.chinese]
        folded = fold("\n".join(term for term, _ in chinese)).split("\n")  # one call: thousands take 0.1 s
        for term, (_, group) in zip(folded, chinese, strict=True) if chinese else ():
            if _HAN.search(term):
                self._chinese.setdefault(term, []).append(group)
            else:  # ETC, PM2.5
                self._english.setdefault(_english_words(term), []).append(group)
        for group in self.groups:
            for term in group.english:
                self._english.setdefault(_english_words(term), []).append(group)
        self._longest = max(map(len, self._chinese), default=0)
        self._most_words = max(map(len, self._english), default=0)

    @classmethod
    def load(cls, *extra: str | Path) -> "Lexicon":
        """Read the bundled lexicon and those of the `extra` files that exist. Raises `LexiconError`."""
        own = [path for path in map(Path, extra) if path.is_file()]
        return cls(_bundled(), [group for path in own for group in read_lexicon(path)])

    def __len__(self) -> int:
        return len(self.groups)

    def matches(self, question: str) -> tuple[Match, ...]:
        """Return the terms found in `question`, longest first at each place, none inside another.

        骑手怎么入会 finds 骑手 (others: 外卖配送员, …) and 入会 (others: 加入工会, …).
        """
        folded = fold(question)
        return (*self._chinese_matches(folded), *self._english_matches(folded))

    def in_official_words(self, question: str) -> str:
        """Return `question` with the terms that staff added replaced by their first official one.

        From left to right, the longest first; what is already official stays: with 工会会员 for 会员, 工会会员和会员 becomes
        工会会员和工会会员. A question without such a term comes back unchanged, any other folded.
        """
        if not self._official:
            return question
        folded = fold(question)
        replaced = self._staff.sub(lambda found: self._official[found[0]], folded)
        return question if replaced == folded else replaced

    def _chinese_matches(self, text: str) -> Iterable[Match]:
        place = 0
        while place < len(text):
            for length in range(min(self._longest, len(text) - place), 1, -1):
                term = text[place : place + length]
                if term in self._chinese:
                    yield _match(term, self._chinese[term])
                    place += length - 1
                    break
            place += 1

    def _english_matches(self, text: str) -> Iterable[Match]:
        words = _english_words(text)
        place = 0
        while place < len(words):
            for length in range(min(self._most_words, len(words) - place), 0, -1):
                term = words[place : place + length]
                if term in self._english:
                    yield _match(" ".join(term), self._english[term])
                    place += length - 1
                    break
            place += 1


@lru_cache(maxsize=1)
def _bundled() -> tuple[Group, ...]:
    return read_lexicon(BUNDLED)


def _as_pattern(term: str) -> str:
    """Return `term` as a pattern; a Latin one is matched as a whole word."""
    return re.escape(term) if _HAN.search(term) else rf"(?<![a-z0-9]){re.escape(term)}(?![a-z0-9])"


def _match(term: str, groups: Sequence[Group]) -> Match:
    others = dict.fromkeys(other for group in groups for other in group.chinese if fold(other) != term)
    return Match(term, tuple(others))


def _english_words(text: str) -> tuple[str, ...]:
    """Return the words of folded `text`, plurals as singulars: "Delivery riders" gives (delivery, rider)."""
    return tuple(_singular(word) for word in _WORD.findall(text.lower()))


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
