"""Wording that once misled the assistant: ordinary phrases that look like something else."""

import pytest

from assistant import Assistant
from assistant.candidates import answers_type
from assistant.figures import find_figures
from assistant.places import stranger
from assistant.question import understand
from assistant.unexplained import unexplained_term
from corpus import parse_report
from index import Index, load_encoder


def asker(text):
    return Assistant(Index.build([parse_report(text)], load_encoder()))


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("筹集3000余万元", "3000余万元"),
        ("培训100多万人次", "100多万人次"),
        ("招录43.1万个岗位", "43.1万个"),
        ("超 3000 万人次", "超 3000 万人次"),
    ],
)
def test_a_figure_with_its_scale_is_one_figure(text, figure):
    assert [text[found.start : found.end] for found in find_figures(text)] == [figure]


@pytest.mark.parametrize("question", ["女职工占比是多少?", "技能比武有多少人参加?"])
def test_shares_and_contests_are_no_comparisons(question):
    assert understand(question, 2022, 2021).kind == "figure"


@pytest.mark.parametrize(
    "question",
    ["以前年度结转资金有多少?", "目前年均培训多少人", "50岁以上年龄的有多少人?", "帮扶 2000 户的任务完成了吗"],
)
def test_years_are_not_found_inside_other_words(question):
    assert understand(question, 2022, 2021).years == ()


def test_a_congress_is_no_numbered_term():
    assert unexplained_term("学习贯彻党的二十大精神有哪些安排?", "深入学习贯彻党的二十大精神。") == ""


def test_quotes_with_odd_figures_are_answered():
    assistant = asker(
        "一、去年工作回顾\n共办招聘会１２．５万场次,建档 12 35 48 户。\n二、今年安排\n要投入帮扶资金3000余万元。"
    )
    assert not assistant.ask("办招聘会多少场次?").abstained
    assert not assistant.ask("建档多少户?").abstained
    assert assistant.ask("今年要投入多少帮扶资金?").short_answer == "3000余万元"


def test_words_for_the_whole_city_are_no_place_names():
    assistant = asker("一、去年工作回顾\n全市新建工会 30 家。\n二、今年工作安排\n全市要新建工会 40 家。")
    assert assistant.ask("今年全市新建工会多少家?").short_answer == "40 家"


def test_shortcomings_told_in_prose_are_quoted():
    answer = asker(
        "一、去年回顾\n办了 3 场活动。\n二、存在的问题\n队伍力量还不足,办法不多。\n三、下一步打算\n要多办活动。"
    ).ask("存在什么问题")
    assert not answer.abstained
    assert "队伍力量还不足" in answer.text


def test_solving_problems_is_a_plan():
    document = parse_report(
        "一、去年回顾\n办了活动。\n二、今年工作安排\n(一)着力解决职工面临的突出问题\n要帮扶 50 人。\n(二)办好实事\n要建 3 家。"
    )
    assert [section.scope for section in document.sections[1].children] == ["plan", "plan"]


def test_a_complete_question_after_another_is_not_rewritten(assistant):
    for question in ("目前面临哪些困难?", "还有哪些不足?", "How many job fairs were held in 2021?"):
        assert assistant.ask(question, ["帮扶资金有多少?"]).query == question


def test_an_ordinal_that_names_something_else_does_not_point_into_the_list(assistant):
    answer = assistant.ask("第二个百年奋斗目标是什么?", ["(三)有哪几条要求?"])
    assert not answer.citations or answer.citations[0].quote != "二要做优做强工会服务品牌。"


def test_two_reports_are_asked_for_the_one_whose_year_is_named():
    old = "一、2021年工作回顾\n(一)甲事有了进展\n办成。\n二、2022年工作安排\n(一)抓甲事\n要办。\n(二)抓乙事\n要办。"
    new = "一、2023年工作回顾\n(一)丙事有了进展\n办成。\n二、2024年工作安排\n(一)抓丙事\n要办。\n(二)抓丁事\n要办。\n(三)抓戊事\n要办。"
    assistant = Assistant(Index.build([parse_report(old), parse_report(new)], load_encoder()))
    assert assistant.ask("2024年工作安排分几个方面?").short_answer == "3"
    assert assistant.ask("第二点展开说说", ["2024年工作安排分几个方面?"]).text


def test_places_are_not_found_across_two_names():
    assert stranger("上海南京杭州那边会来吗", "沪苏浙城市结对") == ""  # no 海南


@pytest.mark.parametrize("question", ["二次分配向哪些岗位倾斜", "五年内的建设目标是什么"])
def test_a_number_of_times_or_years_is_no_numbered_term(question):
    assert unexplained_term(question, "二次分配向技术工人倾斜。力争五年内实现全覆盖。") == ""


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("工会账目多久报告一次", "工会账目每半年向会员代表大会报告一次。"),
        ("多久有人来处理", "群众上传照片后5个工作日内派单处置。"),
        ("时长可折算为什么", "志愿者服务时长可折算为本人未来养老服务。"),
        ("接电话的一班要接几多个", "每名接警员每班处理电话210个。"),
        ("满意度测评得分是多少", "满意度测评得分为87.6分。"),
        ("到会多少人选举才有效", "参加选举人数须达应到会人数的三分之二以上方为有效。"),
    ],
)
def test_an_answer_in_other_units_is_one(question, text):
    assert answers_type(understand(question, 2022, 2021), text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("死活不肯建的老板罚不罚", "对未建会企业建立清单台账。"),
        ("错报赔不赔", "橙色预警发布后须在1小时内完成转移。"),
        ("进去歇脚收不收钱", "新建驿站368个。"),
        ("奖金要不要缴税", "每名获奖工匠发放奖金3万元。"),
        ("最大到几岁就不收了", "组织26万名女职工参加筛查。"),
        ("首席数据官津贴标准", "各部门由分管副职担任,每季度述职1次。"),
        ("这件事由谁牵头", "制定职代会操作指引,开展调研。"),
        ("首份报告发布时间", "要深化预警机制建设,提前三年研判需求。"),
    ],
)
def test_a_detail_that_is_not_given_is_missed(question, text):
    assert not answers_type(understand(question, 2022, 2021), text)


def test_a_bus_stop_is_no_end_of_anything():
    document = parse_report(
        "2022年工作报告\n一、工作回顾\n推进地铁口与公交站接驳全覆盖。\n二、工作安排\n继续做好服务。\n"
    )
    asked = Assistant(Index.build([document], load_encoder("builtin")))
    assert asked.ask("How close are bus stops to the metro?").kind != "premise"


@pytest.mark.parametrize(
    ("sentence", "scope"),
    [
        ("力争到2029年女职工健康体检覆盖率达到98%。", "plan"),
        ("截至2026年底,全省工会会员总数达1384.7万人。", "result"),
        ("用人单位须在30日内办理登记。", "plan"),
        ("全年新建驿站368个,累计达到2145个。", "result"),
    ],
)
def test_in_a_report_without_halves_each_sentence_speaks_for_itself(sentence, scope):
    document = parse_report(f"总工会2026年工作报告\n一、会员发展\n{sentence}\n二、基层换届\n坚持规范有序。\n")
    found = next(s for s in document.sentences if document.text[s.start : s.end] == sentence)
    assert found.scope == scope
