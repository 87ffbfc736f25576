"""Answer outline, list and count questions by walking the tree of sections, not by search."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.draft import Draft
from assistant.evidence import Evidence, of_body, of_heading
from assistant.figures import asked_unit
from assistant.outline_words import plain_outline
from assistant.overview import answer_about_whole
from assistant.patterns import STRUCTURE_WORDS
from assistant.question import Question
from assistant.reference import REFERENCE, by_heading, find_reference, named_part
from assistant.stopwords import PROBLEM_TERMS, STRUCTURE_TERMS
from assistant.terms import specific_terms
from assistant.types import Kind
from assistant.unexplained import asked_number
from assistant.wording import say
from corpus import Document, Section, parse_numeral

_STRUCTURAL_KINDS = ("outline", "list", "count", "figure", "how", "fact", "definition", "yes_no")
_ABOUT_WORK = re.compile(r"工作|任务|要求|安排|部署|措施|举措|tasks?|requirements?")
# What is the fifth part about: its heading belongs to the answer
_ABOUT = re.compile(
    r"(讲|说|写|谈)(的|了)?(是)?(些)?(什么|啥|哪方面)|主要内容|\babout\b|\bsay\b|\bcover", re.IGNORECASE
)
_ABOUT_POINTS = re.compile(
    r"要求|任务|工作|措施|举措|内容|安排|打算|计划|[几哪]些?[条点]|方面|部分|怎么|如何|怎样|咋|requirements|tasks|measures"
)
_NAME_ASKED = re.compile(r"是哪(一)?(个|节|部分)[?？。]?$|叫(啥|什么)(名字|名)?[,，?？。]?(20\d\d ?年的?)?$")
_EVERYWHERE = 0.25  # uses of a term for each sentence
_FIRST_FEW = re.compile(r"前([二两三四五六七八九])个?(?:部分|条|点|项|小标题)")
_LEAST_TITLE = 6  # characters of a quoted heading
_TITLE_LIKENESS = 0.75  # share of its character pairs that the heading must have
_LONGEST_BODY = 8  # sentences of a single point that are shown in full


def answer_from_outline(question: Question, document: Document, context: Section | None) -> Draft | None:
    """Return the answer that the outline gives, None where the question is not about the outline.

    `context` is the section that the conversation spoke of last.
    """
    if question.kind not in _STRUCTURAL_KINDS or not document.sections:
        return None
    question = replace(question, text=plain_outline(question.text))
    headings = _headings_with(question, document)
    if headings:
        return _shown(headings, document, question)
    whole = answer_about_whole(question, document)
    if whole is not None:
        return whole
    titled = _titled(question, document)
    if titled is not None:
        return show_section(titled, document, question)
    reference = find_reference(question, document, context)
    if reference is not None:
        if reference.section is None:
            lead = say("silent_section", question.language, term=reference.missing)
            return Draft("outline", lead=lead, abstained=True)
        if _asks_inside(question, reference.section, document):
            return None
        return show_section(reference.section, document, question)
    section = _section_asked_for(question, document)
    number = asked_number(question.text)
    if section is None or (number and number != len(section.children)):
        return None  # 哪六个 asks for six things, which are not these
    return _list_children(section, document, question)


def locate_in_outline(question: Question, document: Document) -> Draft | None:
    """Return the way to the section whose heading the question describes, None where it describes none."""
    said = replace(question, text=plain_outline(question.text))
    headings = _headings_with(said, document)
    section = headings[0] if headings else by_heading(said.text, document, said)
    if section is None or (section.level <= 1 and section.children):
        return None
    path = [one for one in document.path(section.id)[1:] if not one.implied] or [section]
    lead = say("located", question.language, where=document.breadcrumb(section.id))
    return Draft("outline", lead=lead, evidence=tuple(of_heading(document, one) for one in path))


def _headings_with(question: Question, document: Document) -> tuple[Section, ...]:
    """Return the sections whose headings hold the words that the question quotes of them: 标题里带“抓手”的是哪部分."""
    if "标题" not in question.text or not question.quoted or _asks_below(question.text):
        return ()
    pool = [s for s in document.walk() if s.title and question.scope in (None, s.scope)]
    for level in sorted({section.level for section in pool}):
        of_level = [s for s in pool if s.level == level and (level > 1 or not s.children)]
        found = [next((s for s in of_level if name in s.title), None) for name in question.quoted]
        sections = tuple(dict.fromkeys(section for section in found if section is not None))
        if sections and None not in found and len(sections) == len(set(question.quoted)):
            return sections
    return ()


def _asks_below(text: str) -> bool:
    """Tell whether the question asks for what stands under a heading."""
    return bool(
        re.search(
            r"(底下|下面|里面|其中)?[^,，]{0,6}(几|哪[几些两三四五六])个?(条|小?点|项|要求|小标题|小节|方面)|底下|下面|标题都",
            text,
        )
    )


def _shown(sections: Sequence[Section], document: Document, question: Question) -> Draft:
    evidence = tuple(of_heading(document, section) for section in sections)
    if len(evidence) == 1:
        return Draft("outline", lead=say("section_is", question.language), evidence=evidence)
    lead = say("count", question.language, n=len(evidence))
    return Draft("outline", lead=lead, evidence=evidence, numbered=True)


def _titled(question: Question, document: Document) -> Section | None:
    """Return the section whose heading the question quotes, word for word or nearly; None where it quotes none."""
    for name in question.quoted:
        pairs = {name[i : i + 2] for i in range(len(name) - 1)}
        if len(name) < _LEAST_TITLE:
            continue
        likeness = [
            (sum(pair in section.title for pair in pairs) / len(pairs), -len(section.title), section)
            for section in document.walk()
            if section.title and question.scope in (None, section.scope)
        ]
        best = max(likeness, key=lambda row: row[:2], default=None)
        if best and best[0] >= _TITLE_LIKENESS:
            return best[2]
    return None


def section_scope_of(question: Question, document: Document, context: Section | None) -> Section | None:
    """Return the section that a question about something inside it names, to search there alone."""
    reference = find_reference(question, document, context)
    return reference.section if reference else None


def _without_reference(text: str) -> str:
    return REFERENCE.sub(" ", text)


def _asks_inside(question: Question, section: Section, document: Document) -> bool:
    """Tell whether the question asks for something inside the section, not for the section as a whole.

    It does when it has a term that the report uses and that section's heading lacks.
    """
    if _asks_for_title(question):
        return False
    heading = f"{document.breadcrumb(section.id)}{section.title}"
    terms = specific_terms(_without_reference(question.text))
    return any(term in document.text and term not in heading and term not in STRUCTURE_TERMS for term in terms)


def _asks_for_title(question: Question) -> bool:
    if _asks_below(question.text):
        return False
    asked = question.text.replace("小标题", "")  # those are the headings below
    return any(word in asked for word in ("标题", "题目", "全称", "title", "heading")) or bool(
        _NAME_ASKED.search(asked)
    )


def _section_asked_for(question: Question, document: Document) -> Section | None:
    """Return the section whose children a question without a reference asks to be listed."""
    terms = tuple(term for term in specific_terms(question.text) if not _is_everywhere(term, document))
    if question.scope == "problem" and question.kind in (
        "list",
        "count",
        "figure",
        "outline",
        "fact",
        "definition",
        "how",
    ):
        terms = tuple(term for term in terms if term in document.text and term not in PROBLEM_TERMS)
    if question.scope == "problem" and not terms:
        return next((section for section in document.walk() if section.scope == "problem"), None)
    if question.kind not in ("list", "count", "figure", "outline", "how", "fact"):
        return None
    structural = bool(STRUCTURE_WORDS.search(question.text))
    generic = [term for term in terms if term not in STRUCTURE_TERMS and (term in document.text or not structural)]
    counted = question.kind == "figure" and asked_unit(question.text) in ("项", "条", "个")
    if not generic and (structural or counted or question.kind in ("list", "count")) and document.sections:
        return _part_of_scope(question, document) or _whole(document)
    if generic and question.kind in ("list", "count", "how") and _ABOUT_POINTS.search(question.text):
        return _section_titled(generic, document, question)
    return None


def _is_everywhere(term: str, document: Document) -> bool:
    """Tell whether every few sentences use the term, as a union's report does 工会: it names no part of the report."""
    return document.text.count(term) > _EVERYWHERE * max(len(document.sentences), 1)


def _part_of_scope(question: Question, document: Document) -> Section | None:
    """Return the part of the scope asked for, or None where the whole report is meant."""
    if question.scope in ("plan", "result"):
        return next((part for part in document.sections if part.scope == question.scope and part.children), None)
    named = named_part(question.text, document)
    if named is None and _ABOUT_WORK.search(question.text):
        named = next((part for part in document.sections if part.scope == "plan" and part.children), None)
    return named


def _section_titled(terms: list[str], document: Document, question: Question) -> Section | None:
    """Return the section with children whose heading has every one of `terms`."""
    found = [
        section
        for section in document.walk()
        if section.children
        and section.title
        and all(term in section.title for term in terms)
        and question.scope in (None, section.scope)
    ]
    planned = [section for section in found if section.scope == "plan"]
    return found[0] if len(found) == 1 else planned[0] if len(planned) == 1 else None


def _whole(document: Document) -> Section:
    """Return the report itself as a section that holds its parts."""
    return Section("", "", None, "", 0, 0, 0, len(document.text), "other", children=document.sections)


def show_section(section: Section, document: Document, question: Question) -> Draft:
    """Return the children of a section as a list; a point without children in its own words."""
    if section.children and not _asks_for_title(question):
        return _list_children(section, document, question)
    return _tell(section, document, question)


def _tell(section: Section, document: Document, question: Question) -> Draft:
    """Return a section in its own words: its heading where it has one, and the sentences under it."""
    heading = of_heading(document, section)
    body = () if _asks_for_title(question) else of_body(document, section)[:_LONGEST_BODY]
    evidence = (heading, *(e for e in body if not heading.start <= e.start < heading.end))
    return Draft("outline", lead=say("section_is", question.language), evidence=evidence, short_answer="")


def _list_children(section: Section, document: Document, question: Question) -> Draft:
    children = section.children
    if not children:
        return _tell(section, document, question)
    first = _FIRST_FEW.search(question.text)
    number = parse_numeral(first[1].replace("两", "二")) if first else None
    if number and number < len(children):
        return _shown(children[:number], document, question)
    numbered = tuple(child for child in children if child.number is not None)
    if section.scope != "problem" and numbered and len(numbered) < len(children):
        children = numbered
    evidence = tuple(_heading_of(child, document, section) for child in children)
    key = "count_parts" if section.level == 0 or STRUCTURE_WORDS.search(_without_reference(question.text)) else "count"
    kind: Kind = "count" if question.kind in ("count", "figure") else "outline"
    lead = say(key, question.language, n=len(evidence))
    short = str(len(evidence)) if kind == "count" else ""
    if section.title and not section.implied and kind == "outline" and _ABOUT.search(question.text):
        over = of_heading(document, section)
        return Draft(kind, lead=lead, evidence=(over, *evidence), numbered=True, headed=True)
    return Draft(kind, lead=lead, evidence=evidence, numbered=True, short_answer=short)


def _heading_of(child: Section, document: Document, parent: Section) -> Evidence:
    evidence = of_heading(document, child)
    return replace(evidence, section=child.id) if not child.implied else evidence
