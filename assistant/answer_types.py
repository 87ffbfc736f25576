"""What kind of words an answer must hold: a sum asks for 元, a deadline for a date, a telephone number for digits."""

import re
from dataclasses import dataclass

from assistant.patterns import without_few


@dataclass(frozen=True, slots=True)
class AnswerType:
    """A question matching `asks` is answered only by text matching `needs`."""

    name: str
    asks: re.Pattern[str]
    needs: re.Pattern[str]
    example: str


def _type(name: str, asks: str, needs: str, example: str) -> AnswerType:
    return AnswerType(name, re.compile(asks, re.IGNORECASE), re.compile(needs), example)


DURATION = _type(
    "duration",
    r"多久|多长时间|几(个月|天|年)|how long",
    r"[\d一二三四五六七八九十两半]+ ?(个月|个工作日|天|年|周|小时|日|分钟?|秒)|每(半|一|两|三|五)?(个)?(年|月|周|季|天|日)|季度|终身|长期|常年",
    "蹲点多久",
)
ANSWER_TYPES = (
    _type(
        "money",
        r"多少(钱|资金|经费|款|预算|奖金|补贴|补助|工资|津贴|奖励)|(预算|奖金|补贴|补助|津贴|会费|费用|标准|奖励)(标准)?(是|有|为|发|给)?多少|金额|花(了|费)?多少|投入(了)?多少|how much (money|funding)|budget|几(万|亿)元",
        r"\d[\d.,]* ?[余多几]?[百千万亿]*(余|多)?元",
        "帮扶资金一共多少钱",
    ),
    _type(
        "share",
        r"百分之|百分比|占比|比例|比率|满意(度|率)(是|有|达)?(多少|多高|怎么样|如何)|percent|what share",
        r"\d[\d.]* ?[%％]|分之|[一二三四五六七八九]成|\d ?分(?!钟)",
        "满意度是多少",
    ),
    _type(
        "date",
        r"什么时候|何时|啥时候|哪(一)?天|几月|几号(?!人)|哪个月|截止|截至(什么|哪)|期限|日期|(发布|公布|提出|启动|开工|完工|成立|挂牌|开通|出台|召开)(的)?(时间|年份|日子)|时间表|具体时间|\bwhen\b|deadline|what date|which month",
        r"\d ?(月|日)|年底|年内|季度|[上下]半年|月底|[一二三四五六七八九十]月|春节前|国庆前|[0-9]{4} ?年底前",
        "什么时候举办",
    ),
    _type(
        "phone",
        r"(?<!接)电话(?!的)|(?<!接)热线(?!的)|号码|联系方式|打哪个|邮箱|网址|\b(phone|hotline|contact (details|number|information|person)|how (can|do) (i|we|you) contact|e-?mail address)\b|(what is|which) (the |its )?website|website address",
        r"\d{5,}|@|www|热线",
        "维权热线是多少",
    ),
    _type(
        "person",
        r"(主席|书记|部长|局长|厅长|主任|经理|负责人|院长|校长|秘书长|领导|组长|代言人|联系人)(的)?(名字|姓名|姓|叫什么|叫啥|是谁|是哪位|是哪一位)|谁当选|"
        r"who (is|was) the (head|chair|director|leader|president|secretary)|name of the (chair|head|director|leader|president)",
        r"同志|先生|女士|担任|当选",
        "省总工会主席叫什么",
    ),
    _type(
        "threshold",
        r"(低于|高于|超过|不足|少于|达到|满)多少[^,，]{0,4}(才|就)|多少(才|就|以下|以上)(算|能|可以|够)|(低于|不足|少于)多少",
        r"以下|以上|低于|高于|不足|标准|以内",
        "月收入低于多少才算困难职工",
    ),
    _type(
        "body",
        r"哪(一)?(家|个)(公司|企业|机构|学校|医院|银行|集团|药企|厂)|由哪(家|个)|which (company|firm|contractor|agency)",
        r"公司|集团|企业|药业|实业|股份|厂|院|局|委|部门|会|中心|学校|大学|银行|联合|牵头",
        "大桥是哪家公司承建的",
    ),
    _type(
        "clauses",
        r"(哪些|什么|哪几)(条款|条文)|(改|修改|修订|增加)了(哪些|什么|几)(条|内容|地方)?|which (articles|clauses)",
        r"第[^。]{1,5}条|条款|修改为|增加了",
        "新法改了哪些条款",
    ),
    _type("members", r"(包括|包含)(了)?(哪些|哪几|什么|啥)", r"、|:|：|即|包括|[(（]", "系列品牌都包括哪些"),
    _type(
        "address",
        r"地址|门牌|具体位置|(到|去|上).{0,12}怎么走|在哪条路|\baddress\b",
        r"\d ?号|[路街道]\d|大道|地址",
        "服务中心的地址是什么",
    ),
    _type(
        "breakdown",
        r"(各|每个?|哪个|哪一个|哪几个)(市|县|区|地|地方|地市|城市|季度|月份|行业|系统)[^,，。?？]{0,10}(分别|各是|各有|多少|几|最|第一|排)|by (city|county|month|quarter|industry)",
        r"(其中|分别)[^。]{0,60}[市县区]|各 ?\d|最|居",
        "各市分别办了多少场",
    ),
    _type(
        "average",
        r"人均|平均|每(个)?(人|位|名|家|户|场|次|单|对|月)[^,，。?？]{0,10}(多少|几|拿|领|补|发|给)|\bper (person|worker|head|capita|month|household|event)|\beach (\w+ )?(get|got|receive)|on average",
        r"人均|平均|每(个)?(人|位|名|家|户|场|次|单|对|月)",
        "人均补助多少钱",
    ),
    _type(
        "rank",
        r"最(多|少|高|低|大|小|好|差|早|快)的?(是)?(哪|谁|什么)|(哪|谁)[^,，。?？]{0,12}最(多|少|高|低|大|好|差|快)|第一名|冠军|名次|第几(名|位)|(排|名列)第几|which \w+ (has|had) the (most|highest|largest|lowest)",
        r"最|第一|首|居|排名|冠军|名列",
        "哪个市办得最多",
    ),
    _type(
        "change",
        r"(增长|增加|提高|上升|上涨|下降|减少|降低|增幅|涨幅)(了|率)?(是|有)?(多少|几|百分)|比[^,，。?？]{1,12}(多|少|高|低|增加|减少|增长|下降)(了)?(多少|几)|同比|环比|(increase|decrease|rise|fall|drop|grow|grew)[a-z]* by how|how much (more|less|higher|lower)",
        r"增长|增加|提高|上升|下降|减少|降低|同比|翻|倍|较",
        "比前年增加了多少",
    ),
    _type(
        "procedure",
        r"(什么|哪些|啥|几样)(申请|报名)?(材料|证件|手续|资料|条件|资质|资格)(?!.*(改善|环境))|(申请|报名|办理|领取)(的)?(流程|条件|步骤|方式|入口|时间|地点)|(在|去|到)哪(里|儿|个平台|个窗口|个网站)?(申请|报名|办理|领|交)|"
        r"(怎么|如何)(申请|报名|办理|领取)|what documents|how (do|can|to) (i |we |you )?(apply|register|sign up)",
        r"材料|证件|手续|条件|流程|申请|报名|端口|入口|渠道|通道|热线|符合",
        "申请补助要什么材料",
    ),
    _type(
        "payer",
        r"谁(来|去)?(顶|替|发|给)[?？]?$|谁(来|去)?(出|掏|付|承担|垫)(这|那)?(个|笔|些)?(钱|费|费用|资金)?(?=[?？]|$)|钱(从哪|谁)(里|儿)?(来|出)|who (pays|will pay|funds)",
        r"财政|承担|出资|自筹|拨付|拨款|经费由",
        "谁来出这个钱",
    ),
    _type(
        "content",
        r"(《[^》]+》|办法|指引|意见|规范|规划|纲要|专报|条例|细则|决议)[”》]?(里|中|上|规定|写|讲|说|明确|主要(讲|写|说)|的(主要)?内容)|通过了(什么|哪些)|(methods?|guidelines?|rules?) (say|require)",
        r"规定|明确|提出|内容(是|为|包括)|[:：]|指出|写明|通过",
        "《办法》规定哪些钱不能花",
    ),
    _type(
        "steps",
        r"哪几步|步骤|怎么个流程|流程是|几道(手续|程序)|what steps",
        r"首先|其次|第一步|步骤|依次",
        "要走哪几步",
    ),
    _type(
        "make-up",
        r"由(哪|什么|几)[^,，?？]{0,8}(组成|构成)|(组成|构成)(部分)?(是|有)(哪|什么)|made up of",
        r"组成|构成|包括|由[^,，]{2,}、",
        "由哪几个系统组成",
    ),
    _type(
        "criterion",
        r"什么标准|怎(样|么)(才)?算|什么样的?(才)?(算|能)|(怎么|如何)(判断|衡量|界定|认定)|(认定|评选|入选)(标准|条件)|what counts as",
        r"标准(是|为|[:：])|即|是指|达到|以上|认定",
        "怎样算转起来了",
    ),
    _type(
        "venue",
        r"(在|放在?|到|设在)哪(里|儿|个(市|城市|县|地方|区|省))?(举?办|开|举行|召开|搞|建|进行)|哪个(城市|市|县|区)(承办|举办|开|办|举行)|where (is|was|will|did) .*(held|take place|happen)",
        r"在[^,，。]{2,16}(市|县|区|镇|中心|宫|馆|广场|基地|阵地)|利用[^,，]{2,20}(阵地|场馆|宫|平台)|线上|网上",
        "推进会放在哪个市开",
    ),
    _type(
        "period",
        r"上半年|下半年|[一二三四]季度|(?<!\d)\d{1,2}月份|每(周|天|月|季度)|(?<!\d)\d{1,2}月(?![底前])",
        r"半年|季度|\d ?月|每",
        "上半年办了几场",
    ),
    _type("year_type", r"哪(一)?年|几几年|which year|what year", r"(19|20)\d\d", "哪一年开始的"),
    _type(
        "reason",
        r"(?<![折算换变改称视作认定划列])为什么|为何|为啥|原因|\bwhy\b|reason",
        r"因为|由于|因此|原因|为了|旨在|导致|缘于",
        "为什么要停办",
    ),
    DURATION,
    _type(
        "penalty",
        r"(罚不罚|挨不挨罚|(受不受|会不会被?|要不要|怎么|如何|咋)(处)?罚|怎么(收拾|处置|处理)|问责|追责|记过|(受|挨)(了)?(什么)?处分|什么处罚)|\bpunish|\bpenalt(y|ies)\b|\bfined\b",
        r"罚|处分|追究|问责|约谈|通报|取消|撤销|扣|清退|摘牌|调离|责任|作废|列入|降|暂停|否决|移送|法办|免予",
        "不整改的单位罚不罚",
    ),
    _type(
        "compensation",
        r"赔不赔|赔(了|没赔)?(多少|钱|偿)|能赔|补偿(多少|标准)|compensat",
        r"赔|补偿|理赔|抚恤|保险",
        "设备坏了赔不赔",
    ),
    _type(
        "charge",
        r"(收|要|花)不(收|要|花)(钱|费)|(收|要|花)(钱|费)(吗|不|么)|收(多少|几块)钱|收费(吗|标准)|自费|几块钱?一次|押金|\bfree of charge\b|cost (money|anything)",
        r"费|元|免|收取|无偿|公益|自愿|押金|承担",
        "进来歇脚收不收钱",
    ),
    _type(
        "leader",
        r"(由|是)?(谁|哪(个|家)?(部门|单位)?)(来|去)?牵头|牵头(的)?(单位|部门)?是(谁|哪)",
        r"牵头|会同|联合|负责|由[\u4e00-\u9fff]{2,}",
        "由谁牵头",
    ),
    _type("tax", r"税", r"税", "奖金要不要缴税"),
    _type("age", r"几岁|多大(年纪|岁数)|年龄|年纪|岁数|how old|age limit", r"岁|周岁|年龄|退休", "最大到几岁"),
    _type(
        "price",
        r"(价格|单价|学费|工资|奖金|津贴|补贴|补助|赔付|优惠|收费|赔偿)(的)?(具体)?(标准|金额|数额|上限)?[?？]?$",
        r"\d ?[余多几]?[百千万亿]*元|%|倍|折|免费|半价|成",
        "津贴标准",
    ),
    _type(
        "clock",
        r"几点(钟|到|开|关|半)?|什么钟点|what time",
        r"\d ?[时点:：]|凌晨|早晨|中午|晚上|全天|24小时",
        "几点到几点开门",
    ),
)


def asked_types(question: str) -> tuple[AnswerType, ...]:
    """Return the types that `question` asks for, in table order; none for most questions."""
    question = without_few(question)
    return tuple(kind for kind in ANSWER_TYPES if kind.asks.search(question))
