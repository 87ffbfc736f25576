"""Words that ask rather than name: they say nothing of what a question is about."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Function words and the words of asking
ASKING = _words(
    """
    一 七 三 上 下 不 与 两 个 中 为 么 之 九 也 了 事 二 于 五 人 从 他 以 件 会 但 位 何 你 做
    八 六 共 关 其 具 内 再 几 出 分 刚 到 前 办 十 去 又 及 只 叫 可 号 各 同 名 后 向 吗 吧 呀
    呢 咋 和 咱 哈 哦 哪 啊 啥 啦 嗯 嘛 嘞 噢 四 在 地 场 外 多 太 她 它 家 对 将 就 已 干 年 并
    应 弄 很 得 总 您 想 我 或 才 把 指 提 搞 数 日 是 更 曾 最 月 有 本 条 来 某 次 正 此 每 没
    点 用 由 的 看 着 种 究 第 等 类 给 者 而 能 行 被 要 让 讲 该 说 请 谁 谈 起 跟 达 过 还 这
    那 都 里 钱 问 项 一下 一共 上年 东西 为了 为何 主要 举措 了解 事情 人家 什么 今年 介绍 他们 以及
    件事 何地 何时 你们 做了 全年 关于 其中 具体 内容 准备 几个 几场 几大 几家 几条 几项 分别 列举 列出
    到底 办法 加强 包含 包括 去年 取得 另外 叫做 可以 告诉 咱们 哪个 哪些 哪儿 哪几 哪家 哪里 因为 多久
    多大 多少 多长 多高 大家 大概 她们 如何 如果 它们 安排 完成 实施 对于 就是 已经 应当 应该 开展 必须
    怎么 怎样 总共 情况 意思 我们 或者 所以 打算 报告 指的 推动 推进 措施 提出 提到 数量 文件 方式 方面
    时候 明年 是否 曾经 有何 有关 本年 某些 正在 没有 涉及 然后 现在 用来 目前 目标 相关 看看 知道 究竟
    继续 能否 自己 落实 要求 计划 讲讲 说说 请问 谈到 达到 还是 还有 这个 这些 这样 这里 进行 那个 那么
    那些 那样 那里 部分 采取 里面 需要 为什么 会不会 哪方面 多少人 多少钱 怎么办 怎么样 是不是 是什么 是多少
    有没有 能不能 行不行 可不可以
    """
)
# Words of the genre: nearly every sentence of a report has them, so they tell little
GENRE = _words(
    """
    县 市 省 不足 今后 任务 体系 全县 全国 全市 全省 切实 制度 单位 发展 各级 大力 工作 广大 建设 总体
    成效 成绩 报告 持续 方面 服务 机关 机制 水平 活动 深入 管理 组织 部门 重点 问题 下一步 进一步
    """
)
ENGLISH = _words(
    """
    a i s 's an as at be by do he if in is it me my no of on or so to up us we all and any are but can did
    for get got had has her him how its may not off our out per say she the was who why yes you been does
    each from gets give have here into list long many more most much must over plan said says show some such
    tell than that them then they this were what when whom will with year your about being could every might
    often other plans shall their there these those total under where which whose would years figure number
    please report should another explain mention planned describe mentions according mentioned
    """
)
STOPWORDS = ASKING | ENGLISH

# Words for the parts of a report and for shortcomings: a question of these alone asks for the outline
STRUCTURE_TERMS = _words(
    """
    部分 方面 章节 大块 板块 结构 提纲 目录 框架 大纲 整个 全文 报告 整体 组成 构成 文章 一块 这块 那块 标题 题目 内容 之处 全部 完整 列出 大项 小标题 部署
    件 大事 所有 全部 全篇 通篇 一切 总结 成绩 那块 全称 分别 底下 下面 那节 次序 outline structure parts part sections section key tasks main
    """
)
PROBLEM_TERMS = _words("困难 挑战 矛盾 不足 问题 短板 差距 薄弱 缺点 毛病 存在")
