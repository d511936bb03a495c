"""The words that tell what a figure in an annual report counts, and the lexer that finds them.

A sentence is read as a row of these words; what lies between them does not matter. Compounds come before the words
in them: 发布会 (a press conference) is not 发布 (to publish), 规章制度 (house rules) are not 规章 (government rules).
"""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum


class Kind(StrEnum):
    """What a word is in the grammar of ``frames``. The value is its letter in the row of words of a sentence."""

    # Boundaries
    COMMA = ","
    SEMICOLON = ";"
    COLON = ":"
    AND = "&"
    PAUSE = "/"
    OPEN = "("
    CLOSE = ")"
    PARTS = "m"  # 其中: what follows is part of the count before
    # Acts
    PUBLISH = "p"
    UPDATE = "u"  # says how much was published only where nothing else does
    RECEIVE = "r"
    PROCESS = "d"  # 办结, 答复: closed by a reply
    HANDLE = "h"  # 办理: says how many were closed only where nothing else does
    RELAY = "a"  # 转载, 报送: what others published, or will
    OTHER_ACT = "o"
    NOT = "n"
    PLAN = "e"  # planned, demanded, per month: not a count of the year
    CHANGE = "x"  # by how much more or less
    COMPARED = "y"  # 较上年
    TOTAL = "T"  # 共, 累计
    # Requests
    REQUEST = "q"
    REQUESTED_INFORMATION = "Q"  # 依申请公开信息: a request, or the information that it asks for
    APPLICATION = "t"  # 申请 alone: of what, the context tells
    CARRIED_IN = "k"
    CARRIED_OUT = "K"
    REASON = "s"  # one of several grounds of an outcome
    DISCLOSED = "A"
    PARTIALLY_DISCLOSED = "B"
    WITHHELD = "C"
    UNABLE_TO_PROVIDE = "E"
    NOT_PROCESSED = "G"
    OTHERWISE_HANDLED = "H"
    # Remedies
    RECONSIDERATION = "R"
    LITIGATION = "L"
    RESULT = "v"  # 维持, 纠正: one of the results of a remedy
    # Documents
    DOCUMENT = "D"
    ISSUE = "I"
    REPEAL = "X"
    IN_FORCE = "V"
    # Fees
    FEE = "F"
    COLLECT = "c"
    CHARGE = "f"  # 费用, 收费: of what, the context tells
    FEE_NOTICE = "N"
    # Things
    INFORMATION = "i"
    CHANNEL = "w"
    DISCLOSURE = "j"  # 政府信息公开: the subject, not the act
    DECISION = "Z"  # 行政处罚: counted in 条 it is published information, in 件 it is not
    OTHER_THING = "z"
    # Times: no part of the row of words, and so no letters
    YEAR = "year"
    THIS_YEAR = "this_year"
    LAST_YEAR = "last_year"
    PART_OF_YEAR = "part_of_year"
    SINCE = "since"
    UNTIL = "until"
    ALTOGETHER = "altogether"
    FIGURE = "figure"


_LAST_YEAR = "上年 上一年 上年度 上一年度 去年 去年度"
_NEXT_YEAR = r"(?:下一?个?年度?|次年度?|明年|20\d\d年度?)"
_YEAR_BEFORE = r"(?:上一?年度?|去年|往年|前年|20\d\d年度?)(?:度)?(?:同期)?(?:相比|比)?"
_CARRIED = "(?:结转|转结|转入|转至|转到|接转)"
_ASKED = r"(?:书|件|事项|数量)?(?!人)"
_PUBLIC_INFORMATION = "(?:相关|有关|本机关)?(?:政府|政务)?信息"

_DENIALS = {
    "未": "(?=[收接受有发产出涉存因对向被申新引造制印提办征形废])",
    "没": "(?=[收接])",
    "无": "(?![正法需误效障关线论违死错疑偿力私纸序门缝遗一穷故理权]|人机)",
    "零": "(?=申请|投诉|诉讼|复议|收费)",
    "没有": "",
    "不存在": "",
    "不涉及": "",
}
DENIAL = "|".join(word + around for word, around in _DENIALS.items())
"""A word of denial, as a pattern. 未公开, 无法提供 and 无障碍 deny nothing that is counted."""

# Words with a variable part: beginnings, a pattern for the rest, and one for what must or must not stand around it.
# Where one fits, it is taken before plain words.
_COMPOUNDS: tuple[tuple[Kind, str, str, str], ...] = (
    # A quoted name or a title of a document is one thing, whatever words it has in it.
    (Kind.CHANNEL, "“", "[^”。]{1,40}”", ""),
    (Kind.CHANNEL, "「", "[^」。]{1,40}」", ""),
    (Kind.CHANNEL, "《", "[^》。]{1,60}》", ""),
    (Kind.CARRIED_IN, _LAST_YEAR, rf"(?:未办结|未结)?{_CARRIED}(?:[至到]?(?:本年度?|今年))?", ""),
    (Kind.CARRIED_IN, "20", rf"\d\d年度?{_CARRIED}(?:[至到]?(?:本年度?|今年))?", ""),
    (Kind.CARRIED_IN, "结转 转结 结转自", r"(?:上一?年度?|去年度?)", ""),
    (Kind.CARRIED_OUT, "结转 转结 转入 转至 转到 转 跨", rf"(?:入|至|到)?{_NEXT_YEAR}(?:继续)?(?:办理|处理|答复)*", ""),
    (Kind.CARRIED_OUT, "下年 下一年 下年度 下一年度 次年", "(?:继续办理|结转)", ""),
    (
        Kind.REQUEST,
        "信息 政府信息 政务信息",
        r"(?:依申请公开(?:申请)?|公开的?申请|的?申请)(?:书|件|事项|数量)?",
        "(?!人)",
    ),
    (Kind.REQUEST, "依申请公开 依申请公开政府信息 依申请公开信息", "(?:的?申请|事项|件|请求|诉求|需求)", "(?!人)"),
    (Kind.DISCLOSURE, "依申请公开", "(?:栏|平台|目录|指南|渠道|专栏|制度|流程|系统|方式)", ""),
    (Kind.REQUESTED_INFORMATION, "依申请公开", "(?:政府|政务)?信息数?", ""),
    (Kind.REQUEST, "公开", rf"(?:{_PUBLIC_INFORMATION}的)?申请(?:书|件|事项|数量)?", "(?!人)"),
    (
        Kind.REQUEST,
        "申请 申请要求 申请书面",
        rf"(?:公开(?:件|事项|要求|{_PUBLIC_INFORMATION})?|(?:政府|政务)信息(?:公开)?)",
        "",
    ),
    (Kind.APPLICATION, "申请", "(?:事项|件)?", "(?!人|表|书|平台|渠道|流程|方式|条件|材料|受理点|机制)"),
    (
        Kind.REASON,
        "不掌握 另行制作 补正后 国家秘密 商业秘密 个人隐私 禁止公开 三安全一稳定 第三方合法权益 内部事务 过程性"
        " 执法案卷 查询事项 信访举报 重复申请 公开出版物 反复申请 重新出具 逾期不补正 逾期未",
        "",
        "(?!.{0,6}等)",
    ),
    *((Kind.NOT, word, "", around) for word, around in _DENIALS.items()),
    (Kind.OTHER_ACT, "公开", "(?:招|选|征|承诺|接待|听证|透明|电话|审理|道歉|竞|遴选|拍卖|课|日|答辩|述职|答复)", ""),
    (
        Kind.INFORMATION,
        "监测 检测 检查 抽查 抽检 督查 考核 调查 评估 整改 培训 审批 执法 采购 招标 登记 备案 落实 执行 办理 处理",
        "(?:情况|结果|类|通报|公告|通告)",
        "",
    ),
    (Kind.PLAN, "计划 拟 力争 预计 争取", "", "(?=.{0,4}(?:公开|发布|推送|制定))"),
    (Kind.PLAN, "每", "(?:年|季|月|周|天|日|个|条|篇|件|次)", ""),
    (Kind.COMPARED, "较 较于 比 同 与 相比 相较于", _YEAR_BEFORE, ""),
    (Kind.PARTS, "含", "", "(?<=[,，、(（:：;；].)"),
    (Kind.PARTS, "含有", "", "(?<=[,，、(（:：;；]..)"),
    (Kind.PARTS, "信息 申请 答复件 件 文件 总数 总量", "当?中", "(?=[,，:：])"),
    (Kind.SINCE, "20 自20 从20", r"\d\d年[^,，。、;；自至]{0,8}(?:以来|至今)", ""),
    (
        Kind.SINCE,
        "开通 成立 上线 建成 运行 施行 实施 改版 开设 创办 建站 十八大 十九大 二十大",
        "[^,，。;；自至]{0,4}(?:以来|至今)",
        "",
    ),
    (Kind.UNTIL, "截至 截止 截至到 截止到", r"(?:目前|20\d\d年)?(?:\d{1,2}月)?(?:\d{1,2}日)?", ""),
    (Kind.PART_OF_YEAR, "1 7", r"月?份?[-—~至到](?:[1-9]|1[01])月份?", r"(?!\d)"),
    (Kind.PART_OF_YEAR, "一 二 三 四 1 2 3 4 首", "季度", ""),
    (Kind.YEAR, "20", r"(?:\d\d[-—~至到]20)?\d\d年", ""),
)

# Plain words; the longest that fits is taken.
WORDS: tuple[tuple[Kind, str], ...] = (
    (Kind.COMMA, ", ，"),
    (Kind.SEMICOLON, "; ；"),
    (Kind.COLON, ": ："),
    (Kind.AND, "和 及 以及 与 或 或者 并 且 并且"),
    (Kind.PAUSE, "、"),
    (Kind.OPEN, "( （"),
    (Kind.CLOSE, ") ）"),
    (
        Kind.PUBLISH,
        "公开 发布 公布 推送 刊发 刊登 刊载 发文 公示 上传 推出 发表 登载 编发 播发 播出 发送 推发 发稿 挂网"
        " 公开数量 公开总数 公开量 公开数 公开条数 发布量 发布数 发布数量 发布总数 推送量 推送数",
    ),
    (Kind.UPDATE, "更新 更新量 录入 维护 维护更新"),
    (Kind.RECEIVE, "收到 受理 接收 接到 新收 收悉 收件 接获 收受"),
    (Kind.REQUEST, "依申请公开 依申请件 依申请事项"),
    (Kind.PROCESS, "办结 答复 办理完毕 办理完成 办复 答复完毕"),
    (Kind.HANDLE, "办理 处理"),
    (
        Kind.OTHER_ACT,
        "接待 接听 接访 解答 回复 回应 反馈 收集 征集 采集 整理 汇总 汇编 归集 举办 召开 开展 组织 参加 参与 培训"
        " 审核 审查 抽查 检查 巡查 排查 监测 整改 清理 删除 下架 撤销 修改 修订 处置 查处 查办 承办 调解 化解 登记"
        " 备案 印制 印刷 编印 编辑 编写 撰写 制作 拍摄 录制 起草 发放 分发 下发 派发 邮寄 悬挂 张贴 设置 设立 开设"
        " 建设 建成 优化 完成 互动 维修 迁移 归档 销毁 移交 免收 减免 减收 通报 约谈 问责 考核 测评 调查 走访 宣讲"
        " 慰问 宣传 报道 接受 邀请 安排 落实 制止 纠错 审批 审理 审结 受邀 推荐 评选 表彰 协助 指导 督办 督查 转办"
        " 交办 移送 逾期 超期 超时 申报 出动 立案 签订 签署 引用 修正 纠正错误 答复率 办结率 公开率"
        " 回复率 发布会",
    ),
    (Kind.RELAY, "转载 转发 采用 录用 采编 报送 上报 投稿 转推"),
    (Kind.TOTAL, "共 共计 总计 合计 总共 一共 达 达到"),
    (Kind.CHANGE, "增加 增长 减少 下降 上升 增幅 降幅 上涨 多出"),
    (Kind.CARRIED_OUT, "跨年度办理 跨年办理"),
    (Kind.DISCLOSED, "予以公开 同意公开 全部公开 予以全部公开 给予公开"),
    (Kind.PARTIALLY_DISCLOSED, "部分公开 予以部分公开 同意部分公开"),
    (Kind.WITHHELD, "不予公开 不同意公开 决定不公开"),
    (Kind.UNABLE_TO_PROVIDE, "无法提供"),
    (Kind.NOT_PROCESSED, "不予处理 不再处理"),
    (Kind.OTHERWISE_HANDLED, "其他处理 其它处理 作其他处理"),
    (Kind.RECONSIDERATION, "行政复议 复议"),
    (Kind.LITIGATION, "行政诉讼 诉讼 行政应诉"),
    (Kind.OTHER_THING, "复议机关 复议机构 复议决定书 复议体制 诉讼法 复议法 行政复议法 行政诉讼法"),
    (
        Kind.RESULT,
        "结果维持 维持 结果纠正 纠正 被纠正 其他结果 尚未审结 驳回 撤回 终止 确认违法 责令 胜诉 败诉 纠错率"
        " 败诉率 发案率 发生率 被撤销",
    ),
    (Kind.DOCUMENT, "规范性文件 行政规范性文件 规章 政府规章 部门规章"),
    (Kind.ISSUE, "制发 制定 制订 出台 印发 新制定 新制发 新出台 制定出台 制定印发"),
    (Kind.REPEAL, "废止 失效 宣布失效 废除"),
    (Kind.IN_FORCE, "现行有效 继续有效 有效"),
    (Kind.FEE, "信息处理费 信息公开处理费 信息处理费用 政府信息公开处理费"),
    (Kind.COLLECT, "收取 征收 收缴 实收 实际收取 产生 发生"),
    (Kind.CHARGE, "费用 收费"),
    (Kind.FEE_NOTICE, "收费通知 缴费通知 收费通知书"),
    (
        Kind.INFORMATION,
        "信息 动态 公告 通知 文件 解读 简报 简讯 要闻 新闻 政策 法规 预算 决算 预决算 报告 年报 年度报告 规划"
        " 资金 人事 统计 数据 图文 文章 图解 视频 短视频 稿件 文稿 推文 作品 内容 资讯 资料 材料 清单 目录 指南"
        " 公开目录 公开指南 公开年报 公开制度 职能 机构 概况 领导 纪要 公文 类 其他 其它 结果 情况 总结 方案 制度"
        " 专题 消息 讯息 知识 提示 案例 标准 财政 采购 招标 招考 招聘 图片 原创 帖 帖子 常识 其他组织 问答 信息类"
        " 会议纪要 复文 答复函 答复意见",
    ),
    (
        Kind.CHANNEL,
        "网站 门户网站 门户网 官网 政府网 网 公众号 微信公众号 微信 微博 抖音 快手 视频号 头条 今日头条 客户端"
        " APP 融媒体 融媒体中心 日报 晚报 报纸 报刊 电视台 电视 广播 电台 公开栏 公示栏 公布栏 宣传栏 学习强国"
        " 平台 媒体 新媒体 政务新媒体 LED 显示屏 电子屏 大屏 微信群 QQ群 专栏 专区 频道 板块 栏目 栏 大喇叭 美篇"
        " 百家号 澎湃 小程序 公开专栏 公开专区 公开平台 公开网 公开网站 发布平台 融媒 号",
    ),
    (
        Kind.DISCLOSURE,
        "信息公开 政府信息公开 政务公开 政务信息公开 党务公开 信息公开工作 政府信息公开工作 信息公开条例 公开条例"
        " 公开方式 公开渠道 公开范围 公开力度 发布制度 发布机制 发布审核 发布审查 公开意见箱",
    ),
    (
        Kind.OTHER_THING,
        "规章制度 工作规章 访谈 征求意见 意见征集 提案 建议 议案 执法 案件 办件 工单 热线 来信 信件 来电 来访"
        " 留言 意见 诉求 问题 线索 短信 粉丝 评论 点赞 阅读量 浏览量 访问量 点击量 播放量 浏览 访问 点击 关注 阅读"
        " 播放 下载 查阅 链接 错误 错别字 横幅 标语 海报 问卷 手册 传单 宣传册 宣传单 宣传资料 宣传品 证书 证照"
        " 合同 发票 档案 卷宗 台账 措施 会议 活动 座谈 讲座 演练 公报 政府公报 项目 录音 抽检 举报 投诉 信访 咨询"
        " 查询 登录 邮件 信箱 新闻发布会 听证 行政事业性收费 举报投诉 民生实事 事故 纠纷 矛盾 奖项 荣誉 论文"
        " 专利 课题 考题 试题 电话 书记信箱 市长信箱 县长信箱 区长信箱 提案办理 建议办理 直播 发布活动 常务会议",
    ),
    (Kind.PARTS, "其中 包括 包含 分别为 分别是"),
    (Kind.OTHER_ACT, "不公开 未公开 非公开 应公开 未主动公开 不予主动公开"),
    (Kind.PLAN, "日均 月均 周均 年均 季均 不少于 不低于 至少 不超过 平均"),
    (Kind.COMPARED, "同比 环比"),
    (Kind.SINCE, "历年"),
    (Kind.UNTIL, "目前"),
    (Kind.PART_OF_YEAR, "上半年 下半年"),
    (Kind.LAST_YEAR, _LAST_YEAR),
    (Kind.DECISION, "行政许可 行政处罚 行政强制 行政检查 行政确认 行政裁决 行政征收 许可 处罚"),
    (Kind.THIS_YEAR, "全年 本年度 本年 年内 今年 当年 年度内 一年来 一年以来 今年以来"),
    (Kind.ALTOGETHER, "累计 累积"),
)


class _Node(dict[str, "_Node"]):
    """A node of a trie of words by their characters; ``rests`` are patterns for the variable parts that begin here."""

    def __init__(self) -> None:
        super().__init__()
        self.ends = False
        self.rests: list[str] = []

    def at(self, word: str) -> "_Node":
        """Return the node of a word, made where it is missing."""
        node = self
        for character in word:
            node = node.setdefault(character, _Node())
        return node

    def pattern(self) -> str:
        """Return the pattern of all that can follow here: variable parts, then longer words, then nothing."""
        branches = [*self.rests, *(re.escape(character) + below.pattern() for character, below in self.items())]
        if self.ends:
            branches.append("")
        return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


_KIND_OF_WORD: Mapping[str, Kind] = {word: kind for kind, words in WORDS for word in words.split()}
_ROOT = _Node()
for _word in _KIND_OF_WORD:
    _ROOT.at(_word).ends = True
for _, _beginnings, _rest, _around in _COMPOUNDS:
    for _beginning in _beginnings.split():
        _ROOT.at(_beginning).rests.append(_rest + _around)

_COMPOUND_PATTERNS = tuple(
    (kind, re.compile(f"(?:{'|'.join(beginnings.split())}){rest}")) for kind, beginnings, rest, _ in _COMPOUNDS
)


_Matcher = Callable[[str, int], re.Match[str] | None]


def _compiled_when_met(character: str) -> _Matcher:
    def compile_and_match(text: str, position: int) -> re.Match[str] | None:
        MATCHERS[character] = re.compile(re.escape(character) + _ROOT[character].pattern()).match
        return MATCHERS[character](text, position)

    return compile_and_match


MATCHERS: dict[str, _Matcher] = {character: _compiled_when_met(character) for character in _ROOT}
"""By first character, what matches the longest word at a place. One pattern for all words would be no faster."""

KINDS: dict[str, str] = {word: kind.value for word, kind in _KIND_OF_WORD.items()}
"""The kinds of words that have been met."""
_MOST_KINDS = 10_000


def kind_of_compound(word: str) -> str:
    """Return the kind of a word with a variable part; it is among ``KINDS`` from then on."""
    kind = next(kind.value for kind, pattern in _COMPOUND_PATTERNS if pattern.fullmatch(word))
    if len(KINDS) < _MOST_KINDS:  # Quoted names would fill it endlessly.
        KINDS[word] = kind
    return kind
