"""Answer with a list: items that are counted, a class or a thing in the whole report, a section, items of a sentence."""

import re
from collections.abc import Sequence

from assistant.candidates import Candidate
from assistant.draft import Draft
from assistant.enumerations import LEAST_ITEMS, find_enumerations
from assistant.evidence import Evidence, of_body
from assistant.list_answer import (
    BROAD,
    LONGEST_LIST,
    before_name,
    close_seconds,
    counted_items,
    leaf_asked_for,
    members,
    sentences_of_class,
    sentences_with_terms,
)
from assistant.question import Question
from assistant.searching import Reader, Searched, best_candidate
from assistant.select import trim_to_clauses
from assistant.terms import TermMatcher
from assistant.things import asked_class
from assistant.unexplained import asked_number, count_items
from assistant.wording import say
from corpus import Document

_NUMBER_SHARE = 0.01  # of the first one's share, where the question says how many there are
_DOUBTFUL = 0.15  # confidence below which a list is called perhaps related
_LIST_SHARE = 0.12  # the same for the sentences of any list
_OF_SECTION = 0.5  # coverage of the question by a heading, from which the question is about that section
_LONGEST_SECTION = 8  # sentences of a section that is told as a whole
_LONGEST_ITEM = 600  # characters of a sentence in a list: its items are not to be cut off
_LEAST_AROUND = 0.6  # of the sentence's coverage, that the words around a list need for it to be the one asked for
_ITEM_MARK = re.compile(
    r"——|—|[一二三四五六七八九十]+[是要、]|[(（]?\d+[)）.、]|[①-⑳]|首先|其次|再次|最后|第[一二三四五六七八九十]"
)
_ITEMS_ASKED = re.compile(r"哪[几两二三四五六七八九十\d]|分别|哪些|(什么|啥)|which|what")


def draft_counted(question: Question, documents: Sequence[Document]) -> Draft | None:
    """Return the items that the question counts by the word that they share (六个“有”); None where it counts none."""
    for document in documents:
        counted = (
            counted_items(question.text, document)
            or before_name(question.text, document)
            or members(question.text, document)
        )
        if counted is not None:
            sentence, spans = counted
            shown = Evidence(document, sentence.start, sentence.end, sentence.section, sentence.scope)
            return Draft("list", evidence=(shown,), items=tuple(shown.quote[start:end] for start, end in spans))
    return None


def draft_gathered(searched: Searched, reader: Reader) -> Draft | None:
    """Return the list that only reading the whole report gives; None where search is the better way."""
    question = searched.question
    thing = asked_class(question.text)
    section = leaf_asked_for(searched.ranked) if thing and BROAD.search(question.text) else None
    if section is not None and reader.matcher.coverage(searched.terms, section.title) >= _OF_SECTION:
        return None  # its own section tells it better than the whole report
    evidence: list[Evidence] = []
    for document in reader.index.documents:
        if thing is not None:
            found = [
                sentence
                for sentence, _ in sentences_of_class(question, thing, document, reader.matcher, reader.index.lexicon)
            ]
        else:
            found = sentences_with_terms(question, document, reader.index.lexicon)
        evidence += [Evidence(document, s.start, s.end, s.section, s.scope) for s in found]
    if not ((thing is not None and len(evidence) > 1) or 1 < len(evidence) <= LONGEST_LIST):
        return None
    evidence = evidence[:LONGEST_LIST]
    lead = say("found", question.language, n=len(evidence))
    return Draft("list", lead=lead, evidence=tuple(evidence), numbered=True, searched=searched)


def draft_section(searched: Searched, reader: Reader) -> Draft | None:
    """Return all that the section says which a broad question is about; None where no section is asked for."""
    question = searched.question
    if not BROAD.search(question.text) or searched.confidence < reader.scorer.least_answer:
        return None
    best = best_candidate(searched)
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


def draft_list(searched: Searched, best: Candidate, reader: Reader) -> Draft:
    """Return the items of the list that the best sentence is or holds, or every sentence that answers nearly as well."""
    question, matcher = searched.question, reader.matcher
    expanded = under_heading(searched, best, matcher, most=6)
    if expanded:
        return Draft("list", evidence=expanded, numbered=len(expanded) > 1, searched=searched)
    introduced = introduced_by(best, asked_number(question.text))
    if introduced:
        return Draft("list", evidence=introduced, numbered=True, searched=searched)
    joined = joined_by_semicolons(best)
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
    key = "perhaps" if searched.confidence < _DOUBTFUL else "found"
    lead = say(key, question.language, n=len(evidence))
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


def introduced_by(best: Candidate, number: int) -> tuple[Evidence, ...]:
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


def joined_by_semicolons(best: Candidate) -> tuple[Evidence, ...]:
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


def under_heading(searched: Searched, best: Candidate, matcher: TermMatcher, most: int) -> tuple[Evidence, ...]:
    """Return the sentences under the best candidate where that is a heading, which names a thing and does not tell it."""
    if best.passage.kind != "heading":
        return ()
    section = best.document.section(best.passage.section)
    if section is None or section.children:
        return ()
    body = of_body(best.document, section)
    scored = sorted(body, key=lambda e: (-matcher.coverage(searched.terms, e.quote), e.start))[:most]
    return tuple(sorted(scored, key=lambda e: e.start))
