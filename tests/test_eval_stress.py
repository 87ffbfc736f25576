"""Questions made harder on purpose: what is changed, what must not be, and what it costs."""

import json
import random
import re

import pytest
from typer.testing import CliRunner

from corpus import parse_report
from eval.commands import app
from eval.dataset import load_dataset
from eval.near_misses import NEAR_MISSES, add_absent_part, other_number, other_organisation, other_unit, other_year
from eval.noise import NOISES, drop_punctuation, use_homophone, widen, write_traditional
from eval.stress import SORTS, find_costs, make_stress_set
from eval.types import Dataset, Evidence, Question, Span

QUOTE = "全省工会累计下拨帮扶资金 1.16 亿元,救助 3020 人。"
DOCUMENT = parse_report(f"一、2021 年工作\n{QUOTE}\n", "报告")
COMPACT = re.sub(r"\s", "", DOCUMENT.text)
START = DOCUMENT.text.index(QUOTE)
EVIDENCE = (Evidence(QUOTE, (Span(DOCUMENT.id, START, START + len(QUOTE)),)),)


def asked(text: str = "2021年全省工会下拨了多少帮扶资金?", name: str = "q") -> Question:
    return Question(name, "figure", text, True, (("1.16亿元",),), ("1.16亿元",), EVIDENCE)


def chance(seed: int = 0) -> random.Random:
    return random.Random(seed)


class TestNoise:
    @pytest.mark.parametrize("name", NOISES)
    def test_it_changes_a_question_a_little_and_the_same_seed_the_same_way(self, name: str) -> None:
        changed = NOISES[name](asked().text, chance(), [DOCUMENT.text, "功拔自金"])
        assert changed is not None and changed != asked().text
        assert changed == NOISES[name](asked().text, chance(), [DOCUMENT.text, "功拔自金"])
        assert abs(len(changed) - len(asked().text)) <= 12

    @pytest.mark.parametrize("name", NOISES)
    @pytest.mark.parametrize("text", ["", "?", "吗", "a", "🙂"])
    def test_where_nothing_can_be_changed_nothing_is(self, name: str, text: str) -> None:
        changed = NOISES[name](text, chance(), [])
        assert changed is None or changed != text

    def test_a_homophone_sounds_the_same_and_is_used_in_the_report(self) -> None:
        changed = use_homophone("工人", chance(), ["公功人仁"])
        assert changed in {"公人", "功人", "工仁"}

    def test_scripts_and_marks(self) -> None:
        assert write_traditional("职工", chance(), ()) == "職工"
        assert widen("2022年", chance(), ()) == "２０２２年"
        assert drop_punctuation("甲,乙 丙?", chance(), ()) == "甲乙丙"
        assert drop_punctuation("How many?", chance(), ()) == "How many"


class TestNearMisses:
    def test_another_year_does_not_occur_in_the_report(self) -> None:
        changed = other_year(asked(), chance(), COMPACT)
        assert changed is not None
        year = re.findall(r"\d{4}", changed)[0]
        assert year not in COMPACT and "2021" not in changed
        assert other_year(asked("今年2021下拨多少?"), chance(), COMPACT) is None

    def test_another_body_does_not_occur_in_the_report(self) -> None:
        changed = other_organisation(asked(), chance(), COMPACT)
        assert changed is not None and "工会" not in changed
        assert other_organisation(asked("多少资金?"), chance(), COMPACT) is None

    def test_another_figure_is_not_the_reports(self) -> None:
        changed = other_number(asked(), chance(), COMPACT)
        assert changed is not None and changed.endswith(",对吗?")
        assert not set(re.findall(r"\d+(?:\.\d+)?", changed)) & {"1.16", "3020"}

    def test_another_unit_is_ten_thousand_times_off(self) -> None:
        assert other_unit(asked(), chance(), COMPACT) == "全省工会累计下拨帮扶资金 1.16万元,对吗?"

    def test_a_second_part_leaves_the_first_as_it_was(self) -> None:
        changed = add_absent_part(asked(), chance(), COMPACT)
        assert changed is not None and changed.startswith("2021年全省工会下拨了多少帮扶资金?另外,20")

    @pytest.mark.parametrize("sort", NEAR_MISSES)
    def test_a_question_that_offers_nothing_gives_none_or_words(self, sort: str) -> None:
        bare = Question("q", "fact", "?", True)
        assert NEAR_MISSES[sort](bare, chance(), "") != "?"


_VERBS = ("下拨", "筹集", "投入", "发放", "使用", "安排", "拿出", "支出", "给")


class TestSet:
    def dataset(self) -> Dataset:
        questions = [asked(name=f"q{n}", text=f"2021年全省工会{word}了多少帮扶资金?") for n, word in enumerate(_VERBS)]
        declined = Question("u", "unanswerable", "前年呢?", False)
        followed = Question("f", "followup", "那今年呢?", True, (("1",),), ("1",), EVIDENCE, ("前问",))
        return Dataset("set", "workplan", (*questions, declined, followed), (DOCUMENT,))

    def test_the_same_seed_gives_the_same_questions_and_another_seed_others(self) -> None:
        first, again, other = (make_stress_set(self.dataset(), seed, 3) for seed in (0, 0, 1))
        assert first == again
        assert first != other

    def test_ids_differ_and_near_misses_have_no_answer(self) -> None:
        made = make_stress_set(self.dataset(), 0, 3)
        assert len({question.id for question in made.questions}) == len(made.questions)
        assert {"base", "typo_swap", "absent_part", "other_year", "other_unit"} <= set(made.kinds) <= {"base", *SORTS}
        for question in made.questions:
            assert question.answerable is (question.kind not in NEAR_MISSES)
            assert question.history == ()

    def test_every_noisy_question_has_its_base(self) -> None:
        made = make_stress_set(self.dataset(), 0, 3)
        bases = {question.id for question in made.questions if question.kind == "base"}
        noisy = [q for q in made.questions if q.kind in (*NOISES, "absent_part")]
        assert noisy and {q.id.rsplit("~", 1)[0] for q in noisy} == bases

    def test_what_it_costs_is_the_difference_to_the_base(self) -> None:
        def row(name: str, kind: str, right: bool) -> dict[str, object]:
            return {"id": name, "kind": kind, "failure": None if right else "wrong", "answerable": True, "scores": {}}

        rows = [row("a", "base", True), row("b", "base", True), row("a~pinyin", "pinyin", False)]
        rows += [row("b~pinyin", "pinyin", True), row("a~other_year", "other_year", True)]
        pinyin, year = find_costs(rows)
        assert (pinyin.sort, pinyin.before, pinyin.after, pinyin.change) == ("pinyin", 1, 0.5, -0.5)
        assert (year.sort, year.before, year.after, year.change) == ("other_year", None, 1, None)


def test_the_gold_gives_near_misses_that_the_report_does_not_name() -> None:
    dataset = load_dataset("dev")
    made = make_stress_set(dataset, 0, 20, ("other_year", "other_place"))
    text = re.sub(r"\s", "", dataset.documents[0].text)
    for question in made.questions:
        if question.kind == "other_year":
            assert any(year not in text for year in re.findall(r"20\d\d", question.text)), question.text


def test_the_command_shows_what_each_sort_costs() -> None:
    result = CliRunner().invoke(app, ["stress", "dev", "--sample", "2", "--encoder", "builtin", "--json"])
    assert (result.exit_code, result.stderr) == (0, "")
    value = json.loads(result.stdout)
    assert [row["sort"] for row in value["sorts"]] == list(SORTS)
    assert all(row["questions"] == 2 for row in value["sorts"])
