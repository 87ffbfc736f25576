"""Words that ask rather than name: they say nothing of what a question is about."""

# Function words and the words of asking
ASKING = frozenset(
    """的 了 吗 呢 吧 啊 呀 嘛 么 哦 和 与 及 或 跟 同 在 是 有 对 对于 关于 为 为了 被 把 将 从 到 向 于 以 用 让 给 由 就 也 都 还 又 再 很 太 更 最 只 才 不 没 没有
    我 我们 你 你们 您 他 她 它 他们 她们 它们 咱 咱们 大家 人家 自己 这 那 这个 那个 这些 那些 这里 那里 这样 那样 其 其中 此 该 各 每 某
    什么 啥 哪 哪些 哪个 哪几 哪里 哪儿 谁 怎么 怎样 怎么样 怎么办 如何 咋 多少 几 几个 多 多大 多高 多久 多长 为什么 为何 是否 是不是 有没有 能 能否 能不能 可以 可不可以 会 会不会 要 想 应 应该 应当 得 需要 必须
    请 请问 问 告诉 说 说说 讲 讲讲 谈 谈到 提 提到 提出 介绍 列出 列举 指 指的 意思 叫 叫做 知道 看 看看 了解 一下 一共 总共 共 总 分别 包括 包含 涉及 大概 具体 主要 到底 究竟 现在 目前 时候
    上 下 里 中 内 外 前 后 等 个 条 项 点 次 种 类 名 位 家 场 件 方面 部分 哪方面 情况 东西 事 事情 办法 方式 以及 并 而 但 如果 那么 然后 还有 另外 所以 因为 今年 去年 明年 本年 上年
    进行 开展 做 做了 弄 搞 干 办 采取 实施 落实 推进 推动 加强 打算 计划 安排 要求 目标 准备 完成 取得 达到 达 继续 举措 措施 内容 报告 文件 里面 全年 年 月 日 号 有关 相关 关 之 者 来 去 出 起 过 着 地
    有何 何 何时 何地 多少人 多少钱 几项 几条 几场 几家 哪家 那 一 二 三 四 五 六 七 八 九 十 两 第 钱 吗 本 几大 用来 人 数 数量 是多少 行 行不行 分 件事 啦 嘞 噢 哈 嗯 究 具 某些 可 曾 曾经 已 已经 正在 正 刚 就是 还是 或者 是什么""".split()
)
# Words of the genre: nearly every sentence of a report has them, so they tell little
GENRE = frozenset(
    """工作 重点 任务 全省 全市 全国 全县 省 市 县 单位 组织 部门 机关 建设 发展 活动 服务 管理 制度 机制 体系 水平 成效 成绩 问题 不足 总体 今后 下一步 各级 广大 大力 深入 持续 进一步 切实 报告 方面""".split()
)
ENGLISH = frozenset(
    """a an the of to in on at for from by with and or but is are was were be been being do does did has have had will would can could shall should may might must
    what which who whom whose when where why how many much long often i you he she it we they me him her us them this that these those there here its their our your my
    report plan planned plans say says said tell about any some all each every other another more most not no yes if then than as so such into over under up out off per
    please list give show describe explain mention mentioned mentions according year years 's s number total figure get gets got""".split()
)
STOPWORDS = ASKING | ENGLISH
