"""Make a follow-up question stand alone, without a language model.

A question that is complete passes through unchanged. One that leans on the turn before (那女职工呢? 其中货车司机有多少?
由谁来办? 第二点展开说说) takes what it lacks from that turn's question, or from the list that was just shown.
"""

import re
from collections.abc import Sequence
from typing import TypeVar

from assistant.outline_words import plain_outline
from assistant.patterns import KIND_PATTERNS, PROBLEM_WORDS, REMEDY_WORDS, STRUCTURE_WORDS
from assistant.phrases import YEAR, after_how, content_spans, has_subject, topic_of
from assistant.reference import REFERENCE
from assistant.resolved import Resolved
from assistant.terms import TermMatcher, content_terms
from corpus import Section, parse_numeral

_SWITCH = re.compile(r"不说这个|换个(话题|问题|别的)|再问个别的|另一个问题|对了[,，]")
_EARLIER = re.compile(r"(刚才|前面|上面|之前)(说|讲|提|问)(的|到的|过的)")
_SHORT = 14  # characters of a question that may lean on the one before for want of a subject
_LIKE = 0.6  # likeness of the new subject to an old one, from which it takes its place
_COUNTED = re.compile(
    r"(?:多少|几) ?[个家场人名位次项条户件支所张座处]?(?P<thing>[\u4e00-\u9fff]{2,4}?)(?=参加|参与|[?？。]|$)"
)
_SUBJECT = re.compile(
    r"^(?:那么|那|其中|还有|另外|然后|而|至于|换成|what about|how about|and)[,， ]*(?P<subject>.{1,40}?)(?:呢|的呢|怎么样|如何)?[?？。 ]*$",
    re.IGNORECASE,
)
_BARE_SUBJECT = re.compile(r"^(?:其中)?(?P<subject>[^,，?？]{1,16}?)呢[?？。 ]*$")
_OF_WHAT = re.compile(r"^[\u4e00-\u9fff]{1,4}的(?=是|有|呢|怎么|什么|[?？]?$)")
_LEANING = re.compile(
    r"^(那|那么|然后|另外|其中|其余|它|他们|她们|这|该|上述|此|而且|并且|and\b|then\b|of (them|those|these)\b|(this|that)\b)|"
    r"它们?|他们|她们|这(项|个|些|件|次|方面|里|几)|那(项|个|些|几)|其中|(?<![网线])上面(?![试向])|刚才|(?<![目当以])前面(?![临向])|"
    r"\b(it|they|them|those|these)\b",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    r"^(?:那|再|请|就)?(?:回到|把|讲讲|说说|看看|展开)?(?:第 ?([一二三四五六七八九十\d]+) ?(?:点|条|项|个|类|种|家|句|部分|方面)|最后(?:一)?(?:点|条|项|个|类|种|家|句))"
    r"(?=[呢的是讲说展具详内怎叫点写提指细要有打准该今,，?？。 ]|$)"
)
# 还有别的没,比如联合会那块 names what it asks for
_BESIDES = re.compile(r"^(那|那么)?(还有)?(别的|其他|其它)[^,，]{0,4}[,，] ?(比如|例如|譬如|像)说?")
_HEADED = re.compile(r"^(?:那|那么)?(?P<subject>[^,，?？]{1,12}?)呢[,，] ?(?P<rest>.{2,})$")
_ASKED_FOR = re.compile(r"(什么|哪些|哪几[个项条家]|啥)(样的)?$")
_YEAR_ONLY = re.compile(
    r"^(今年|去年|明年|前年|上一年|(?<![满近超逾达])2\d年(?!以|内|来|间)|(?:in )?(?:19|20)\d\d ?年?|(this|last|next) year)的?$",
    re.IGNORECASE,
)


_MORE = re.compile(
    r"^(那|那么)?(还有(别的|其他|其它|没有|吗|呢|什么|哪些)(的|吗|呢|没有)?|(其他|其它|别的)(的|方面)?(呢|还有吗|有吗|有没有)|除此之外(呢|还有.{0,4})?|"
    r"(anything|what|something) else|any more|more)[吗呢么嘛?？。.! ]*$",
    re.IGNORECASE,
)
_ENGLISH_ORDINALS = {
    w: n for n, w in enumerate(["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"], 1)
}
_ENGLISH_ORDINAL = re.compile(
    r"\bthe (first|second|third|fourth|fifth|sixth|seventh|eighth)( (one|item|point)\b|(?=[?. ]*$))", re.IGNORECASE
)
_MOVE = re.compile(
    r"^(?:那|再看|看看|说说|讲讲|再|跳到|翻到|接着看|接着讲|go on to the |and the |the |what about the )*(?P<way>下|后|上|前|next|previous)(?:面)?(?:那|这)?(?:一)?(?:个)? ?(?P<unit>部分|章|节|大?块|条|点|项|要|part|section|item|point|one)(?=[呢是讲说有怎叫,，?？。 ]|one|$)",
    re.IGNORECASE,
)
_LARGE = ("部分", "章", "节", "块", "大块", "part", "section")


Listed = TypeVar("Listed")


def stand_alone(
    question: str, before: Resolved | None, matcher: TermMatcher, sections: Sequence[Section] = ()
) -> Resolved:
    """Return `question` as one that stands alone, given the turn before it (None at the start of a conversation).

    `sections` are the parts of the report, to move from one to the next.
    """
    original = question
    question = _said_of_parts(question)
    besides = _BESIDES.match(question)
    if besides and not _is_complete(question[besides.end() :]):
        question = f"{question[besides.end() :].rstrip('?？。呢')}呢"
    if before is None or _is_talk(question):
        return Resolved(question, before.section if before else None, before.listed if before else ())
    if before.listed and (ordinal := _ORDINAL.search(question)):
        section = _nth(before.listed, ordinal)
        if section is not None:
            remedy = REMEDY_WORDS.search(question)
            if remedy:  # 第一个打算怎么改: a question about what the item says
                return Resolved(f"{section.title.rstrip('。;；')}：{remedy[0]}", before.section, before.listed)
            return Resolved(_asking_for(section, original, before), section, before.listed, asks_section=section)
    if before.items and not before.listed and (ordinal := _ORDINAL.search(question)):
        item = _nth(before.items, ordinal)
        if item is not None:
            return Resolved(f"{item.quote}：{question}", before.section, items=before.items, asks_item=item)
    if before.seen and _MORE.match(question):
        return Resolved(before.text, before.section, before.listed, shown=before.seen, seen=before.seen)
    if before.section is not None and (move := _MOVE.match(question)):
        section = _neighbour(before.section, move, sections)
        if section is not None:
            return Resolved(_asking_for(section, original, before), section, before.listed, asks_section=section)
    headed = _HEADED.match(question)
    if headed and not _is_complete(headed["subject"]):
        topic = topic_of(before.text.split("：")[0])
        subject_first = headed["subject"] if _YEAR_ONLY.match(headed["subject"]) else f"{headed['subject']} "
        return Resolved(f"{subject_first}{topic}：{headed['rest']}", before.section, before.listed)
    subject = _SUBJECT.match(question) or _BARE_SUBJECT.match(question)
    if subject and not _is_complete(subject["subject"]):
        return Resolved(
            _replace_subject(subject["subject"].strip(), before.text, matcher), before.section, before.listed
        )
    if _leans(question, matcher):
        return Resolved(_with_topic(question, before.text), before.section, before.listed, near=before.last)
    return Resolved(question, before.section, before.listed)


def _said_of_parts(question: str) -> str:
    """Return a short question about parts in plain words: 头一条细说说 as 第一条细说说, English ordinals too."""
    if len(question) > 2 * _SHORT and not _ENGLISH_ORDINAL.search(question):
        return question
    english = _ENGLISH_ORDINAL.search(question)
    if english and len(question) < 3 * _SHORT:
        return f"第{_ENGLISH_ORDINALS[english[1].lower()]}条"
    plain = plain_outline(question)
    return plain if _ORDINAL.search(plain) or _MOVE.match(plain) else question


def _is_talk(question: str) -> bool:
    return any(row.pattern.search(question) for row in KIND_PATTERNS if row.kind in ("chat", "help"))


def _is_complete(subject: str) -> bool:
    """Tell whether what follows 那 asks for itself (那救助了多少户?) and is no mere subject."""
    asks = r"多少|几|哪|什么|怎么|谁|如何|吗|\b(what|which|who|how|when|where|why)\b"
    return bool(re.search(asks, subject, re.IGNORECASE))


def _leans(question: str, matcher: TermMatcher) -> bool:
    if _SWITCH.search(question):
        return False
    if _OF_WHAT.search(question) and not REFERENCE.search(question):
        return True  # 百场的是什么
    if _LEANING.search(question) and not (_EARLIER.match(question) and has_subject(question, matcher)):
        return True
    asks_outline = any(words.search(question) for words in (STRUCTURE_WORDS, REFERENCE, PROBLEM_WORDS))
    return len(question) <= _SHORT and not has_subject(question, matcher) and not asks_outline


def _nth(listed: Sequence[Listed], ordinal: re.Match[str]) -> Listed | None:
    number = parse_numeral(ordinal[1]) if ordinal[1] else len(listed)
    return listed[number - 1] if number and 0 < number <= len(listed) else None


def _asking_for(section: Section, question: str, before: Resolved) -> str:
    """Return the question that points at `section` with its name; the heading alone is asked for where it was before."""
    if not re.search(r"[\u4e00-\u9fff]", question):
        return f"What does “{section.label}” say?"
    title = "标题" in question or "标题" in before.text
    return f"“{section.label}”的标题是什么?" if title else f"“{section.label}”讲了什么?"


def _neighbour(section: Section, move: re.Match[str], sections: Sequence[Section]) -> Section | None:
    """Return the section before or after `section`; of the one that holds it where a part is asked and it is a point."""
    path = _path(section, sections)
    if move["unit"].lower() in _LARGE and not section.children and len(path) > 1:
        path = path[:-1]
    if not path:
        return None
    siblings = path[-2].children if len(path) > 1 else tuple(sections)
    step = 1 if move["way"].lower() in ("下", "后", "next") else -1
    place = next(n for n, sibling in enumerate(siblings) if sibling.id == path[-1].id) + step
    return siblings[place] if 0 <= place < len(siblings) else None


def _path(section: Section, sections: Sequence[Section]) -> list[Section]:
    """Return the sections from a part down to `section`."""
    for part in sections:
        if part.id == section.id:
            return [part]
        below = _path(section, part.children)
        if below:
            return [part, *below]
    return []


def _replace_subject(subject: str, before: str, matcher: TermMatcher) -> str:
    """Return the question before with the new subject in the place of the one that is nearest to it in meaning.

    What is counted (多少家单位) gives way to what can be counted; a quoted name stays.
    """
    subject = re.sub(r"(的|[那这]边|[那这]块|方面|[那这]里)$", "", subject)
    if _YEAR_ONLY.match(subject):
        year = subject.rstrip("的")
        if YEAR.search(before):
            return YEAR.sub(year, before)
        return f"{year}{before}" if re.search(r"[\u4e00-\u9fff]", before) else f"{before.rstrip('?. ')} {year}?"
    spans = content_spans(before)
    new = content_terms(subject)
    if not spans or not new:
        return f"{subject}：{before}"
    things = [span for span in spans if not _ASKED_FOR.search(before[: span[0]]) and not after_how(before, span[0])]
    spans = things or spans  # 做了什么实事, 怎么入会: what is asked for stays, the subject gives way
    likeness = [matcher.likeness(subject, before[start:end]) for start, end in spans]
    counted = _COUNTED.search(before)
    if counted and max(likeness) < _LIKE:
        return f"{before[: counted.start()]}{_count_word(subject)}{subject}{before[counted.end() :]}"
    place = max(range(len(spans)), key=lambda number: (likeness[number], -number))
    start, end = spans[place]
    return f"{before[:start]}{subject}{before[end:]}"


def _count_word(subject: str) -> str:
    return "" if re.match(r"多少|几", subject) else "多少"


def _with_topic(question: str, before: str) -> str:
    """Return the question with the topic of the one before set in front of it."""
    before = before.split("：")[0]  # of a question that leaned itself, the topic alone
    topic = topic_of(before) or before
    year = YEAR.search(before)
    if year and not YEAR.search(question) and not YEAR.search(topic):
        topic = f"{year[0]}{topic}"
    return f"{topic}：{question}"
