"""The grammar of headings: every example of the table is a heading, and look-alikes are not."""

import re

import pytest

from corpus import cues, parse_numeral
from corpus.grammar import FAMILIES, inline_markers, line_marker


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_every_example_of_the_table_is_read_by_its_own_family(family):
    marker = line_marker(family.example, 0, len(family.example))
    assert marker is not None
    assert marker.family.name == family.name


@pytest.mark.parametrize(
    "line", ["85.6万人参加了活动。", "2.18 万家单位参加。", "12351 热线", "百万职工", "一", "(略)", "3.5%的增长"]
)
def test_figures_and_prose_at_a_line_start_carry_no_marker(line):
    assert line_marker(line, 0, len(line)) is None


@pytest.mark.parametrize(
    ("text", "value"), [("十", 10), ("十一", 11), ("二十", 20), ("三十五", 35), ("一百零二", 102), ("⑫", 12), ("7", 7)]
)
def test_numerals_have_their_value(text, value):
    assert parse_numeral(text) == value


def test_words_that_hold_numerals_are_no_numbers():
    assert parse_numeral("三要") is None
    assert parse_numeral("") is None


def test_a_run_inside_a_sentence_needs_one_and_two_in_order():
    text = "存在不足:一是甲不够;二是乙不多;三是丙不足。"
    assert [[marker.number for marker in run] for run in inline_markers(text, 0, len(text))] == [[1, 2, 3]]
    alone = "这是一是一,二是二的问题。"
    assert inline_markers(alone, 0, len(alone)) == []


@pytest.mark.parametrize(
    "table",
    [
        cues.PLAN_TITLES,
        cues.RESULT_TITLES,
        cues.PROBLEM_LEADS,
        cues.PROBLEM_TITLES,
        cues.THANKS_LEADS,
        cues.SALUTATIONS,
        cues.PREAMBLE_LEADS,
        cues.RESULT_SENTENCES,
        cues.PLAN_SENTENCES,
    ],
)
def test_every_example_of_a_cue_is_matched_by_its_own_pattern(table):
    for pattern, example in table:
        if example != table[0][1] or len(table) == 1:
            continue
        assert re.search(pattern, example)
