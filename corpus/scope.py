"""Tell what was done from what is required: the scope of sections and of sentences."""

from corpus import cues
from corpus.types import Scope


def scope_of_title(title: str) -> Scope | None:
    """Return the scope that a heading states; None where it states none. A review of plans is a result."""
    if cues.matches(cues.PROBLEM_TITLES, title):
        return "problem"
    if cues.matches(cues.RESULT_TITLES, title):
        return "result"
    if cues.matches(cues.PLAN_TITLES, title):
        return "plan"
    return None


def scope_of_section(title: str, problem: bool, inherited: Scope) -> Scope:
    """Return the scope of a section below the top: a shortcoming where it is one, else what its part is."""
    if problem or cues.matches(cues.PROBLEM_TITLES, title):
        return "problem"
    if inherited == "result" and cues.matches(cues.PLAN_TITLES, title) and not cues.matches(cues.RESULT_TITLES, title):
        return "plan"  # a plan at the end of a review that has no part of its own
    return inherited


def scopes_of_parts(titles: list[str], spans: list[tuple[int, int]], text: str) -> list[Scope]:
    """Return the scope of each top-level part.

    A title that states it decides. A part that states none is a result when a plan comes after it and none before,
    a plan when one comes before it; else its own sentences vote. Where no title states any, the parts have none (`other`):
    each sentence speaks for itself.
    """
    stated = [scope_of_title(title) for title in titles]
    if not any(scope in ("result", "plan") for scope in stated):
        return [scope or "other" for scope in stated]
    first_plan = next((place for place, scope in enumerate(stated) if scope == "plan"), None)
    scopes: list[Scope] = []
    for place, scope in enumerate(stated):
        if scope is not None:
            scopes.append(scope)
        elif first_plan is None:
            scopes.append(scope_by_wording(text[slice(*spans[place])]))
        else:
            scopes.append("result" if place < first_plan else "plan")
    return scopes


def scope_by_wording(text: str) -> Scope:
    """Return `result` or `plan` by the set phrases that occur in `text`, `other` where neither prevails.

    What must be, or is to be by some year, is a plan whatever figures it gives.
    """
    if cues.matches(cues.REQUIRED_SENTENCES, text):
        return "plan"
    results = sum(len(cues.findall(pattern, text)) for pattern, _ in cues.RESULT_SENTENCES)
    plans = sum(len(cues.findall(pattern, text)) for pattern, _ in cues.PLAN_SENTENCES)
    if results == plans:
        return "other"
    return "result" if results > plans else "plan"


def scope_of_sentence(sentence: str, section_scope: Scope | None, leads_part: bool) -> Scope:
    """Return the scope of a sentence.

    `section_scope` is that of the section it stands in, None outside every section; `leads_part` says that it stands
    before the first subsection of its part, where years are introduced.
    """
    if leads_part and cues.matches(cues.PREAMBLE_LEADS, sentence):
        return "preamble"
    if section_scope in (None, "other"):
        return scope_by_wording(sentence)
    if section_scope == "result" and cues.matches(cues.THANKS_LEADS, sentence):
        return "other"
    return section_scope
