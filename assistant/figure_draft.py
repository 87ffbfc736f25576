"""Answer with a figure: the one that counts the thing asked for, in the scope asked for, or none."""

from dataclasses import replace

from assistant.candidates import Candidate
from assistant.draft import Draft
from assistant.evidence import Evidence
from assistant.refusing import LONGEST_QUOTE, refuse
from assistant.searching import SAME_THING, Reader, Searched
from assistant.select import choose_figure, trim_to_clauses
from assistant.subjects import counts_another
from assistant.wording import say, year_words

_LEAST_SHOWN = 0.1  # confidence that a sentence with a figure needs to be shown as perhaps related
_LEAST_LED = 0.3  # confidence that a figure in front of an answer needs: it is believed more than a passage
_SURE_FIGURE = 0.3  # confidence from which the sentence is taken to speak of the thing asked for


def draft_figure(searched: Searched, best: Candidate, reader: Reader) -> Draft:
    """Return the figure of `best` with its clause; a refusal where it counts another thing or is of the other scope."""
    question, matcher = searched.question, reader.matcher
    text = best.passage.text
    found = choose_figure(question, searched.terms, text, matcher)
    if found is None:
        return _without_figure(searched, reader)
    if searched.confidence < _LEAST_SHOWN:
        return refuse(searched, say("silent_figure", question.language), matcher)
    sure = searched.confidence >= _SURE_FIGURE
    said = " ".join([question.text, *(o for m in reader.index.lexicon.matches(question.text) for o in m.others)])
    if counts_another(said, best.passage, found.figure, best.document.text, matcher, sure):
        return refuse(searched, say("silent_figure", question.language), matcher)
    evidence = trim_to_clauses(best, searched.terms, matcher, LONGEST_QUOTE)
    start, end = best.passage.start + found.clause[0], best.passage.start + found.clause[1]
    if not (evidence.start <= start and end <= evidence.end):
        evidence = replace(evidence, start=min(start, evidence.start), end=max(end, evidence.end))
    if question.scope in ("plan", "result") and best.passage.scope in ("plan", "result") and not best.fits_scope:
        return _other_scope(searched, evidence)
    if searched.confidence < _LEAST_LED:  # shown, not said to be the answer
        return Draft("figure", say("perhaps", question.language, n=1), (evidence,), searched=searched)
    short = text[found.figure.start : found.figure.end]
    return Draft("figure", evidence=(evidence,), short_answer=short, searched=searched)


def _without_figure(searched: Searched, reader: Reader) -> Draft:
    """Return a refusal; where the other scope has a figure of the same thing, it is shown as that."""
    question = searched.question
    least = SAME_THING * searched.ranked[0].coverage
    for other in searched.ranked:
        if other.fits_scope or other.coverage < least or other.passage.scope not in ("plan", "result"):
            continue
        found = choose_figure(question, searched.terms, other.passage.text, reader.matcher)
        if found and not counts_another(
            question.text, other.passage, found.figure, other.document.text, reader.matcher
        ):
            return _other_scope(searched, trim_to_clauses(other, searched.terms, reader.matcher, LONGEST_QUOTE))
    return refuse(searched, say("silent_figure", question.language), reader.matcher)


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
