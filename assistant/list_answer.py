"""Answer list questions from the whole report: every sentence that carries the asked thing, in the report's order.

Search ranks; it cannot enumerate. So where the question names a class of things (制度文件, 平台, 品牌) or a thing that the
report calls by that word, all sentences are read, not the first few.
"""

import re
from collections.abc import Sequence

from assistant.candidates import Candidate
from assistant.enumerations import LEAST_ITEMS, before_and_so_on, find_enumerations
from assistant.question import Question
from assistant.stopwords import GENRE, STRUCTURE_TERMS
from assistant.terms import TermMatcher, specific_terms
from assistant.things import ThingClass
from assistant.unexplained import NUMERALS
from corpus import Document, Section, Sentence, parse_numeral
from index import Lexicon, verbs

LONGEST_LIST = 15
_LEAST_NOUNS = 0.6  # coverage of the question's further nouns by a sentence and its heading
_ALL = re.compile(r"所有|全部|全篇|通篇|涉及|有关|相关|提到|提及")
_EVERYWHERE = re.compile(
    r"涉及|关于|有关|跟[^,，]{1,10}(相关|一起|合作|联合|打交道)|提(到|及)|(哪些|哪几)(地方|处|工作|活动|部门|内容|事|措施|方面)|都(有|做|要|办|干)|一共有|全部|所有|"
    r"\b(all|every|which|what) "
)


def sentences_of_class(
    question: Question, thing: ThingClass, document: Document, matcher: TermMatcher, lexicon: Lexicon
) -> list[tuple[Sentence, list[tuple[int, int]]]]:
    """Return the sentences in the scope asked for that print a thing of the class, with the spans of the things.

    Where the question has further nouns that the report uses, a sentence (or its section's heading) must carry one; there
    are none where the report has a noun by none of the names that the lexicon knows for it (退休工人有什么活动).
    """
    named = [
        (match.term, *match.others) for match in lexicon.matches(question.text) if not thing.asks.search(match.term)
    ]
    if any(_nouns(some[0]) and not any(name in document.text for name in some) for some in named):
        return []
    known = thing.asks.pattern + thing.printed.pattern
    nouns = [noun for noun in _nouns(question.text) if noun in document.text and noun not in known]
    found = []
    for sentence in document.sentences:
        if sentence.heading or not _in_scope(question, sentence):
            continue
        text = document.text[sentence.start : sentence.end]
        spans = [match.span() for match in thing.printed.finditer(text)]
        if not spans:
            continue
        section = document.section(sentence.section)
        if nouns and matcher.coverage(nouns, f"{section.title if section else ''} {text}") < _LEAST_NOUNS:
            continue
        found.append((sentence, spans))
    return found


def sentences_with_terms(question: Question, document: Document, lexicon: Lexicon) -> list[Sentence]:
    """Return every sentence in the scope asked for that holds all the things the question names, by any of their names.

    Empty where the question does not ask for everything about a thing, or names none that the report has.
    """
    if not _EVERYWHERE.search(question.text):
        return []
    names = [(term, *_others(term, lexicon)) for term in _nouns(question.text)]
    known = [some for some in names if any(name in document.text for name in some)]
    if not known or (len(known) < len(names) and not _ALL.search(question.text)):
        return []
    return [
        sentence
        for sentence in document.sentences
        if not sentence.heading
        and _in_scope(question, sentence)
        and all(any(name in document.text[sentence.start : sentence.end] for name in some) for some in known)
    ]


_COUNTED_NAME = re.compile(
    rf"[“\"]([{NUMERALS}])个?([\u4e00-\u9fff]{{1,2}})[”\"]|哪[“\"]?([{NUMERALS}])(有|不|要|进|送)[”\"]?"
)
_COUNTED_ITEMS = re.compile(rf"([{NUMERALS}几])个 ?[“\"]?([\u4e00-\u9fff]{{1,3}})[”\"]?(?=[是有指分都包，,?？的具]|$)")


def counted_items(question: str, document: Document) -> tuple[Sentence, list[tuple[int, int]]] | None:
    """Return the sentence with the n items that all hold the word which the question counts: 六个“有” are 有队伍、有机构、…

    The spans are those of the items in the sentence. None where the question counts nothing of that form.
    """
    best: tuple[int, Sentence, list[tuple[int, int]]] | None = None
    asked = [(found[1], found[2]) for found in _COUNTED_ITEMS.finditer(question)]
    asked += [(found[1] or found[3], found[2] or found[4]) for found in _COUNTED_NAME.finditer(question)]
    for numeral, word in asked:
        number = parse_numeral(numeral)
        for sentence in document.sentences:
            text = document.text[sentence.start : sentence.end]
            for items in find_enumerations(text):
                run = _run_with(word, items, text)
                if len(run) < LEAST_ITEMS or number not in (None, len(run)):
                    continue
                length = run[-1][1] - run[0][0]
                if best is None or length < best[0]:
                    best = (length, sentence, run)
    return best[1:] if best else None


def _run_with(word: str, items: Sequence[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Return the last run of items that all hold `word`, the first of them from that word on."""
    run: list[tuple[int, int]] = []
    for start, end in items:
        place = text.find(word, start, end)
        if place < 0:
            run = []
        else:
            run.append((start, end) if run else (place, end))
    return run


_BETWEEN = 4  # characters between 等 and the name of the whole
_SHORTEST_WHOLE = 3  # characters of a name whose members are asked for
_MEMBERS = re.compile(
    r"(?P<whole>[\u4e00-\u9fff]{3,12}?)(?:都|主要)?(?:包括|包含|分为|指|是指|有)(?:的)?(?:是)?(?:哪|什么|啥|谁)"
)


_NUMBERED_NAME = re.compile(rf"[“\"]([{NUMERALS}])(?:大|个|项|件|种)?([\u4e00-\u9fff]{{2,8}})[”\"]")


def before_name(question: str, document: Document) -> tuple[Sentence, list[tuple[int, int]]] | None:
    """Return the n things that stand right before the numbered name that the question quotes: 甲、乙“两项工程”."""
    for asked in _NUMBERED_NAME.finditer(question):
        number = parse_numeral(asked[1]) or 0
        for sentence in document.sentences:
            text = document.text[sentence.start : sentence.end]
            place = max(text.find(f"{quote}{asked[0][1:-1]}") for quote in '“"')
            start = max((text.rfind(stop, 0, place) for stop in "，,；;。:："), default=-1) + 1
            items = text[start:place].split("、") if place > 0 else []
            if number and len(items) == number and all(len(item) > 1 for item in items):
                spans = []
                for item in items:
                    spans.append((start, start + len(item)))
                    start += len(item) + 1
                return sentence, spans
    return None


def members(question: str, document: Document) -> tuple[Sentence, list[tuple[int, int]]] | None:
    """Return the sentence that lists the members of what the question asks for (甲、乙、丙等 X), with their spans.

    Of several the one with the most members; None where the report lists none.
    """
    asked = _MEMBERS.search(question)
    if not asked:
        return None
    whole = str(asked["whole"])
    while len(whole) > _SHORTEST_WHOLE and whole not in document.text:
        whole = whole[1:]
    best: tuple[int, Sentence, list[tuple[int, int]]] | None = None
    for sentence in document.sentences:
        text = document.text[sentence.start : sentence.end]
        for (start, end), after in before_and_so_on(text):
            if whole not in text[after : after + len(whole) + _BETWEEN]:
                continue
            spans, cursor = [], start
            for item in text[start:end].split("、"):
                spans.append((cursor, cursor + len(item)))
                cursor += len(item) + 1
            if len(spans) >= LEAST_ITEMS and (best is None or len(spans) > best[0]):
                best = (len(spans), sentence, spans)
    return best[1:] if best else None


BROAD = re.compile(
    r"都(干|做|有|要|办|抓)|(哪些|什么|啥)(事|工作|安排|举措|措施|行动|任务|动作|内容|要求|打算)|做了(什么|哪些|啥)|怎么(做|抓|推进|落实)|有(什么|哪些|啥|哪几)(新)?(安排|措施|打算|动作|内容|举措|招|办法)|哪些招|(什么|哪些|啥)(活动|品牌)|(安排|干|做)(了)?(些)?(什么|啥)|哪几(方面|个方面)|"
    r"what (was|is|has been|will be) (done|planned)|what measures|what plans"
)


def leaf_asked_for(ranked: Sequence[Candidate]) -> Section | None:
    """Return the lowest section in which at least half of the first four candidates stand; None where there is none.

    A broad question (产改去年都干了哪些事) is about a section, and its answer is all that the section says.
    """
    first = [candidate for candidate in ranked if candidate.fits_scope][:4]
    if not first:
        return None
    document = first[0].document
    ids = [c.passage.section for c in first if c.document is document]
    section = document.section(first[0].passage.section)
    if section is None or section.children or ids.count(section.id) < 2:
        return None
    return section


def _nouns(question: str) -> list[str]:
    """Return the question's content words that name things: no verbs, none of the genre's own words."""
    acts = verbs(question)
    return [t for t in specific_terms(question) if t not in acts and t not in GENRE and t not in STRUCTURE_TERMS]


def _others(term: str, lexicon: Lexicon) -> tuple[str, ...]:
    return tuple(other for match in lexicon.matches(term) if match.term == term for other in match.others)


def _in_scope(question: Question, sentence: Sentence) -> bool:
    if question.scope in ("plan", "result", "problem"):
        return sentence.scope == question.scope
    return sentence.scope in ("plan", "result", "problem")


def close_seconds(ranked: Sequence[Candidate], share: float, most: int) -> list[Candidate]:
    """Return the first candidate and those whose share is at least `share` of its, at most `most`, best first."""
    first = ranked[0]
    return [first, *(c for c in ranked[1:] if c.share >= share * first.share and c.passage.kind == "sentence")][:most]
