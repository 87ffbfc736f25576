"""The stress test: the questions of a set, made harder on purpose, and how much each way of it costs.

Noise leaves the gold as it is, so the same question before and after is a pair. A near miss has no answer: the right thing
is to decline. A two-part question with an absent part keeps the gold of its first part.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from eval.near_misses import NEAR_MISSES, add_absent_part
from eval.noise import NOISES
from eval.resampling import Interval, intervals, make_columns, paired_intervals, ratio
from eval.rows import Row
from eval.types import Dataset, Question

SORTS = (*NOISES, "absent_part", *NEAR_MISSES)
"""Every way of making a question harder, in the order of the table."""

MARK = "~"  # stands between the id of a question and what was done to it
_ASKING = re.compile(r"多少|几|哪|什么|啥|谁|怎|吗|\b(?:what|which|who|where|when|how)\b|[?？](?=.)", re.IGNORECASE)
_BASE = "base"
_FORGED = frozenset(NEAR_MISSES)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a sort of hardness does: shares of questions handled rightly, before and after, and 95% intervals.

    A near miss has no before; then `interval` bounds `after`, else the difference.
    """

    sort: str
    questions: int
    before: float | None
    after: float | None
    interval: Interval | None

    @property
    def change(self) -> float | None:
        """Return after - before."""
        return None if self.before is None or self.after is None else self.after - self.before


def make_stress_set(dataset: Dataset, seed: int, sample: int, sorts: Sequence[str] = SORTS) -> Dataset:
    """Return up to `sample` questions of each of `sorts`, made from `dataset`, and the questions they were made from.

    The same seed gives the same set. Follow-ups and questions without an answer are left out,
    and but for noise those that ask two things. Raises `KeyError` for an
    unknown sort.
    """
    compact = re.sub(r"\s", "", "".join(document.text for document in dataset.documents))
    texts = [document.text for document in dataset.documents]
    usable = [question for question in dataset.questions if question.answerable and not question.history]
    made: list[Question] = []
    for sort in sorts:
        draw = random.Random(f"{seed} {sort}")
        fitting = usable if sort in NOISES else [question for question in usable if _is_single(question)]
        made += _make(sort, draw.sample(fitting, len(fitting)), draw, compact, texts)[:sample]
    wanted = {question.id.rsplit(MARK, 1)[0] for question in made if question.kind not in _FORGED}
    bases = [replace(question, kind=_BASE) for question in usable if question.id in wanted]
    return replace(dataset, name=f"{dataset.name} stress", questions=(*bases, *made))


def _make(
    sort: str, questions: Sequence[Question], draw: random.Random, compact: str, texts: Sequence[str]
) -> list[Question]:
    made: list[Question] = []
    seen: set[str] = set()
    for question in questions:
        changed = _words(sort, question, draw, compact, texts)
        if changed is None or changed == question.text or _shape(changed) in seen:
            continue
        seen.add(_shape(changed))
        hard = replace(question, id=f"{question.id}{MARK}{sort}", kind=sort, text=changed, line=0)
        if sort in _FORGED:
            hard = replace(hard, answerable=False, answer_groups=(), answers=(), evidence=(), scope=None)
        made.append(hard)
    return made


def _shape(text: str) -> str:
    """Return `text` without its numbers: one claim with two wrong figures is one question."""
    return re.sub(r"\d+", "0", text)


def _is_single(question: Question) -> bool:
    """Tell whether `question` asks one thing: of two, another year or place in front would leave the second as it was.

    Told by its question words alone, so that the set does not change with the assistant.
    """
    return len(_ASKING.findall(question.text)) <= 1


def _words(sort: str, question: Question, draw: random.Random, compact: str, texts: Sequence[str]) -> str | None:
    if sort in NOISES:
        return NOISES[sort](question.text, draw, texts)
    forge: Callable[[Question, random.Random, str], str | None] = (
        add_absent_part if sort == "absent_part" else NEAR_MISSES[sort]
    )
    return forge(question, draw, compact)


def find_costs(rows: Sequence[Row]) -> tuple[Cost, ...]:
    """Return what each sort costs, from the rows of a run of a stress set, in the order of `SORTS`."""
    bases: Mapping[str, Row] = {row["id"]: row for row in rows if row["kind"] == _BASE}
    found = []
    for sort in SORTS:
        hard = [row for row in rows if row["kind"] == sort]
        if not hard:
            continue
        after = make_columns(hard, ("right",))
        if sort in _FORGED:
            found.append(Cost(sort, len(hard), None, ratio(after["right"]), intervals(after)["right"]))
            continue
        before = make_columns([bases[row["id"].rsplit(MARK, 1)[0]] for row in hard], ("right",))
        edges = paired_intervals(before, after)["right"]
        found.append(Cost(sort, len(hard), ratio(before["right"]), ratio(after["right"]), edges))
    return tuple(found)
