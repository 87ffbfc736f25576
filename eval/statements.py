"""Do the citations of an answer bear out its words? ALCE's precision and recall, with string tests for the judge model.

Gao et al. (2023), "Enabling Large Language Models to Generate Text with Citations", ask of each statement whether the
passages it cites entail it. An answer in the report's own words can be tested without a model: a statement is borne out
when every sentence of it stands in the quotes it cites, leads ("2022年要求：") and numbering ("1. ") aside.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.folding import strip_to_characters

_MARKERS = re.compile(r"((?:\[\d+\])+)")
_NUMBER = re.compile(r"\d+")
_SENTENCE_END = re.compile(r"[。！？；;\n]+|(?<=[a-z)])\. ")
_NUMBERING = re.compile(r"^\s*(?:[（(]\d+[）)]\s*|\d+\.\s+)+")
_GLOSS = re.compile(r"\s\([\d.,]+ [A-Za-z %]+\)")
_COLON = re.compile(r"[：:]")
_LONGEST_LEAD = 24  # characters before a colon that say which year or where, and are no claim of their own


@dataclass(frozen=True, slots=True)
class Statement:
    """A stretch of an answer and the numbers of the citations that close it; none where it is not cited."""

    text: str
    cited: tuple[int, ...]


def split_statements(text: str) -> tuple[Statement, ...]:
    """Return the statements of an answer: each ends with its markers; what is only a lead or numbering is none.

    >>> split_statements("1.16 亿元。2021年完成：下拨 1.16 亿元。[1][2]另有三项")
    (Statement(text='1.16 亿元。2021年完成：下拨 1.16 亿元。', cited=(1, 2)), Statement(text='另有三项', cited=()))
    """
    pieces = _MARKERS.split(text)
    found = []
    for place in range(0, len(pieces), 2):
        marks = pieces[place + 1] if place + 1 < len(pieces) else ""
        if _claims(pieces[place]):
            found.append(Statement(pieces[place], tuple(int(number) for number in _NUMBER.findall(marks))))
    return tuple(found)


def is_borne_out(statement: str, quotes: Sequence[str]) -> bool:
    """Tell whether every claim of `statement` stands in `quotes` put together; punctuation, width and spaces aside.

    False without quotes, also for a statement without claims.

    >>> is_borne_out("2022年要求：举办十场。", ["全省举办十场,"]), is_borne_out("举办百场", ["举办十场"])
    (True, False)
    """
    whole = "\n".join(strip_to_characters(quote) for quote in quotes)
    claims = _claims(statement)
    return bool(quotes) and bool(claims) and all(_stands_in(claim, whole) for claim in claims)


def alce_recall(text: str, quotes: Mapping[int, str]) -> float | None:
    """Return the share of statements borne out by what they cite; None without statements. Range [0, 1].

    `quotes` are by citation number. A statement without citations counts as 0, as in ALCE.
    """
    statements = split_statements(text)
    if not statements:
        return None
    return sum(is_borne_out(s.text, _cited(s, quotes)) for s in statements) / len(statements)


def alce_precision(text: str, quotes: Mapping[int, str]) -> float | None:
    """Return the share of citations that are needed; None without citations. Range [0, 1].

    After ALCE a citation counts when its statement is borne out by all it cites, and not (it alone does not bear the
    statement out while the others do).
    """
    verdicts = []
    for statement in split_statements(text):
        cited = [number for number in dict.fromkeys(statement.cited) if number in quotes]
        supported = is_borne_out(statement.text, [quotes[number] for number in cited])
        for number in cited:
            others = [quotes[other] for other in cited if other != number]
            alone = is_borne_out(statement.text, [quotes[number]])
            verdicts.append(supported and (alone or not is_borne_out(statement.text, others)))
        verdicts += [False] * (len(set(statement.cited)) - len(cited))
    return sum(verdicts) / len(verdicts) if verdicts else None


def citation_exactness(quotes: Sequence[str], stretches: Sequence[str | None]) -> float | None:
    """Return the share of citations whose quote is to the character what stands at their place; None without any.

    `stretches` are the document's own text at each citation's positions, None where there is no such document. Range
    [0, 1]; anything below 1 is a fault of the program, not of judgement.
    """
    if not quotes:
        return None
    return sum(quote == own for quote, own in zip(quotes, stretches, strict=True)) / len(quotes)


def _cited(statement: Statement, quotes: Mapping[int, str]) -> list[str]:
    return [quotes[number] for number in statement.cited if number in quotes]


def _claims(text: str) -> list[str]:
    """Return the sentences of `text` without numbering and glosses; those that end with a colon lead to what follows."""
    sentences = (_NUMBERING.sub("", _GLOSS.sub("", part)).strip() for part in _SENTENCE_END.split(text))
    return [sentence for sentence in sentences if strip_to_characters(sentence) and sentence[-1] not in "：:"]


def _stands_in(claim: str, whole: str) -> bool:
    leads = [0, *(match.end() for match in _COLON.finditer(claim) if match.end() <= _LONGEST_LEAD)]
    return any(strip_to_characters(claim[lead:]) in whole for lead in leads)
