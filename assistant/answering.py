"""From a question that stands alone to a draft: outline first, then search, evidence, and the decision to decline."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.candidates import Candidate
from assistant.decline import judge_evidence, judge_question
from assistant.draft import Draft
from assistant.enumerations import LEAST_ITEMS, find_enumerations
from assistant.evidence import Evidence, of_body, of_heading
from assistant.list_answer import (
    BROAD,
    LONGEST_LIST,
    asked_class,
    close_seconds,
    counted_items,
    leaf_asked_for,
    members,
    sentences_of_class,
    sentences_with_terms,
)
from assistant.names import find_name
from assistant.outline_answer import answer_from_outline, locate_in_outline
from assistant.patterns import STRUCTURE_WORDS
from assistant.question import Question
from assistant.searching import Reader, Searched, Shown, search
from assistant.select import choose_figure, trim_to_clauses
from assistant.subjects import counts_another
from assistant.terms import TermMatcher
from assistant.unexplained import asked_number, count_items
from assistant.wording import say, year_words
from corpus import Document, Section

LONGEST_QUOTE = 120  # characters of the quote in a short answer
LONGEST_FACT = 120  # of the quote that answers a question for a thing
_WHERE = re.compile(
    r"(写|排|放|列|在|属于|出自|是|归)?(在|于)?(20\d\d ?年)?[^,，?？]{0,6}第几(个|大)?(部分|条|点|章|项|节|要|块)|(在|属于|出自)(报告)?(的)?(哪|什么)(一|个)?(部分|章|条|地方|节|块)|which (part|section)"
)
_LEAST_LOCATED = 0.5  # coverage of the thing looked for
_NEAR = 2.0  # how far below the first's score a candidate of the right type and scope is still preferred
_SAME_THING = 0.8  # share of the first candidate's coverage that another figure needs to be of the same thing
_NEAR_ENOUGH = 0.25  # coverage or cosine from which a sentence is worth showing with a refusal
_UNSURE = 0.15  # confidence below which passages are called perhaps related
_SURE_FIGURE = 0.4  # confidence from which the sentence is taken to speak of the thing asked for
_SECOND_SHARE = 0.3  # of the first one's share, from which a further sentence is shown where the first is unsure
_MOST_UNSURE = 3
_NUMBER_SHARE = 0.01  # the same where the question says how many there are
_LIST_SHARE = 0.12  # the same for the sentences of a list
_OF_SECTION = 0.5  # coverage of the question by a heading, from which the question is about that section
_LONGEST_SECTION = 8  # sentences of a section that is told as a whole
_LONGEST_ITEM = 600  # characters of a sentence in a list: its items are not to be cut off
_LEAST_AROUND = 0.6  # of the sentence's coverage, that the words around a list need for it to be the one asked for
_ITEM_MARK = re.compile(
    r"——|—|[一二三四五六七八九十]+[是要、]|[(（]?\d+[)）.、]|[①-⑳]|首先|其次|再次|最后|第[一二三四五六七八九十]"
)
_ITEMS_ASKED = re.compile(r"哪[几两二三四五六七八九十\d]|分别|哪些|(什么|啥)|which|what")


def draft_answer(question: Question, reader: Reader, context: Section | None, shown: Shown = frozenset()) -> Draft:
    """Return the draft that answers `question` from the documents of the index, or the draft that declines.

    `context` is the section that the conversation spoke of last; sentences in `shown` are not shown again.
    """
    documents = reader.index.documents
    if _WHERE.search(question.text):
        located = next((d for one in documents if (d := locate_in_outline(question, one)) is not None), None)
        thing = replace(question, text=_WHERE.sub(" ", question.text))
        located = located or _located(question, search(thing, reader, None))
        if located is not None:
            return located
    counted = _counted(question, documents)
    if counted is not None:
        return counted
    if not shown:
        drafts = [answer_from_outline(question, document, context) for document in _by_year(question, documents)]
        outlined = [draft for draft in drafts if draft is not None]
        if outlined:
            return next((draft for draft in outlined if not draft.abstained), outlined[0])
    structural = question.kind == "count" and bool(STRUCTURE_WORDS.search(question.text)) and not shown
    structural = structural and not any(document.sections for document in documents)
    if question.kind == "count":  # no count of the outline, so a figure in the text
        question = replace(question, kind="figure")
    searched = search(question, reader, context, shown)
    verdict = judge_question(question, documents)
    if not verdict.answers:
        return _refusal(searched, verdict.reason, reader.matcher)
    if question.kind in ("list", "how"):
        gathered = _gathered(searched, reader) or _whole_section(searched, reader)
        if gathered is not None:
            return gathered
    best = _best(searched)
    if shown and any(answer_from_outline(question, one, context) is not None for one in documents):
        return Draft("list", lead=say("nothing_else", question.language), abstained=True, searched=searched)
    if shown and (best is None or not best.fits_scope or searched.confidence < reader.scorer.least_answer):
        return Draft("list", lead=say("nothing_else", question.language), abstained=True, searched=searched)
    verdict = judge_evidence(question, best, searched.confidence, reader.scorer.least_answer)
    if structural or best is None or not verdict.answers:
        reason = verdict.reason or say("silent", question.language)
        return _refusal(searched, reason, reader.matcher, premise=verdict.premise)
    if question.kind == "figure":
        return _figure(searched, best, reader)
    if question.kind == "compare":
        return _compared(searched, reader.matcher)
    if question.kind == "list":
        return _list(searched, best, reader)
    return _fact(searched, best, reader)


def _by_year(question: Question, documents: Sequence[Document]) -> list[Document]:
    """Return the documents, those of a year that the question names first."""
    return sorted(documents, key=lambda document: not {document.year, document.result_year} & set(question.years))


def _located(question: Question, searched: Searched) -> Draft | None:
    """Return where the report says something: the breadcrumb, proved by the headings that lead there."""
    fitting = [c for c in searched.ranked if c.coverage >= _LEAST_LOCATED and c.fits_scope]
    best = next((c for c in fitting if c.passage.kind == "heading"), next(iter(fitting), None))
    if best is None:
        return None
    document = best.document
    path = [s for s in document.path(best.passage.section)[1:] if not s.implied]
    headings = [of_heading(document, section) for section in path] or [_whole(best)]
    lead = say("located", question.language, where=document.breadcrumb(best.passage.section))
    return Draft("outline", lead=lead, evidence=tuple(headings), searched=searched)


def _whole_section(searched: Searched, reader: Reader) -> Draft | None:
    """Return all that the section says which a broad question is about; None where no section is asked for."""
    question = searched.question
    if not BROAD.search(question.text) or searched.confidence < reader.scorer.least_answer:
        return None
    best = _best(searched)
    section = leaf_asked_for(searched.ranked)
    if section is None or best is None or best.passage.section != section.id or not best.fits_scope:
        return None
    body = of_body(best.document, section)
    inside = [c for c in searched.ranked if c.fits_scope][:4]
    about = reader.matcher.coverage(searched.terms, section.title) >= _OF_SECTION
    if not 1 < len(body) <= _LONGEST_SECTION or not (about or sum(c.passage.section == section.id for c in inside) > 2):
        return None
    lead = say("found", question.language, n=len(body))
    return Draft(question.kind, lead=lead, evidence=body, numbered=True, searched=searched)


def _best(searched: Searched) -> Candidate | None:
    """Return the first candidate that holds the type of answer asked for, in the scope asked for where there is one."""
    if not searched.ranked:
        return None
    first = searched.ranked[0]
    near = [c for c in searched.ranked if c.score >= first.score - _NEAR]
    if searched.question.kind == "figure":  # a figure of the other scope is worth saying, an unrelated one is not
        near = [c for c in near if c.coverage >= _SAME_THING * first.coverage]
    typed = [c for c in near if c.fits_type]
    return next((c for c in typed if c.fits_scope), typed[0] if typed else first)


def _figure(searched: Searched, best: Candidate, reader: Reader) -> Draft:
    question, matcher = searched.question, reader.matcher
    text = best.passage.text
    found = choose_figure(question, searched.terms, text, matcher)
    if found is None:
        return _without_figure(searched, reader)
    sure = searched.confidence >= _SURE_FIGURE
    said = " ".join([question.text, *(o for m in reader.index.lexicon.matches(question.text) for o in m.others)])
    if counts_another(said, best.passage, found.figure, best.document.text, matcher, sure):
        return _refusal(searched, say("silent_figure", question.language), matcher)
    evidence = trim_to_clauses(best, searched.terms, matcher, LONGEST_QUOTE)
    start, end = best.passage.start + found.clause[0], best.passage.start + found.clause[1]
    if not (evidence.start <= start and end <= evidence.end):
        evidence = replace(evidence, start=min(start, evidence.start), end=max(end, evidence.end))
    if question.scope in ("plan", "result") and best.passage.scope in ("plan", "result") and not best.fits_scope:
        return _other_scope(searched, evidence)
    short = text[found.figure.start : found.figure.end]
    return Draft("figure", evidence=(evidence,), short_answer=short, searched=searched)


def _without_figure(searched: Searched, reader: Reader) -> Draft:
    """Return a refusal; where the other scope has a figure of the same thing, it is shown as that."""
    question = searched.question
    least = _SAME_THING * searched.ranked[0].coverage
    for other in searched.ranked:
        if other.fits_scope or other.coverage < least or other.passage.scope not in ("plan", "result"):
            continue
        found = choose_figure(question, searched.terms, other.passage.text, reader.matcher)
        if found and not counts_another(
            question.text, other.passage, found.figure, other.document.text, reader.matcher
        ):
            return _other_scope(searched, trim_to_clauses(other, searched.terms, reader.matcher, LONGEST_QUOTE))
    return _refusal(searched, say("silent_figure", question.language), reader.matcher)


def _other_scope(searched: Searched, evidence: Evidence) -> Draft:
    question, document = searched.question, evidence.document
    asked, other = document.year, document.result_year
    key = "no_plan_figure"
    if question.scope == "result":
        key, asked, other = "no_result_figure", other, asked
    words = year_words(asked, question.language)
    other_words = year_words(other, question.language)["year"]
    if asked is None or other is None:
        lead = say("other_scope", question.language)
    else:
        lead = say(key, question.language, **words, other_year=other_words)
    return Draft("figure", lead=lead, evidence=(evidence.as_role("other_scope"),), abstained=True, searched=searched)


def _fact(searched: Searched, best: Candidate, reader: Reader) -> Draft:
    """Return the best sentence; where it is not sure to be the one meant, the next best ones beside it."""
    question, matcher = searched.question, reader.matcher
    if question.kind == "definition" and len(joined := _joined_by_semicolons(best)) > 1:
        return Draft("definition", evidence=joined, searched=searched)  # 即以…为主线,…；以…为底线,…
    expanded = _under_heading(searched, best, matcher, most=6 if question.kind == "how" else 2)
    if expanded:
        several = question.kind == "how" and len(expanded) > 1
        return Draft(question.kind, evidence=expanded, numbered=several, searched=searched)
    first = trim_to_clauses(best, searched.terms, matcher, LONGEST_FACT)
    introduced = _introduced(best, 0) or (_joined_by_semicolons(best) if first.quote.rstrip()[-1:] in ":：" else ())
    if len(introduced) > 1:  # 存在以下不足: is no answer by itself
        return Draft(question.kind, evidence=introduced, numbered=True, searched=searched)
    name = find_name(question.text, searched.terms, first.quote, matcher)
    if name or searched.confidence >= reader.scorer.least_single or best is not searched.ranked[0]:
        return Draft(question.kind, evidence=(first,), short_answer=name, searched=searched)
    close = close_seconds([c for c in searched.ranked if c is best or c.fits_scope], _SECOND_SHARE, _MOST_UNSURE)
    evidence = tuple(trim_to_clauses(c, searched.terms, matcher, LONGEST_FACT) for c in close)
    key = "perhaps" if searched.confidence < _UNSURE else "related"
    lead = say(key, question.language, n=len(evidence)) if len(evidence) > 1 else ""
    return Draft(question.kind, lead=lead, evidence=evidence, numbered=len(evidence) > 1, searched=searched)


def _compared(searched: Searched, matcher: TermMatcher) -> Draft:
    """Return the best sentence of what was done and the best of what is required, side by side."""
    pair = [
        next((c for c in searched.ranked if c.passage.scope == scope and c.passage.kind == "sentence"), None)
        for scope in ("result", "plan")
    ]
    least = searched.ranked[0].score - 2 * _NEAR
    evidence = tuple(
        trim_to_clauses(c, searched.terms, matcher, LONGEST_QUOTE) for c in pair if c is not None and c.score >= least
    )
    return Draft("compare", evidence=evidence or (_whole(searched.ranked[0]),), searched=searched)


def _counted(question: Question, documents: Sequence[Document]) -> Draft | None:
    """Return the items that the question counts by the word that they share (六个“有”); None where it counts none."""
    for document in documents:
        counted = counted_items(question.text, document) or members(question.text, document)
        if counted is not None:
            sentence, spans = counted
            shown = Evidence(document, sentence.start, sentence.end, sentence.section, sentence.scope)
            return Draft("list", evidence=(shown,), items=tuple(shown.quote[start:end] for start, end in spans))
    return None


def _gathered(searched: Searched, reader: Reader) -> Draft | None:
    """Return the list that only reading the whole report gives; None where search is the better way."""
    question = searched.question
    thing = asked_class(question.text)
    section = leaf_asked_for(searched.ranked) if thing and BROAD.search(question.text) else None
    if section is not None and reader.matcher.coverage(searched.terms, section.title) >= _OF_SECTION:
        return None  # its own section tells it better than the whole report
    evidence: list[Evidence] = []
    for document in reader.index.documents:
        if thing is not None:
            found = [sentence for sentence, _ in sentences_of_class(question, thing, document, reader.matcher)]
        else:
            found = sentences_with_terms(question, document, reader.index.lexicon)
        evidence += [Evidence(document, s.start, s.end, s.section, s.scope) for s in found]
    if not ((thing is not None and len(evidence) > 1) or 1 < len(evidence) <= LONGEST_LIST):
        return None
    evidence = evidence[:LONGEST_LIST]
    lead = say("found", question.language, n=len(evidence))
    return Draft("list", lead=lead, evidence=tuple(evidence), numbered=True, searched=searched)


def _list(searched: Searched, best: Candidate, reader: Reader) -> Draft:
    """Return the items of the list that the best sentence is or holds, or every sentence that answers nearly as well."""
    question, matcher = searched.question, reader.matcher
    expanded = _under_heading(searched, best, matcher, most=6)
    if expanded:
        return Draft("list", evidence=expanded, numbered=len(expanded) > 1, searched=searched)
    introduced = _introduced(best, asked_number(question.text))
    if introduced:
        return Draft("list", evidence=introduced, numbered=True, searched=searched)
    joined = _joined_by_semicolons(best)
    if len(joined) > 1:
        return Draft("list", evidence=joined, numbered=True, searched=searched)
    number = asked_number(question.text)
    fewer = number and number > count_items(best.passage.text)
    chosen = [
        c
        for c in close_seconds(
            searched.ranked, _NUMBER_SHARE if fewer else _LIST_SHARE, number if fewer else LONGEST_LIST
        )
        if c is best or (c.fits_scope and c.fits_type)
    ]
    if best not in chosen:
        chosen.append(best)
    chosen.sort(key=lambda c: (c.passage.document_id, c.passage.start))
    evidence = tuple(trim_to_clauses(c, searched.terms, matcher, _LONGEST_ITEM) for c in chosen)
    if len(evidence) == 1:
        return _itemised(searched, evidence[0], matcher)
    lead = say("found", question.language, n=len(evidence))
    return Draft("list", lead=lead, evidence=evidence, numbered=True, searched=searched)


def _itemised(searched: Searched, evidence: Evidence, matcher: TermMatcher) -> Draft:
    """Return the sentence with the items of its list that suits the question best set out before it."""
    quote = evidence.quote
    lists = find_enumerations(quote) if _ITEMS_ASKED.search(searched.question.text) else []
    if not lists:
        return Draft("list", evidence=(evidence,), searched=searched)
    around = [quote[max(0, items[0][0] - 20) : items[-1][1] + 20] for items in lists]
    best = max(range(len(lists)), key=lambda n: (matcher.coverage(searched.terms, around[n]), len(lists[n]), -n))
    items = tuple(quote[start:end] for start, end in lists[best])
    support = matcher.coverage(searched.terms, around[best])
    if len(items) < LEAST_ITEMS or support < _LEAST_AROUND * matcher.coverage(searched.terms, quote):
        return Draft("list", evidence=(evidence,), searched=searched)
    return Draft("list", evidence=(evidence,), items=items, searched=searched)


def _introduced(best: Candidate, number: int) -> tuple[Evidence, ...]:
    """Return the items that follow the best candidate where it ends in a colon and they are marked as items."""
    document = best.document
    if document.text[best.passage.end - 1] not in ":：":
        return ()
    after = [s for s in document.sentences if s.start >= best.passage.end][: number or LONGEST_LIST]
    items: list[Evidence] = []
    for sentence in after:
        if not _ITEM_MARK.match(document.text[sentence.start : sentence.end]):
            break
        items.append(Evidence(document, sentence.start, sentence.end, sentence.section, sentence.scope))
    return tuple(items) if len(items) > 1 else ()


def _joined_by_semicolons(best: Candidate) -> tuple[Evidence, ...]:
    """Return the pieces of the printed sentence that the best candidate is one of: a list set out with semicolons."""
    document, passage = best.document, best.passage
    sentences = document.sentences
    place = next(n for n, sentence in enumerate(sentences) if sentence.start == passage.start)
    first = last = place
    while first > 0 and document.text[sentences[first - 1].end - 1] in "；;":
        first -= 1
    while last + 1 < len(sentences) and document.text[sentences[last].end - 1] in "；;":
        last += 1
    return tuple(Evidence(document, s.start, s.end, s.section, s.scope) for s in sentences[first : last + 1])


def _under_heading(searched: Searched, best: Candidate, matcher: TermMatcher, most: int) -> tuple[Evidence, ...]:
    """Return the sentences under the best candidate where that is a heading, which names a thing and does not tell it."""
    if best.passage.kind != "heading":
        return ()
    section = best.document.section(best.passage.section)
    if section is None or section.children:
        return ()
    body = of_body(best.document, section)
    scored = sorted(body, key=lambda e: (-matcher.coverage(searched.terms, e.quote), e.start))[:most]
    return tuple(sorted(scored, key=lambda e: e.start))


def _whole(candidate: Candidate) -> Evidence:
    passage = candidate.passage
    return Evidence(candidate.document, passage.start, passage.end, passage.section, passage.scope)


def _refusal(searched: Searched, reason: str, matcher: TermMatcher, premise: bool = False) -> Draft:
    """Return a refusal that shows the nearest sentence."""
    question = searched.question
    nearest = next((c for c in searched.ranked if c.passage.scope in ("plan", "result", "problem")), None)
    nearest = nearest or next(iter(searched.ranked), None)
    lead = reason
    evidence: tuple[Evidence, ...] = ()
    if nearest is not None and (nearest.coverage >= _NEAR_ENOUGH or nearest.hit.dense >= _NEAR_ENOUGH):
        lead += ("" if question.language == "zh" else " ") + say("nearest", question.language)
        evidence = (trim_to_clauses(nearest, searched.terms, matcher, LONGEST_QUOTE).as_role("nearest"),)
    kind = "premise" if premise else question.kind
    return Draft(kind, lead=lead, evidence=evidence, abstained=True, searched=searched)
