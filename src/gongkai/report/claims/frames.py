"""The grammar: which row of words around a figure says what the figure counts.

A frame is written as the words that stand before and after its figure, in order. Within it

- a name in lower case is a kind of word (``words.Kind``), ``a|b`` is either, ``a?`` may be there, ``a*`` any number;
- ``~`` is anything in the same clause, ``~~`` anything up to the previous figure, ``~~~`` anything before;
- ``START`` is the start of a clause, ``EDGE`` where the sentence begins or what follows the figure ends;
- a name in capitals is one of the classes below;
- the figure itself is named by what it counts in (``FIGURES``).

The first frame that fits decides. A frame without a claim says what a figure is *not* a count of.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from gongkai.report.claims.words import Kind
from gongkai.report.model import What

# The letter of a figure in the row of words, by the first character of its unit.
FIGURE_LETTERS = {
    "条": "1", "篇": "1", "则": "1",
    "件": "2", "份": "2",
    "次": "3",
    "期": "4",
    "元": "5",
    "起": "6", "宗": "6", "例": "6",
    "": "7",
}  # fmt: skip
FIGURES = {
    "ITEMS": "12",  # 条, 篇, 则, 件, 份: what is published
    "ENTRIES": "1",  # 条, 篇, 则: what is published, or a request where the words say so
    "CASES": "267",  # 件, 份, 起, 宗, 例, or a zero without a unit
    "COUNT": "1267",
    "TIMES": "34",  # 次, 期
    "YUAN": "57",
    "MONEY": "5",
    "ANY": "1234567",
}
ALIASES = {
    "REQ": "request|requested_information",
    "OUTCOME": "disclosed|partially_disclosed|withheld|unable_to_provide|not_processed|otherwise_handled",
    # What may stand between an outcome and its figure: 予以公开答复的申请9件.
    "QUIET": "process|handle|REQ|application|information|disclosure|channel|AND|total|document",
    "AND": "and|pause",
    "LIST": "information|channel|other_thing|decision|disclosure|document|AND|comma|semicolon|total",
    "FIGURE": "ANY",
    "ASKING": "receive|publish|collect|channel|information|disclosure|REQ|application|AND|total",
    "CHARGING": "ASKING|charge",
    "HEAD": "information|channel|disclosure|document|requested_information",
}
# Whatever is not one of these.
EXCEPT = {
    "~": ",;:()0-9!",
    "~~": ";0-9!",
    "~~~": ";!",
    "REMEDY": ",;0-9!pdhvuoRL",
    "NOT_OTHER_FEE": ";!zZN",
    "SAME_TOPIC": "!zZpRL",
    "NOT_INFORMATION": "!i",
    "NO_OTHER_THING": ",;:()0-9!zZ",
    "NO_RESULT": "!vpoFN",
    "NO_ACT": ",;:()0-9!dhopmrnqQtu",
}
PLACES = {
    "START": "(?=[,;:()!])",
    "EDGE": "(?=!)",
    "NO_TOPIC": "(?=[^!zZpRLqQt]*!)",
    "BY_ITSELF": "(?![RLtpcFfNvdhzZo])",
}


_NOTHING: tuple[What, ...] = ()
_PUBLISHED = (What.ITEMS_PUBLISHED,)
_RECEIVED = (What.REQUESTS_RECEIVED,)
_CARRIED_IN = (What.REQUESTS_CARRIED_IN,)
_CLOSED = (What.REQUESTS_PROCESSED,)
_CARRIED_OUT = (What.REQUESTS_CARRIED_OUT,)
_RECONSIDERATIONS = (What.RECONSIDERATIONS,)
_LITIGATIONS = (What.LITIGATIONS,)
_ISSUED = (What.DOCUMENTS_ISSUED,)
_REPEALED = (What.DOCUMENTS_REPEALED,)
_IN_FORCE = (What.DOCUMENTS_IN_FORCE,)
_FEE_REQUESTS = (What.FEE_REQUESTS,)
_FEE_YUAN = (What.FEE_YUAN,)
_BOTH_REMEDIES = (What.RECONSIDERATIONS, What.LITIGATIONS)


@dataclass(frozen=True, slots=True)
class Frame:
    """One way to state a figure. ``example`` is a sentence whose figure this frame reads.

    ``requests`` holds the frame to passages about requests (依申请公开), ``disclosure`` to passages about disclosure
    work at all (or not, where it is ``False``); ``listed`` to figures that continue a list of published items.
    ``weak`` says that the claim counts only where no other frame states the same.
    """

    name: str
    pattern: str
    example: str
    whats: tuple[What, ...] = _NOTHING
    requests: bool = False
    disclosure: bool | None = None
    listed: bool = False
    weak: bool = False

    @property
    def in_brackets(self) -> bool:
        """Whether such a figure counts in brackets too: (含上年结转2件)."""
        return self.whats in (_CARRIED_IN, _CARRIED_OUT)

    @property
    def divides(self) -> bool:
        """Whether such a figure can be a part of a count of published items."""
        return self.whats in (_NOTHING, _PUBLISHED)

    @property
    def apart(self) -> bool:
        """Whether its claims are of two things that are counted apart."""
        return self.whats == _BOTH_REMEDIES


_OUTCOMES = (
    (Kind.DISCLOSED, What.REQUESTS_DISCLOSED, "予以公开"),
    (Kind.PARTIALLY_DISCLOSED, What.REQUESTS_PARTIALLY_DISCLOSED, "部分公开"),
    (Kind.WITHHELD, What.REQUESTS_WITHHELD, "不予公开"),
    (Kind.UNABLE_TO_PROVIDE, What.REQUESTS_UNABLE_TO_PROVIDE, "无法提供"),
    (Kind.NOT_PROCESSED, What.REQUESTS_NOT_PROCESSED, "不予处理"),
    (Kind.OTHERWISE_HANDLED, What.REQUESTS_OTHERWISE_HANDLED, "其他处理"),
)

FRAMES: tuple[Frame, ...] = (
    Frame("a difference", "change ~ ANY", "发布信息比原来增加30条"),
    Frame("a difference to another year", "compared ~ ANY", "发布信息较上年多30条"),
    Frame("a plan or a rate", "plan ~ ANY", "每月发布信息4条"),
    Frame("something that is not so", "not ~ ANY", "尚未办结的政府信息公开申请2件"),
    Frame("a result of a remedy", "result ~ ANY", "行政复议结果维持2件"),
    # Requests carried from year to year
    Frame("old and new requests together", "carried_in and|pause ~ receive ~ ANY", "上年结转和本年新收申请共20件"),
    Frame("carried in", "carried_in ~ COUNT", "上年结转政府信息公开申请2件", _CARRIED_IN),
    Frame("carried out", "carried_out ~ COUNT", "结转下年度继续办理3件", _CARRIED_OUT),
    Frame("so many carried in", "COUNT ~ carried_in", "其中2件为上年结转", _CARRIED_IN),
    Frame("so many carried out", "COUNT ~ carried_out", "剩余1件结转下一年度办理", _CARRIED_OUT),
    # Outcomes of requests
    Frame("one of several reasons", "reason ~ OUTCOME ~ ANY", "申请中属于过程性信息不予公开1件"),
    Frame("outcomes together", "OUTCOME ~ OUTCOME ~ ANY", "对申请予以公开及部分公开的42件"),
    *(
        Frame(
            f"outcome: {label}",
            f"{kind.name.lower()} QUIET* COUNT",
            f"答复的公开申请中，{label}9件",
            (what,),
            requests=True,
        )
        for kind, what, label in _OUTCOMES
    ),
    *(
        Frame(
            f"so many with outcome: {label}",
            f"COUNT REQ|application? {kind.name.lower()}",
            f"公开申请中9件{label}",
            (what,),
            requests=True,
        )
        for kind, what, label in _OUTCOMES
    ),
    # Remedies, before requests: 因政府信息公开申请引起的行政复议2件
    Frame(
        "remedies that are not about disclosure",
        "handle|receive|other_act ~ reconsideration|litigation ~ ANY",
        "全年办理行政复议案件30件",
        disclosure=False,
    ),
    Frame(
        "both remedies",
        "reconsideration AND|disclosure* litigation ~ CASES",
        "行政复议、行政诉讼均为0件",
        _BOTH_REMEDIES,
    ),
    Frame(
        "both remedies, courts first",
        "litigation AND|disclosure* reconsideration ~ CASES",
        "行政诉讼和行政复议各1件",
        _BOTH_REMEDIES,
    ),
    Frame("reconsiderations", "reconsideration REMEDY* CASES", "引起行政复议2件", _RECONSIDERATIONS),
    Frame("litigations", "litigation REMEDY* CASES", "引起行政诉讼1起", _LITIGATIONS),
    Frame(
        "so many reconsiderations",
        "CASES information|disclosure|channel|AND* reconsideration",
        "有1件涉及政府信息公开的行政复议",
        _RECONSIDERATIONS,
    ),
    Frame(
        "so many litigations",
        "CASES information|disclosure|channel|AND* litigation",
        "有1起因政府信息公开引发的行政诉讼",
        _LITIGATIONS,
    ),
    # Fees
    Frame("a fee not charged", "other_act fee ~ ANY", "减免信息处理费50元"),
    Frame("fees collected", "fee_notice|fee ~~~ collect ~ YUAN", "发出收费通知2件，实际收取380元", _FEE_YUAN),
    Frame("fees", "fee NOT_OTHER_FEE* YUAN", "收取信息处理费380元", _FEE_YUAN),
    Frame("charges", "charge NOT_OTHER_FEE* YUAN", "政府信息公开收费0元", _FEE_YUAN, disclosure=True),
    Frame("notices of fees", "fee_notice ~ CASES", "发出收费通知2件", _FEE_REQUESTS),
    Frame("requests with fees", "fee ~ CASES", "收取信息处理费的申请2件", _FEE_REQUESTS),
    Frame(
        "so many requests with fees", "CASES REQ|application? collect ~ fee", "对2件申请收取信息处理费", _FEE_REQUESTS
    ),
    Frame("other money", "MONEY", "全年投入经费380元"),
    # Documents
    Frame("documents issued", "issue ~ document ~ COUNT", "制定行政规范性文件3件", _ISSUED),
    Frame("so many documents issued", "issue COUNT ~ document", "制定3件行政规范性文件", _ISSUED),
    Frame("documents, issued", "document ~~ issue COUNT", "行政规范性文件新制定3件", _ISSUED),
    Frame("documents repealed", "repeal ~ document ~ COUNT", "废止行政规范性文件2件", _REPEALED),
    Frame("documents, repealed", "document ~~~ repeal COUNT", "制定规范性文件3件，废止2件", _REPEALED),
    Frame("so many documents repealed", "repeal COUNT ~ document", "废止2件规范性文件", _REPEALED),
    Frame("documents in force", "in_force ~ document COUNT", "公开现行有效规范性文件8件", _IN_FORCE),
    Frame("documents, in force", "document ~~~ in_force COUNT", "制定规范性文件3件，现行有效8件", _IN_FORCE),
    Frame("so many documents in force", "in_force COUNT ~ document", "现行有效8件规范性文件", _IN_FORCE),
    # Requests received
    Frame("applications of another kind", "other_thing|decision application ~ ANY", "收到行政许可申请12件"),
    Frame(
        "requests received and closed",
        "receive AND? process ~ REQ|application QUIET* COUNT",
        "收到并办结政府信息公开申请8件",
        (What.REQUESTS_RECEIVED, What.REQUESTS_PROCESSED),
    ),
    Frame("requests received", "receive ~ REQ QUIET* COUNT", "收到政府信息公开申请34件", _RECEIVED),
    Frame(
        "applications received",
        "receive ~ application QUIET* COUNT",
        "收到公开政府信息方面的申请34件",
        _RECEIVED,
        requests=True,
    ),
    Frame("so many requests received", "receive COUNT ~ REQ", "收到34件政府信息公开申请", _RECEIVED),
    Frame(
        "so many applications received",
        "receive COUNT application",
        "在信息公开方面收到34件申请",
        _RECEIVED,
        requests=True,
    ),
    Frame("so many other things received", "receive COUNT ~ other_thing", "依申请公开平台收到12件投诉"),
    Frame("requests: received", "REQ ~~ receive COUNT", "依申请公开方面，全年收到12件", _RECEIVED),
    Frame("received", "receive COUNT", "依申请公开情况。全年受理12件", _RECEIVED, requests=True),
    # Requests closed
    Frame("requests closed", "process ~ REQ QUIET* COUNT", "答复政府信息公开申请30件", _CLOSED),
    Frame(
        "requests: closed", "REQ|application SAME_TOPIC* process COUNT", "收到政府信息公开申请34件，办结30件", _CLOSED
    ),
    Frame("closed", "NO_TOPIC process COUNT", "依申请公开情况。办结30件", _CLOSED, requests=True),
    Frame("so many requests closed", "COUNT ~ REQ ~ process", "对30件政府信息公开申请作出答复", _CLOSED),
    Frame("so many closed", "START COUNT process", "依申请公开情况。30件已办结", _CLOSED, requests=True),
    Frame("requests handled", "handle ~ REQ QUIET* COUNT", "办理政府信息公开申请34件", _CLOSED, weak=True),
    Frame("so many requests handled", "handle COUNT ~ REQ", "办理34件政府信息公开申请", _CLOSED, weak=True),
    Frame("requests", "START NO_ACT* request CASES", "政府信息公开申请5件", _RECEIVED),
    # Items published
    Frame("something else", "ANY NOT_INFORMATION* other_thing|decision NOT_INFORMATION* EDGE", "公布20条便民措施"),
    Frame("something received", "receive ~ ANY", "档案馆接收公开文件1600份"),
    Frame("something relayed", "relay ~ ANY", "发布平台转载信息20条"),
    Frame("answers published", "publish ~ other_thing ~ process ITEMS", "公开建议提案答复50件", _PUBLISHED),
    Frame("disclosed upon request", "publish AND? CASES", "依申请公开情况。收到12件，公开5件", requests=True),
    Frame("items published", "publish AND? ITEMS", "政务微博发布103条", _PUBLISHED),
    Frame("information published", "publish ~ HEAD ITEMS", "门户网站主动公开各类政府信息300条", _PUBLISHED),
    Frame(
        "decisions published",
        "publish AND|information|channel|decision* decision ENTRIES",
        "公示行政许可56条",
        _PUBLISHED,
    ),
    Frame(
        "information published, in all", "publish ~ comma total ITEMS", "主动公开各类政府信息，共计300条", _PUBLISHED
    ),
    Frame(
        "times that information was published",
        "publish NO_OTHER_THING* information TIMES",
        "微信公众号推送信息60次",
        _PUBLISHED,
    ),
    Frame("disclosure", "disclosure total? ENTRIES", "政府信息公开共300条", _PUBLISHED),
    Frame("information made public", "disclosed HEAD|AND* ENTRIES", "对重点领域予以公开信息30条", _PUBLISHED),
    Frame("information updated", "update HEAD|AND|total* ITEMS", "网站更新各类信息300条", _PUBLISHED, weak=True),
    Frame("decisions in a list", "FIGURE LIST* decision ENTRIES", "发布政策30条，行政处罚2条", _PUBLISHED, listed=True),
    Frame(
        "further items of a list",
        "FIGURE LIST* information|channel total? ITEMS",
        "微博发布信息20条，官网30条",
        _PUBLISHED,
        listed=True,
    ),
)


DENIALS: tuple[Frame, ...] = (
    Frame("no requests", "ASKING* REQ BY_ITSELF", "未收到政府信息公开申请", _RECEIVED),
    Frame("no applications", "ASKING* application BY_ITSELF", "未收到公民公开信息方面的申请", _RECEIVED, requests=True),
    Frame("none carried in", "ASKING* carried_in", "无上年结转申请", _CARRIED_IN),
    Frame("none carried out", "ASKING* carried_out", "没有结转下年度办理的申请", _CARRIED_OUT),
    Frame("no reconsiderations", "NO_RESULT* reconsideration NO_RESULT* EDGE", "未发生行政复议", _RECONSIDERATIONS),
    Frame("no litigations", "NO_RESULT* litigation NO_RESULT* EDGE", "未发生行政诉讼", _LITIGATIONS),
    Frame("no notices of fees", "CHARGING* fee_notice", "未发出收费通知", _FEE_REQUESTS),
    Frame("no fees", "CHARGING* fee", "未收取信息处理费", _FEE_YUAN),
    Frame("no charges", "CHARGING* charge", "未发生政府信息公开收费事项", _FEE_YUAN, disclosure=True),
    Frame("no documents issued", "issue ~ document", "未制定行政规范性文件", _ISSUED),
    Frame("no documents repealed", "repeal ~ document", "未废止行政规范性文件", _REPEALED),
    Frame("no documents in force", "in_force ~ document", "无现行有效的行政规范性文件", _IN_FORCE),
)
"""What is stated by a word of denial (未, 没有, 无): the words after it, within its clause. All that fit are stated."""

NONE_AFTER_COLON = {
    Kind.REQUEST: What.REQUESTS_RECEIVED,
    Kind.CARRIED_IN: What.REQUESTS_CARRIED_IN,
    Kind.CARRIED_OUT: What.REQUESTS_CARRIED_OUT,
    Kind.RECONSIDERATION: What.RECONSIDERATIONS,
    Kind.LITIGATION: What.LITIGATIONS,
    Kind.FEE: What.FEE_YUAN,
}
"""What has none where 无 alone stands after it and a colon: 行政复议情况：无。"""


def _letters(name: str) -> str:
    """Return the letters that a name stands for, for use within a character class."""
    if "|" in name:
        return "".join(map(_letters, name.split("|")))
    if name in ALIASES:
        return _letters(ALIASES[name])
    if name in FIGURES:
        return FIGURES[name]
    return re.escape(Kind[name.upper()])


def _atom(written: str) -> str:
    name = written.rstrip("?*")
    repeat = written[len(name) :]
    if name in PLACES:
        return PLACES[name]
    if name in EXCEPT:
        return f"[^{EXCEPT[name]}]{repeat if name.isidentifier() else '*'}"
    return f"[{_letters(name)}]{repeat}"


def _compiled(number: int, frame: Frame) -> str:
    """Return the pattern of a frame over a row of words as ``row`` writes it.

    The empty group tells which frame it is, and how many words before the figure it took.
    """
    atoms = frame.pattern.split()
    at = next(place for place, atom in enumerate(atoms) if atom in FIGURES)
    before = "".join(map(_atom, reversed(atoms[:at])))
    after = "".join(map(_atom, atoms[at + 1 :]))
    disclosure = {None: ".", True: "d", False: "-"}[frame.disclosure]
    context = f"{'v' if frame.requests else '.'}{disclosure}{'l' if frame.listed else '.'}"
    return f"{before}(?P<f{number}>)[^!]*![{FIGURES[atoms[at]]}]{after}[^!]*!{context}"


@cache
def _grammar() -> re.Pattern[str]:
    # Compiled when first used: start-up would pay for it.
    return re.compile("|".join(_compiled(number, frame) for number, frame in enumerate(FRAMES)))


def row(before: str, figure_and_after: str, *, requests: bool, disclosure: bool, listed: bool) -> str:
    """Write the words around a figure as the grammar reads them: from the figure backwards, then onwards."""
    context = f"{'v' if requests else '-'}{'d' if disclosure else '-'}{'l' if listed else '-'}"
    return f"{before[::-1]}!{figure_and_after}!{context}"


# Most sentences of most reports are alike.
@lru_cache(maxsize=16384)
def fitting(words_row: str) -> tuple[Frame, int] | None:
    """Return the first frame that fits a row of words, and how many words before the figure it took."""
    match = _grammar().match(words_row)
    if match is None or match.lastgroup is None:
        return None
    return FRAMES[int(match.lastgroup[1:])], match.end(match.lastgroup)


_DENIALS = tuple(
    (frame, re.compile("".join(map(_atom, frame.pattern.split())).replace("(?=!)", "$"))) for frame in DENIALS
)


@lru_cache(maxsize=4096)
def denied(following: str, *, requests: bool, disclosure: bool) -> tuple[What, ...]:
    """Return what the words that follow a word of denial in its clause say that there is none of."""
    return tuple(
        what
        for frame, pattern in _DENIALS
        if (requests or not frame.requests) and (disclosure or not frame.disclosure) and pattern.match(following)
        for what in frame.whats
    )
