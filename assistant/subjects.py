"""Whose figure it is: a number that stands in the best sentence may count another thing than the question asks for."""

import re

from assistant.enumerations import before_and_so_on
from assistant.figures import Figure
from assistant.terms import TermMatcher, specific_terms
from corpus import Passage
from index import verbs

_LEAST_OWN = 0.4  # coverage, by sentence and breadcrumb, of the question's nouns that the report uses
_NAME = 3  # characters at the end of an item that name it: 全省货车司机 is meant by 货车司机 too
_COMMON_HEAD = 4  # characters that question and collective share where the question means the collective


def counts_another(
    question: str, passage: Passage, figure: Figure, report: str, matcher: TermMatcher, sure: bool = False
) -> bool:
    """Tell whether `figure` of the sentence `passage` counts another thing than `question` asks for.

    It does where the question's nouns that the `report` uses hardly stand in the sentence (unless search is `sure` of it), or
    where the question asks for one of several things (货车司机、快递员等新业态劳动者达 41.2 万) and the figure is that of all of them.
    """
    nouns = [term for term in specific_terms(question) if term in report and term not in verbs(question)]
    if not sure and nouns and matcher.coverage(nouns, f"{passage.breadcrumb} {passage.text}") < _LEAST_OWN:
        return True
    return _of_collective(question, passage.text, figure)


def _of_collective(question: str, text: str, figure: Figure) -> bool:
    for (start, end), after in before_and_so_on(text):
        if after > figure.start:
            continue
        between = text[after : figure.start]
        items = [item.strip() for item in text[start:end].split("、")]
        named = [
            item for item in items if item in question or (len(item) > _NAME + 1 and item[-_NAME - 1 :] in question)
        ]
        clause = re.split(r"[,，。；;]", between)[-1]
        if clause != between:  # 其中货车司机会员 32.5 万 counts another of the items than the one asked for
            others = [item for item in items if item[-_NAME - 1 :] in clause and item not in named]
            if len(named) == 1 and others and named[0][-_NAME - 1 :] not in clause:
                return True
            continue
        if len(named) == 1 and not _shares(question, between):
            return True
    return False


def _shares(question: str, text: str) -> bool:
    return any(text[i : i + _COMMON_HEAD] in question for i in range(len(text) - _COMMON_HEAD + 1))
