"""The outline of a report: a tree with positions, scopes and years."""

import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import bundled_report, make_passages, parse_report, split_clauses, split_sentences

REPORT = bundled_report()


def labels(sections):
    return [section.label for section in sections]


def test_a_report_that_begins_in_the_middle_has_its_first_part_implied():
    first, second = REPORT.sections
    assert first.implied
    assert first.number == 1
    assert first.scope == "result"
    assert [child.marker for child in first.children] == ["(三)", "(四)", "(五)", ""]
    assert second.label == "二、2022 年重点工作"
    assert second.scope == "plan"


def test_the_plan_has_six_sections_of_three_points_each():
    plan = REPORT.sections[1]
    assert [child.marker for child in plan.children] == ["(一)", "(二)", "(三)", "(四)", "(五)", "(六)"]
    for section in plan.children:
        assert [point.marker for point in section.children] == ["一要", "二要", "三要"]


def test_run_in_topic_sentences_are_sections_of_the_first_part():
    assert labels(REPORT.sections[0].children[0].children) == [
        "精准帮扶困难职工",
        "用心用情服务职工",
        "积极构建和谐劳动关系",
    ]


def test_the_items_inside_a_sentence_are_sections_of_their_own():
    problem = next(section for section in REPORT.walk() if section.scope == "problem")
    assert [child.marker for child in problem.children] == ["一是", "二是", "三是"]
    assert REPORT.text[problem.children[1].start : problem.children[1].end].endswith("手段还不够丰富;")


def test_enumerations_left_as_text_make_no_section():
    assert not any("42101" in section.label for section in REPORT.walk())
    assert "42101" in REPORT.text


def test_thanks_and_the_closing_appeal_are_neither_result_nor_plan():
    for words in ("崇高的敬意", "各位委员、同志们", "让我们更加紧密地"):
        sentence = next(s for s in REPORT.sentences if words in REPORT.text[s.start : s.end])
        assert sentence.scope == "other"
    assert REPORT.sections[-1].end < REPORT.text.index("各位委员")


def test_years_come_from_the_report():
    assert (REPORT.year, REPORT.result_year) == (2022, 2021)
    undated = parse_report("一、工作回顾\n完成了任务。\n二、下一步工作\n要继续努力。")
    assert (undated.year, undated.result_year) == (None, None)


def test_a_breadcrumb_names_the_way_from_the_part():
    place = REPORT.text.index("组织开展全省重点民营企业劳动竞赛")
    sentence = next(s for s in REPORT.sentences if s.start <= place < s.end)
    assert REPORT.breadcrumb(sentence.section) == (
        "二、2022 年重点工作 › (二)以建设现代化美好安徽为主题,汇聚建功立业磅礴力量 › 一要大力激发职工群众创新创造活力"
    )


def test_a_report_without_headings_has_sentences_all_the_same():
    document = parse_report("全年下拨资金 20 万元,帮扶 30 人。我们将继续努力。")
    assert document.sections == ()
    assert len(document.sentences) == 2
    assert {passage.kind for passage in make_passages(document)} == {"passage", "sentence"}


def test_a_figure_at_a_line_start_is_no_heading():
    document = parse_report("一、回顾\n85.6万人参加了活动,占全部职工的一半以上,比上年有所增加。\n二、安排\n要继续。")
    assert labels(document.sections) == ["一、回顾", "二、安排"]


def test_numerals_out_of_order_are_prose():
    document = parse_report(
        "一、回顾\n成绩很多。\n五、六级职工技能考试办了两次,参加者很多,反响热烈,大家都满意。\n二、安排\n要继续。"
    )
    assert labels(document.sections) == ["一、回顾", "二、安排"]


@pytest.mark.parametrize("longest", [40, 120, 320])
def test_long_sections_are_split_into_exact_slices(longest):
    from corpus.passages import split_long

    body = REPORT.sections[1]
    pieces = split_long(REPORT.text, body.start, body.end, longest)
    assert all(end - start <= longest for start, end in pieces)
    joined = "".join(REPORT.text[start:end] for start, end in pieces)
    assert "".join(joined.split()) == "".join(REPORT.text[body.start : body.end].split())
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(pieces))


def check_positions(document):
    text = document.text
    for section in document.walk():
        assert 0 <= section.start <= section.heading_end <= section.end <= len(text)
        if section.marker:
            assert text[section.start : section.heading_end].startswith(section.marker)
        inner = [
            section.start,
            *(point for child in section.children for point in (child.start, child.end)),
            section.end,
        ]
        assert inner == sorted(inner)
    spans = [(sentence.start, sentence.end) for sentence in document.sentences]
    assert spans == sorted(spans)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
    assert "".join("".join(text[a:b] for a, b in spans).split()) == "".join(text.split())
    for passage in make_passages(document):
        assert text[passage.start : passage.end] == passage.text
        assert passage.text.strip() == passage.text != ""


def test_every_position_of_the_bundled_report_is_exact():
    check_positions(REPORT)


@pytest.mark.parametrize("seed", range(12))
def test_every_position_of_a_mutated_report_is_exact(seed):
    rng = random.Random(seed)
    lines = REPORT.text.split("\n")
    for _ in range(6):
        action, place = rng.choice(["drop", "swap", "cut", "space"]), rng.randrange(len(lines))
        if action == "drop":
            del lines[place]
        elif action == "swap":
            other = rng.randrange(len(lines))
            lines[place], lines[other] = lines[other], lines[place]
        elif action == "cut":
            lines[place] = lines[place][rng.randrange(len(lines[place])) :] or "略"
        else:
            lines[place] = " ".join(lines[place])
    check_positions(parse_report("\n".join(lines)))


@settings(max_examples=150)
@given(st.text(alphabet="一二三四要是、(),。;:“”\n要将了共12.甲乙丙 ", min_size=1, max_size=200))
def test_any_text_parses_with_exact_positions(raw):
    try:
        document = parse_report(raw)
    except Exception as error:
        from corpus import ReportError

        assert isinstance(error, ReportError)
        return
    check_positions(document)


@given(st.text(alphabet="甲乙丙,。;“”()!?\n ", max_size=80))
def test_sentences_hold_every_character_once(text):
    spans = split_sentences(text)
    assert "".join("".join(text[a:b] for a, b in spans).split()) == "".join(text.split())


def test_a_stop_inside_quotation_marks_ends_no_sentence():
    text = "他说“好。很好。”就走了。再见。"
    assert [text[a:b] for a, b in split_sentences(text)] == ["他说“好。很好。”就走了。", "再见。"]


def test_clauses_have_the_least_length_asked_for():
    text = "深入实施民生工程,扎实开展活动,全省工会累计下拨资金 1.16 亿元。"
    assert [text[a:b] for a, b in split_clauses(text)] == ["深入实施民生工程,", "全省工会累计下拨资金 1.16 亿元。"]
