"""The set phrases of official reports that tell results from plans, shortcomings and thanks.

Each table holds (regex, example); every example is a test. They are phrases of the genre, not of one report.
"""

import re

PLAN_TITLES = (
    (
        r"重点(工作|任务)|主要任务|目标任务|工作(安排|部署|打算|思路|要点|计划|建议|举措)|总体(要求|思路)|(主要|预期|奋斗|工作|发展)目标|(重点|主要|工作)举措",
        "二、2022 年重点工作",
    ),
    (r"下一步|下一阶段|下阶段|今后|未来|明年|新一年", "三、下一步工作打算"),
    (r"^(今年|20\d\d ?年)的?(工作|任务|目标|安排|打算|计划|部署|要点)", "2023 年工作建议"),
)
RESULT_TITLES = (
    (
        r"回顾|总结|完成情况|进展情况|开展情况|执行情况|工作(情况|成效|成绩|进展)|主要(成绩|成效|做法)",
        "一、过去一年工作回顾",
    ),
    (r"^(过去|上)(一|五|几)?年|(一|五)年来", "过去五年的主要成就"),
    (r"[^为]了(新|积极|显著|明显|重要|良好|历史性)", "在竭诚服务职工上展现了新作为"),
)
PROBLEM_LEADS = (
    (
        r"^(?!.*(解决|聚焦|针对|破解|化解|帮助)).*(存在|面临|还有).{0,16}(不足|问题|短板|差距|薄弱环节|困难|挑战)",
        "当前我省工会工作还存在一些不足",
    ),
    (r"(清醒|深刻)地?(认识|看|意识)到", "我们也清醒认识到"),
    (r"^(主要)?(问题|不足|短板|困难)(和|与|是|[:：])", "主要问题是"),
)
PROBLEM_TITLES = (
    (
        r"^(?!.*(解决|聚焦|针对|破解|化解|帮助)).*(存在|面临)的?.{0,12}(不足|问题|短板|困难|挑战)|问题(和|与)(不足|困难)",
        "三、存在的主要问题",
    ),
)
THANKS_LEADS = (
    (r"^(这些|上述|以上|一年来)?成绩的取得|成绩来之不易", "这些成绩的取得,是"),
    (r"表示(最?(崇高|衷心|诚挚|热烈|亲切)的?).{0,12}(敬意|感谢|问候|祝贺)", "表示崇高的敬意和衷心的感谢!"),
)
SALUTATIONS = ((r"^(各位|同志们|代表们|朋友们|委员们)", "各位委员、同志们,"),)
PREAMBLE_LEADS = (
    (r"^(今年|明年|20\d\d ?年)是.{4,}(年|关键期|开局)", "2022 年是党的二十大召开之年"),
    (r"^(现在|下面).{0,12}(报告|汇报)|请.{0,6}审议", "现在,我代表委员会作工作报告"),
)
RESULT_SENTENCES = (
    (
        r"累计|同比|比上年|达到?[ \d]|共[ \d]|[\d%户人个家场次项件万亿元] ?[。;；,，]|[^为]了[^解]|已(经|建|完成|实现)|以来",
        "全年累计下拨资金 1 亿元",
    ),
)
PLAN_SENTENCES = (
    (
        r"(^|[,，。;；])(要|将|应|继续|力争|确保|计划|加快|大力|着力|切实|进一步)|目标是|预期目标",
        "要加快推进,力争年内完成",
    ),
)


def matches(table: tuple[tuple[str, str], ...], text: str) -> bool:
    """Tell whether any phrase of `table` occurs in `text`."""
    return any(re.search(pattern, text) for pattern, _ in table)


def findall(pattern: str, text: str) -> list[str]:
    """Return every place in `text` where `pattern` stands, as the words that matched."""
    return [found[0] for found in re.finditer(pattern, text)]
