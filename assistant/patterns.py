"""How people ask: the wording that tells the kind of a question, in one table whose examples are its tests.

The first row that matches decides, so the narrow kinds stand first. The patterns know no report's words.
"""

import re
from dataclasses import dataclass

from assistant.types import Kind


@dataclass(frozen=True, slots=True)
class KindPattern:
    """A wording (searched anywhere in the folded question) that makes a question one of `kind`."""

    kind: Kind
    pattern: re.Pattern[str]
    examples: tuple[str, ...]


def _row(kind: Kind, pattern: str, *examples: str) -> KindPattern:
    return KindPattern(kind, re.compile(pattern, re.IGNORECASE), examples)


KIND_PATTERNS = (
    _row(
        "chat",
        r"^(你好|您好|嗨|哈喽|早上好|下午好|晚上好|谢谢|多谢|感谢|再见|拜拜|hi|hello|hey|thanks?( you)?|bye)[啊呀了吧你您 !！。.,，~]*$",
        "你好",
        "谢谢你!",
        "hello",
    ),
    _row(
        "help",
        r"你(是谁|叫什么|能做什么|会什么|会做什么|有什么功能)|(怎么|如何)(使)?用你|怎么(向你)?提问|(能|可以)问你?(些)?什么|"
        r"who are you|what can you do|how do i use (you|this)|^(帮助|help)$",
        "你能做什么?",
        "怎么用你",
        "What can you do?",
    ),
    _row(
        "count",
        r"(?<![第哪])几 ?(个|大|点|条)?(方面|部分|要求|任务|工作|问题|不足|措施|举措|大块|板块|块|内容|章|条|点|项(?!目))|"
        r"(有|分|讲|提|列|共|包括|存在)[^,，。]{0,8}多少(个|条|项|点|大)(方面|部分|要求|任务|工作|问题|不足|措施|举措)?|"
        r"how many (parts|sections|points|requirements|items|shortcomings|problems)",
        "(四)有几条要求",
        "报告分几部分",
        "提了多少条措施",
        "不足之处有几点",
        "今年工作从几个方面部署",
    ),
    _row(
        "compare",
        r"相比|区别|对比|去年[^。?？]{0,14}今年|(?P<year>20\d\d) ?年[^。?？]{0,14}(?!(?P=year))20\d\d ?年|两年(?:各|都|分别)|(?<![占对评])比(?![例率赛武重拼]).{1,12}(多|少(?!数)|高|低|增加|减少)(了|吗|多少)|变化|compared? (with|to)|difference between",
        "2022年和2021年相比有什么变化",
    ),
    _row(
        "figure",
        r"多少|(?<![哪第这那好])几(个|家|场|人|名|位|次|项|条|万|亿|千|百|成|年|月|天|户|件|倍|支|所|张|座|处|套)|百分之几|占比|比例|比率|满意度(?![^?？]{0,6}[谁哪])|"
        r"(数量|人数|金额|总数|规模)|多(大|高|久|长)|how (many|much|long|large|big|often)|what (percentage|share|amount|number)|percentage",
        "帮扶资金一共多少钱?",
        "办了几场招聘会",
        "How many people took part?",
    ),
    _row(
        "who",
        r"谁|哪(个|些|家)?(部门|单位|机构|组织|公司|企业|人)(负责|牵头|主办|参加|来|发|制定|承办)|\bwho\b|which (department|organi[sz]ation)",
        "由谁来办?",
        "哪个部门牵头",
        "Who is responsible?",
    ),
    _row(
        "definition",
        r"(什么|啥)(是|叫|叫做)|(是|指)(什么|啥)意思|指的?(是)?(什么|啥|哪)|的(含义|意思|定义)|解释一下|what (does .* mean|is meant by)",
        "什么是集体协商",
        "“三个以案”指的是什么",
        "What does 42101 mean?",
    ),
    _row(
        "list",
        r"所有|全部.{0,8}(列|说|讲|提)|提(到|及)[^,，]{1,12}的(地方|内容|句子)|哪些|哪[几两二三四五六七八九十]|有(什么|啥)(要求|措施|安排|内容|活动|任务|工作|制度|办法)|分别(是|有|为)|都(有|是|包括)?(什么|啥|谁)|列(出|举)|"
        r"(包括|包含|涉及)(什么|啥)|list|which (\w+ )?(are|were)|what are",
        "要制定哪些制度文件",
        "分别是什么",
        "What are the key tasks?",
    ),
    _row(
        "how",
        r"怎么|如何|怎样|咋|(什么|啥)(办法|措施|举措|途径|方式)|采取.{0,6}(什么|啥)|\bhow\b",
        "骑手怎么入会?",
        "如何帮扶困难职工",
        "How will truck drivers join?",
    ),
    _row(
        "yes_no",
        r"(吗|(?<![什怎多那这要])么|嘛|不)[?？。]?$|是否|是不是|有没有|有无|能不能|可不可以|会不会|要不要|(?P<verb>[管帮给能会要办])不(?P=verb)|"
        r"^(is|are|was|were|do|does|did|can|will|has|have|should)\b",
        "工会帮不帮打官司",
        "有没有托育服务",
        "Is there a fund for workers?",
    ),
)

_ASKS_WHETHER = re.compile(r"[吗嘛不没][?？。]?$|会不会|能不能|有没有|是不是|可不可以|要不要|([\u4e00-\u9fff])不\1")
_NOT_MANY = re.compile(r"(?<=[没好歇过住])几(?=[个家场人名位天年月])")
_FEW = re.compile(r"(?<![哪第])几(?=[个家场人名位次项条年月天户件支所张座处])|多少有[点些]")


def without_few(question: str) -> str:
    """Return `question` with 几 as 些 where it means a few (歇几天行不行) and does not ask how many."""
    question = _NOT_MANY.sub("些", question)
    return _FEW.sub("些", question) if _ASKS_WHETHER.search(question) else question


PLAN_WORDS = re.compile(
    r"计划|打算|目标|要求|要(办|开展|建|做|制定|组织|举办|完成|达到|抓|干|实施|推|出台|怎么|如何|干什么|培训)|准备|将(要|会)?|下一步|接下来|今后|未来|安排|部署|力争|"
    r"\b(will|plan(s|ned)?|target|goal|going to|next|required?|intend)\b",
    re.IGNORECASE,
)
# What is to be done about a shortcoming just spoken of
REMEDY_WORDS = re.compile(
    r"(?:今年|打算|准备|要|该|怎么|如何|咋)+[^,，]{0,6}(?:改|补|解决|整改|应对|加强|弥补)[^,，]{0,4}$|"
    r"\bhow\b.*\b(fix|address|improve|solve|remedy|deal with)\b",
    re.IGNORECASE,
)
RESULT_WORDS = re.compile(
    r"(做|办|建|开展|完成|取得|获|达成|下拨|帮扶|救助|发展|参加|参与|吸引|归集|新增|成立|出台|印发|举办|投入|筹集|拨|发|帮|花|来|用|招|到)(成|到|过)?了|已经?|累计|取得|成绩|成效|成果|完成(情况|得)|"
    r"过去|回顾|之前|\b(did|was|were|has been|have been|achieved|completed|held|helped|last year|took part|received)\b",
    re.IGNORECASE,
)
PROBLEM_WORDS = re.compile(
    r"(干|做|搞|办|弄)得(还)?(不好|不够|差|不行|不到位|欠)|没(干|做|搞|办)好|有待改进|要改进|不足|问题|短板|缺点|薄弱|差距|没做好|做得不好|毛病|欠缺|shortcoming|weakness|problems? (remain|does|did|of)|not done well",
    re.IGNORECASE,
)
RELATIVE_YEARS = (
    (re.compile(r"今年|本年|当年|this year", re.IGNORECASE), 0),
    (re.compile(r"去年|(?<!以)上年(?![龄纪])|(?<!以)上一年|last year|过去一年", re.IGNORECASE), -1),
    (re.compile(r"(?<![以目])前年|the year before last", re.IGNORECASE), -2),
    (re.compile(r"明年|下一年|来年|next year", re.IGNORECASE), 1),
    (re.compile(r"(?<!今)后年", re.IGNORECASE), 2),
)
STRUCTURE_WORDS = re.compile(
    r"部分|(?:几|哪些|多少|各)个?方面|章节|小标题|大块|板块|结构|提纲|目录|框架|大纲|outline|structure|parts?\b|sections?\b|table of contents",
    re.IGNORECASE,
)
