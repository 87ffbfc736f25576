"""`workplan ask --explain`: what was understood, what was searched, how candidates were weighed, and the decision."""

from collections.abc import Iterator

from assistant import Assistant
from assistant.draft import Draft
from assistant.question import Question
from assistant.resolved import Resolved
from assistant.searching import Searched
from ui.escaping import clean
from ui.wording import Language, say

MOST_SHOWN = 8
_LONGEST = 46  # characters of a candidate's text


def explanation(assistant: Assistant, question: str, history: tuple[str, ...], language: Language) -> str:
    """Return the explanation of the answer to `question` as plain text; raises as `Assistant.ask`."""
    parts = assistant.explain(question, history)
    return "\n\n".join("\n".join(_part(assistant, *part, language)) for part in parts)


def _part(
    assistant: Assistant, question: Question, resolved: Resolved, draft: Draft, language: Language
) -> Iterator[str]:
    yield f"{say('explain_question', language)}: {clean(resolved.text)}"
    years = ", ".join(map(str, question.years)) or "-"
    yield f"{say('explain_understood', language)}: kind={question.kind} language={question.language} scope={question.scope or '-'} years={years}"
    for match in assistant.index.lexicon.matches(resolved.text):
        yield f"{say('explain_lexicon', language)}: {clean(match.term)} = {clean(' | '.join(match.others[:6]))}"
    if draft.searched is None:
        yield say("explain_outline", language)
    else:
        yield from _candidates(assistant, draft.searched, language)
    key = "explain_declined" if draft.abstained else "explain_answered"
    yield f"{say(key, language)}: kind={draft.kind} {clean(draft.lead)}".rstrip()


def _candidates(assistant: Assistant, searched: Searched, language: Language) -> Iterator[str]:
    least = assistant.reader.scorer.least_answer
    yield f"{say('explain_terms', language)}: {clean(' '.join(searched.terms)) or '-'}"
    yield f"{say('explain_confidence', language)}: {searched.confidence:.3f} ({say('explain_least', language)} {least:.3f})"
    yield say("explain_candidates", language)
    for place, candidate in enumerate(searched.ranked[:MOST_SHOWN], 1):
        hit = candidate.hit
        features = " ".join(f"{name}={value:.2f}" for name, value in candidate.features.items())
        yield (
            f"{place:>2}. score={candidate.score:.2f} share={candidate.share:.2f} "
            f"dense_rank={hit.dense_rank or '-'} bm25_rank={hit.lexical_rank or '-'} {features}"
        )
        yield f"    {clean(candidate.passage.text)[:_LONGEST]}"
