"""Make a follow-up question stand alone, without a language model.

A question that is complete passes through unchanged. One that leans on the turn before (那女职工呢? 其中货车司机有多少?
由谁来办? 第二点展开说说) takes what it lacks from that turn's question, or from the list that was just shown.
"""

import re
from dataclasses import dataclass

from assistant.patterns import KIND_PATTERNS, PROBLEM_WORDS, STRUCTURE_WORDS
from assistant.reference import REFERENCE
from assistant.stopwords import STOPWORDS
from assistant.terms import TermMatcher, content_terms, specific_terms
from corpus import Section
from index import verbs, words

_SHORT = 14  # characters of a question that may lean on the one before for want of a subject
_SUBJECT = re.compile(
    r"^(?:那么|那|其中|还有|另外|然后|而|至于|换成|what about|how about|and)[,， ]*(?P<subject>.{1,24}?)(?:呢|的呢|怎么样|如何)?[?？。 ]*$",
    re.IGNORECASE,
)
_BARE_SUBJECT = re.compile(r"^(?:其中)?(?P<subject>[^,，?？]{1,16}?)呢[?？。 ]*$")
_LEANING = re.compile(
    r"^(那|那么|然后|另外|其中|其余|它|他们|她们|这|该|上述|此|而且|并且|and\b|then\b|of (them|those|these)\b|(this|that)\b)|"
    r"它们?|他们|她们|这(项|个|些|件|次|方面|里|几)|那(项|个|些|几)|其中|(?<![网线])上面(?![试向])|刚才|(?<![目当以])前面(?![临向])|"
    r"\b(it|they|them|those|these)\b",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    r"^(?:那|再|请)?(?:把|讲讲|说说|展开)?(?:第 ?([一二三四五六七八九十\d]+) ?(?:点|条|项|个|部分|方面)|最后(?:一)?(?:点|条|项|个))"
    r"(?=[呢的是讲说展具详内怎,，?？。 ]|$)"
)
_YEAR_ONLY = re.compile(r"^(今年|去年|明年|前年|(?:19|20)\d\d ?年?)的?$")
_YEAR = re.compile(r"今年|去年|明年|前年|(?:19|20)\d\d ?年")


@dataclass(frozen=True, slots=True)
class Resolved:
    """A question that stands alone: its text, the section the talk is in, and the sections just listed."""

    text: str
    section: Section | None = None
    listed: tuple[Section, ...] = ()
    asks_section: Section | None = None


def stand_alone(question: str, before: Resolved | None, matcher: TermMatcher) -> Resolved:
    """Return `question` as one that stands alone, given the turn before it (None at the start of a conversation)."""
    if before is None or _is_talk(question):
        return Resolved(question, before.section if before else None, before.listed if before else ())
    if before.listed and (ordinal := _ORDINAL.search(question)):
        section = _nth(before.listed, ordinal)
        if section is not None:
            return Resolved(question, section, before.listed, asks_section=section)
    subject = _SUBJECT.match(question) or _BARE_SUBJECT.match(question)
    if subject and not _is_complete(subject["subject"]):
        return Resolved(
            _replace_subject(subject["subject"].strip(), before.text, matcher), before.section, before.listed
        )
    if _leans(question):
        return Resolved(_with_topic(question, before.text), before.section, before.listed)
    return Resolved(question, before.section, before.listed)


def _is_talk(question: str) -> bool:
    return any(row.pattern.search(question) for row in KIND_PATTERNS if row.kind in ("chat", "help"))


def _is_complete(subject: str) -> bool:
    """Tell whether what follows 那 asks for itself (那救助了多少户?) and is no mere subject."""
    return bool(re.search(r"多少|几|哪|什么|怎么|谁|如何|吗", subject))


def _leans(question: str) -> bool:
    if _LEANING.search(question):
        return True
    asks_outline = any(words.search(question) for words in (STRUCTURE_WORDS, REFERENCE, PROBLEM_WORDS))
    without_subject = set(specific_terms(question)) <= verbs(question)
    return len(question) <= _SHORT and without_subject and not asks_outline


def _nth(listed: tuple[Section, ...], ordinal: re.Match[str]) -> Section | None:
    from corpus import parse_numeral

    number = parse_numeral(ordinal[1]) if ordinal[1] else len(listed)
    return listed[number - 1] if number and 0 < number <= len(listed) else None


def _replace_subject(subject: str, before: str, matcher: TermMatcher) -> str:
    """Return the question before with the new subject in the place of the one that is nearest to it in meaning."""
    if _YEAR_ONLY.match(subject):
        year = subject.rstrip("的")
        return _YEAR.sub(year, before) if _YEAR.search(before) else f"{year}{before}"
    spans = _content_spans(before)
    new = content_terms(subject)
    if not spans or not new:
        return f"{subject}：{before}"
    likeness = [matcher.coverage(new, before[start:end]) for start, end in spans]
    place = max(range(len(spans)), key=lambda number: (likeness[number], -number))
    start, end = spans[place]
    return f"{before[:start]}{subject}{before[end:]}"


def _content_spans(text: str) -> list[tuple[int, int]]:
    """Return the stretches of `text` between words of asking: its noun phrases, roughly."""
    spans: list[tuple[int, int]] = []
    cursor = 0
    for word in words(text):
        start = text.lower().find(word, cursor)
        if start < 0 or word in STOPWORDS:
            continue
        cursor = start + len(word)
        if spans and spans[-1][1] == start:
            spans[-1] = (spans[-1][0], cursor)
        else:
            spans.append((start, cursor))
    return spans


def _with_topic(question: str, before: str) -> str:
    """Return the question with the topic of the one before set in front of it."""
    before = before.split("：")[0]  # of a question that leaned itself, the topic alone
    spans = _content_spans(before)
    topic = before[spans[0][0] : spans[-1][1]] if spans else before
    year = _YEAR.search(before)
    if year and not _YEAR.search(topic) and not _YEAR.search(question):
        topic = f"{year[0]}{topic}"
    return f"{topic}：{question}"
