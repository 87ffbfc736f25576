"""The gate for real: the same program passes, one made worse on purpose does not. With the default model, on `dev`."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

import index.search
from assistant import Assistant
from assistant.scorer import load_scorer
from corpus import Document, Section
from eval.comparing import Difference
from eval.dataset import load_dataset
from eval.gating import check_dataset, judge
from eval.manifest import hash_dataset
from eval.measuring import measure
from eval.runs import Run, read_run
from eval.types import Dataset
from index import Encoder, Index, load_encoder

RELEASED = Path(__file__).parent.parent / "eval" / "baseline" / "dev"
MODEL = "builtin-joint"


@cache
def dev() -> Dataset:
    return load_dataset("dev")


@cache
def model() -> Encoder:
    return load_encoder(MODEL)


@cache
def whole_index() -> Index:
    return Index.build(dev().documents, model())


def dropped(assistant: Assistant, baseline: Run) -> tuple[Difference, ...]:
    return judge(baseline, measure(assistant, dev(), {}, "now").run)[1]


@pytest.fixture(scope="module")
def unchanged() -> Run:
    return measure(Assistant(whole_index()), dev(), {}, "unchanged").run


def without(document: Document, gone: Section) -> Document:
    """`document` with the same text and id, but nothing of a section to be found."""

    def prune(sections: tuple[Section, ...]) -> tuple[Section, ...]:
        return tuple(replace(s, children=prune(s.children)) for s in sections if s.id != gone.id)

    kept = tuple(sentence for sentence in document.sentences if not gone.start <= sentence.start < gone.end)
    return replace(document, sections=prune(document.sections), sentences=kept)


def test_the_released_run_is_of_the_dev_questions_as_they_stand() -> None:
    check_dataset(read_run(RELEASED), "dev", hash_dataset(dev()), len(dev().questions))


@pytest.mark.soak
class TestForReal:
    def test_the_same_program_passes_ten_times_of_ten(self, unchanged: Run) -> None:
        again = [measure(Assistant(whole_index()), dev(), {}, "now").run for _ in range(10)]
        assert [judge(unchanged, run)[1] for run in again] == [()] * 10
        assert all(run.rows == unchanged.rows for run in again)

    @pytest.mark.parametrize(
        "alone",
        [lambda dense, lexical, synonym, breadcrumb: dense, lambda dense, lexical, synonym, breadcrumb: lexical],
        ids=["dense alone", "BM25 alone"],
    )
    def test_without_fusion_it_fails(
        self, unchanged: Run, alone: Callable[..., object], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(index.search, "fuse", alone)
        assert {found.metric for found in dropped(Assistant(whole_index()), unchanged)} & {
            "search_recall@5",
            "search_mrr@10",
        }

    def test_with_a_higher_threshold_it_fails(self, unchanged: Run) -> None:
        scorer = load_scorer(MODEL)
        stricter = Assistant(whole_index(), replace(scorer, least_answer=scorer.least_answer + 0.1))
        assert "abstention_f1" in {found.metric for found in dropped(stricter, unchanged)}

    @pytest.mark.parametrize("number", range(3))
    def test_with_a_section_dropped_from_the_index_it_fails(self, unchanged: Run, number: int) -> None:
        """The three parts of the outline, two levels deep, that have the most sentences."""
        (document,) = dev().documents
        parts = [section for part in document.sections for section in part.children]
        longest = sorted(parts, key=lambda part: part.start - part.end)[number]
        part = Index.build([without(document, longest)], model())
        assert "right" in {found.metric for found in dropped(Assistant(part), unchanged)}
