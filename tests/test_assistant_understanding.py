"""The small parts that understanding a question is made of; each table's examples are its tests."""

import pytest

from assistant.compound import split_question
from assistant.english import to_english
from assistant.enumerations import find_enumerations
from assistant.list_answer import counted_items
from assistant.names import FORMS, find_name
from assistant.outline_words import REWORDINGS, plain_outline
from assistant.places import stranger
from assistant.question import clean_question, understand
from assistant.subjects import counts_another
from assistant.things import CLASSES, asked_class
from assistant.unexplained import asked_number, count_items, unexplained_term
from corpus import parse_report


@pytest.mark.parametrize("row", REWORDINGS, ids=lambda row: row.example[0])
def test_every_saying_about_parts_has_its_plain_words(row):
    said, plain = row.example
    assert plain_outline(said) == plain_outline(plain)
    assert row.pattern.search(said)


@pytest.mark.parametrize("thing", CLASSES, ids=lambda thing: thing.name)
def test_every_example_asks_for_its_class(thing):
    assert asked_class(thing.example) is thing


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("办了几场招聘会,多少人达成意向?", 2),
        ("困难职工怎么帮?钱从哪来?", 2),
        ("去年办了多少场、今年要办多少场", 2),
        ("托育室和疗休养,2022年各有啥说法", 2),
        ("参与率和满意度分别是多少?", 2),
        ("有多少人参与和谐企业创建?", 1),
        ("老旧小区、保障房、车位各完成了多少", 3),
        ("皖工惠上线了没?职工服务网是跟谁连通的", 2),
        ("How many job fairs were held and how many people found work?", 2),
        ("我是骑手,怎么入会?", 1),
        ("除了发改委,还有哪些部门?", 1),
        ("好几家小厂合伙成立的那种,树不树几个样板给人学", 1),
        ("民营企业竞赛今年要办多少场?", 1),
        ("去年帮了多少户困难家庭,满意度多高", 2),
        ("往后好些个年头怎么走,写成本子了没", 1),
        ("有没有吃老本、不肯动脑筋的？自己检讨过吗", 1),
    ],
)
def test_a_compound_question_is_cut_where_each_part_asks(question, parts):
    cut = split_question(clean_question(question))
    assert len(cut) == parts
    if parts == 1:
        assert cut == (clean_question(question),)


@pytest.mark.parametrize(
    ("figure", "english"),
    [
        ("1.16 亿元", "116 million yuan"),
        ("132.9 万名", "1.329 million people"),
        ("200 场以上", "200 events or more"),
        ("2 千亿元", "200 billion yuan"),
        ("3 至 6 个月", "3 to 6 months"),
        ("98.76%", "98.76%"),
        ("9944 万元", "99.44 million yuan"),
        ("43.1万个", "431,000"),
        ("250 余场", "more than 250 events"),
        ("超 3000 万人次", "more than 30 million participations"),
        ("百场以上", ""),
    ],
)
def test_a_figure_in_english_is_exact(figure, english):
    assert to_english(figure) == english


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("按照“有队伍、有机构、有载体”要求", ["有队伍", "有机构", "有载体"]),
        ("其中生活救助 5 户,助学救助 3 人,医疗救助 2 人。", ["生活救助 5 户", "助学救助 3 人", "医疗救助 2 人"]),
        ("开展大学习、大调研、大培训和大练兵", ["开展大学习", "大调研", "大培训", "大练兵"]),
        ("联合发改委、财政厅等部门", []),
    ],
)
def test_lists_inside_a_sentence_are_split_into_their_items(text, items):
    found = [[text[a:b] for a, b in one] for one in find_enumerations(text)]
    assert (found[0] if found else []) == items


REPORT = parse_report(
    "某省总工会2022年工作报告\n一、2021年工作回顾\n(一)维护权益。帮扶职工 30 人,按照“有人、有钱、有地”要求建会。落实“三个到位”。\n"
    "(二)服务职工。联合沪苏浙开展竞赛。\n二、2022年重点工作\n(一)建会入会。推动入会。\n(二)搞好服务。做好服务。\n"
)


def test_counted_items_are_those_that_hold_the_word():
    found = counted_items("讲的三个“有”是什么", REPORT)
    assert found is not None
    sentence, spans = found
    assert [REPORT.text[sentence.start : sentence.end][a:b] for a, b in spans] == ["有人", "有钱", "有地"]
    assert counted_items("四个“有”是什么", REPORT) is None


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("广东省总工会帮扶了多少人", "广东"),
        ("省残联扶持了多少人", "残联"),
        ("大连今年要办多少场", "大连"),
        ("教育厅出台了什么文件", "教育厅"),
        ("What did Guangdong do?", "Guangdong"),
        ("上海、南京、杭州跟这边比手艺吗", ""),
        ("扫大街的有人惦记吗", ""),
        ("全省帮扶了多少人", ""),
        ("住医院有人看望吗", ""),
    ],
)
def test_a_place_or_body_that_the_report_never_names_is_found(question, name):
    assert stranger(question, REPORT.text) == name


def test_a_question_for_so_many_things_wants_so_many_named():
    assert asked_number("除了发改委,还有哪八家?") == 8
    assert asked_number("报告分几部分") == 0
    assert count_items("联合省发改委、省财政厅等部门") == 2


def test_a_named_campaign_whose_parts_are_asked_for_must_be_spelled_out():
    assert unexplained_term("“三个到位”分别是什么", REPORT.text) == "三个到位"
    assert unexplained_term("“三城联创”创的是哪三城", "启动“三城联创”，同步创建文明城市、森林城市、安全城市。") == ""


def test_a_figure_of_all_is_no_figure_of_one(assistant):
    passage = next(
        hit.passage for hit in assistant.index.search("新就业形态劳动者工会会员", 5) if "41.2" in hit.passage.text
    )
    from assistant.figures import find_figures

    figure = next(f for f in find_figures(passage.text) if "41.2" in passage.text[f.start : f.end])
    text, matcher = assistant.documents[0].text, assistant.reader.matcher
    assert counts_another("外卖配送员会员有多少人?", passage, figure, text, matcher)
    assert not counts_another("新就业形态劳动者工会会员有多少?", passage, figure, text, matcher)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("歇几天行不行,有地方住不?", "yes_no"),
        ("办了几场招聘会", "figure"),
        ("“皖工惠”去年咋搞的,今年又要咋搞", "compare"),
        ("22年前三块的标题", "fact"),
    ],
)
def test_a_few_is_no_count(question, kind):
    assert understand(clean_question(question), 2022, 2021).kind == kind


def test_two_digit_years_are_years():
    assert understand("22年要做什么", 2022, 2021).years == (2022,)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.example[0])
def test_the_name_that_answers_is_found(assistant, form):
    question, sentence, name = form.example
    assert find_name(question, (), sentence, assistant.reader.matcher) == name


def test_two_names_that_would_do_are_no_short_answer(assistant):
    assert find_name("这个活动叫什么", (), "实施“甲乙丙”“丁戊己”行动。", assistant.reader.matcher) == ""
