"""What the prose states against the tables, and against itself (文表一致).

A claim is compared with the cell, or the sum of cells, that it must equal. Where usage gives a word two meanings
(受理 may or may not include what was carried in) either is accepted: a finding here must be worth a clerk's time.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from gongkai.report.checks.examples import Example, sound_report
from gongkai.report.checks.labels import plain
from gongkai.report.checks.rule import Rule, Subject
from gongkai.report.claims import Breakdown, find_breakdowns
from gongkai.report.findings import Bounds, Finding, Severity
from gongkai.report.model import Claim, Period, What
from gongkai.stats.cells import Figure
from gongkai.stats.editions import (
    CARRIED_IN,
    CARRIED_OUT,
    EDITION_2021,
    NEWLY_RECEIVED,
    TOTAL,
    CellId,
    table3_cell,
)
from gongkai.stats.editions import edition as edition_of_key
from gongkai.wording import _


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that a claim can mean: the sum of these cells, and how a message calls it."""

    label: str
    cells: tuple[CellId, ...]


def _total(row: str) -> CellId:
    return table3_cell(row, TOTAL.key)


_NEW = Reading("表三“本年新收”总计", (_total(NEWLY_RECEIVED.key),))
_CARRIED_IN = Reading("表三“上年结转”总计", (_total(CARRIED_IN.key),))
_ON_HAND = Reading("表三“本年新收”与“上年结转”总计之和", (*_NEW.cells, *_CARRIED_IN.cells))
_PROCESSED = Reading("表三办理结果总计", (_total(TOTAL.key),))
_CARRIED_OUT = Reading("表三“结转下年度继续办理”总计", (_total(CARRIED_OUT.key),))
_RECONSIDERED = Reading("表四行政复议总计", ("table4.reconsideration.total",))
_DIRECT = Reading("表四未经复议直接起诉总计", ("table4.direct_litigation.total",))
_AFTER = Reading("表四复议后起诉总计", ("table4.litigation_after_reconsideration.total",))
_LITIGATED = Reading("表四行政诉讼两项总计之和", (*_DIRECT.cells, *_AFTER.cells))

_GROUP_LABELS = {
    "disclosed": "表三“予以公开”总计",
    "partially_disclosed": "表三“部分公开”总计",
    "withheld": "表三“不予公开”各行总计之和",
    "unable_to_provide": "表三“无法提供”各行总计之和",
    "not_processed": "表三“不予处理”各行总计之和",
    "otherwise_handled": "表三“其他处理”总计",
}


@cache
def _outcome(edition_key: str, group: str, one_row: bool) -> tuple[Reading]:
    edition = edition_of_key(edition_key)
    rows = edition.table3_rows_one_row_item_six if one_row else edition.table3_rows
    cells = tuple(_total(row.key) for row in rows if row.key == group or row.key.startswith(f"{group}."))
    return (Reading(_GROUP_LABELS[group], cells),)


Readings = Callable[[Subject, Claim], tuple[Reading, ...]]


def _always(*readings: Reading) -> Readings:
    return lambda _subject, _claim: readings


def _of_outcome(group: str) -> Readings:
    def readings(subject: Subject, _claim: Claim) -> tuple[Reading, ...]:
        edition_key = EDITION_2021.key if subject.edition is None else subject.edition.key
        return _outcome(edition_key, group, subject.item_six_in_one_row)

    return readings


def _litigations(_subject: Subject, claim: Claim) -> tuple[Reading, ...]:
    readings: tuple[Reading, ...] = (_LITIGATED,)
    if "直接" in claim.text or "未经复议" in claim.text:
        readings += (_DIRECT,)
    if "复议后" in claim.text:
        readings += (_AFTER,)
    return readings


_DOCUMENT_COLUMNS = {
    (What.DOCUMENTS_ISSUED, "2021"): ("issued",),
    (What.DOCUMENTS_REPEALED, "2021"): ("repealed",),
    (What.DOCUMENTS_IN_FORCE, "2021"): ("in_force",),
    (What.DOCUMENTS_ISSUED, "2019"): ("newly_made", "newly_published"),
    # The trial format of 2019 asks neither what was repealed nor what is in force.
    (What.DOCUMENTS_REPEALED, "2019"): (),
    (What.DOCUMENTS_IN_FORCE, "2019"): (),
}
_COLUMN_LABELS = {
    "issued": "本年制发件数",
    "repealed": "本年废止件数",
    "in_force": "现行有效件数",
    "newly_made": "本年新制作数量",
    "newly_published": "本年新公开数量",
}


def _documents(subject: Subject, claim: Claim) -> tuple[Reading, ...]:
    """Documents are 行政规范性文件 unless the clause speaks of 规章, and then either or both together."""
    edition_key = EDITION_2021.key if subject.edition is None else subject.edition.key
    of_rules, of_documents, of_both = _document_readings(claim.what, edition_key)
    if "规章" not in claim.text:
        return of_documents
    return of_rules if "规范性文件" not in claim.text else of_documents + of_rules + of_both


@cache
def _document_readings(what: What, edition_key: str) -> tuple[tuple[Reading, ...], ...]:
    """Return what a figure about documents can be: of rules, of normative documents, of both together."""
    of_rules, of_documents, of_both = [], [], []
    for column in _DOCUMENT_COLUMNS[what, edition_key]:
        label = _COLUMN_LABELS[column]
        rules, documents = f"table2.government_rules.{column}", f"table2.normative_documents.{column}"
        of_rules.append(Reading(f"表二规章“{label}”", (rules,)))
        of_documents.append(Reading(f"表二行政规范性文件“{label}”", (documents,)))
        of_both.append(Reading(f"表二规章与行政规范性文件“{label}”之和", (rules, documents)))
    return tuple(of_rules), tuple(of_documents), tuple(of_both)


def claims_of_the_year(subject: Subject) -> Mapping[What, list[Claim]]:
    """Sort the claims about the reporting year by what they state."""
    sorted_out: dict[What, list[Claim]] = {}
    for claim in subject.report.claims:
        if claim.period is Period.YEAR:
            sorted_out.setdefault(claim.what, []).append(claim)
    return sorted_out


@dataclass(frozen=True, slots=True)
class _Unconfirmed:
    """A claim that no cell confirms, and what the tables have instead; without an upper bound it may still be right."""

    claim: Claim
    reading: Reading | None
    figure: Bounds
    open: bool


def _judge(what: What, readings_of: Readings) -> Callable[[Rule, Subject], Iterator[Finding]]:
    """Return the judge of one kind of claim."""

    def judge(rule: Rule, subject: Subject) -> Iterator[Finding]:
        claims = subject.once(claims_of_the_year).get(what)
        if not claims:
            return
        unconfirmed = []
        confirmed: Figure | None = None
        for claim in claims:
            readings = readings_of(subject, claim)
            confirming = _confirming(claim, readings, subject.numbers)
            if confirming is not None:
                confirmed = claim.value
                yield rule.holds(cells=confirming.cells)
            else:
                unconfirmed.append(_unconfirmed(claim, readings, subject))
        if not unconfirmed:
            return
        wrong = [each for each in unconfirmed if not each.open]
        if confirmed is None or not _adds_up([each.claim.value for each in wrong], confirmed):
            yield from (_differs(rule, each) for each in wrong)
        open_ = [each for each in unconfirmed if each.open]
        if open_:
            yield _among_themselves(rule, what, open_, subject)

    return judge


def _adds_up(parts: list[Figure], whole: Figure) -> bool:
    """Say whether figures are the parts of another: 收到12件，其中网上9件、信函3件."""
    return len(parts) > 1 and sum(parts) == whole


def _confirming(claim: Claim, readings: tuple[Reading, ...], numbers: Mapping[CellId, Figure]) -> Reading | None:
    """Return the reading by which the tables say what the claim says."""
    least, most = _meant(claim)
    for reading in readings:
        try:
            if least <= sum(map(numbers.__getitem__, reading.cells)) <= most:
                return reading
        except KeyError:
            continue
    return None


def _unconfirmed(claim: Claim, readings: tuple[Reading, ...], subject: Subject) -> _Unconfirmed:
    """Say what the tables have in place of a claim: of several readings, one that leaves it open or the first."""
    most = _meant(claim)[1]
    first: _Unconfirmed | None = None
    for reading in readings:
        known = [subject.numbers[cell_id] for cell_id in reading.cells if cell_id in subject.numbers]
        figure = Bounds(sum(known), sum(known) if len(known) == len(reading.cells) else None)
        if figure.high is None and figure.low <= most:
            return _Unconfirmed(claim, reading, figure, open=True)
        first = first or _Unconfirmed(claim, reading, figure, open=False)
    return first or _Unconfirmed(claim, None, Bounds(0, None), open=True)


_OVER = re.compile("[余多逾超]")
_UNDER = re.compile("近|不足|不到")
_WAN = 10_000


def _meant(claim: Claim) -> tuple[Figure, Figure]:
    """Return the least and the greatest count that a claim can mean.

    100余 is at least 100 and less than 200, 近100 the other way round, 约100 either; 1.4万件 is rounded.
    """
    value = claim.value
    if value <= 0 or not (claim.approximate or (value >= _WAN and "万" in claim.text)):
        return value, value
    slack = _last_place(value) - 1
    if _OVER.search(claim.text):
        return value, value + slack
    if _UNDER.search(claim.text):
        return value - slack, value
    return value - slack, value + slack


def _last_place(value: Figure) -> int:
    """Return the place of the last digit that is not zero: 100 for 1200."""
    place = 1
    while value % (place * 10) == 0:
        place *= 10
    return place


def _differs(rule: Rule, each: _Unconfirmed) -> Finding:
    assert each.reading is not None
    if each.figure.high is None:
        said = _("已填的数合计已有 {figure}").format(figure=plain(each.figure.low))
    else:
        said = _("是 {figure}").format(figure=plain(each.figure.high))
    message = _("正文{quoted}是 {value}，{label}{said}，两者不一致。请核对正文和表格。").format(
        quoted=_quoted(each.claim), value=plain(each.claim.value), label=each.reading.label, said=said
    )
    return rule.broken(message, cells=each.reading.cells, left=each.claim.value, right=each.figure.exact)


_QUOTED_CHARACTERS = 40


def _quoted(claim: Claim) -> str:
    text = "".join(claim.text.split())
    if len(text) > _QUOTED_CHARACTERS:
        text = f"{text[:_QUOTED_CHARACTERS]}…"
    return f"“{text}”" if text else _("所述{what}").format(what=_TITLES[claim.what])


def _among_themselves(rule: Rule, what: What, open_: list[_Unconfirmed], subject: Subject) -> Finding:
    """Compare claims that the tables do not decide with each other."""
    by_reading: dict[Reading | None, list[Claim]] = {}
    for each in open_:
        if not each.claim.approximate:
            by_reading.setdefault(each.reading, []).append(each.claim)
    for claims in by_reading.values():
        values = sorted({claim.value for claim in claims})
        if (
            len(values) > 1
            and not _adds_up(values[:-1], values[-1])
            and not _includes_carried_in(values, what, subject)
        ):
            message = _("正文前后不一致：{claims}。请统一。").format(
                claims="；".join(f"{_quoted(claim)}是 {plain(claim.value)}" for claim in claims)
            )
            return rule.broken(message, left=values[0], right=values[-1])
    claim, reading = open_[0].claim, open_[0].reading
    if subject.edition is None or reading is None:
        return rule.holds()
    message = _("正文{quoted}是 {value}，{label}空白、没有或者不是数字，无法核对。").format(
        quoted=_quoted(claim), value=plain(claim.value), label=reading.label
    )
    return rule.undetermined(message, cells=reading.cells, left=claim.value)


def _includes_carried_in(values: list[Figure], what: What, subject: Subject) -> bool:
    """新收12件，加上年结转2件，共受理14件: the second figure is the first and what was carried in."""
    carried_in = subject.once(claims_of_the_year).get(What.REQUESTS_CARRIED_IN, ())
    return what in (What.REQUESTS_RECEIVED, What.REQUESTS_PROCESSED) and any(
        values[-1] - values[0] == claim.value for claim in carried_in
    )


_FEES = "table2.administrative_fees_wan_yuan"


def _fee_requests(rule: Rule, subject: Subject) -> Iterator[Finding]:
    for claim in subject.once(claims_of_the_year).get(What.FEE_REQUESTS, ()):
        on_hand = [subject.numbers.get(cell_id) for cell_id in _ON_HAND.cells]
        if claim.approximate or None in on_hand:
            continue
        most = sum(figure for figure in on_hand if figure is not None)
        if claim.value <= most:
            yield rule.holds(cells=_ON_HAND.cells)
        else:
            message = _("正文{quoted}是 {value} 件，{label}只有 {most}。收费的申请不能多于全部申请，请核对。")
            yield rule.broken(
                message.format(quoted=_quoted(claim), value=plain(claim.value), label=_ON_HAND.label, most=plain(most)),
                cells=_ON_HAND.cells,
                left=claim.value,
                right=most,
            )


def _fee_yuan(rule: Rule, subject: Subject) -> Iterator[Finding]:
    claims = subject.once(claims_of_the_year)
    requests = {claim.value for claim in claims.get(What.FEE_REQUESTS, ())}
    fees = subject.numbers.get(_FEES)
    for claim in claims.get(What.FEE_YUAN, ()):
        if claim.value > 0 and requests == {0}:
            message = _("正文{quoted}是 {value} 元，而收费的申请是 0 件，两者不一致。请核对。")
            yield rule.broken(
                message.format(quoted=_quoted(claim), value=plain(claim.value)), left=claim.value, right=0
            )
        elif fees is not None and not claim.approximate:
            # The table is in 万元 and rounded as it is printed.
            exponent = fees.as_tuple().exponent if isinstance(fees, Decimal) else 0
            printed = fees * _WAN
            rounding = Decimal(_WAN).scaleb(int(exponent)) / 2
            if claim.value <= printed + rounding:
                yield rule.holds(cells=(_FEES,))
            else:
                message = _(
                    "正文{quoted}是 {value} 元，"
                    "表二“行政事业性收费”只有 {fees} 万元。信息处理费是行政事业性收费，请核对是否漏计。"
                )
                yield rule.broken(
                    message.format(quoted=_quoted(claim), value=plain(claim.value), fees=plain(fees)),
                    severity=Severity.WARNING,
                    cells=(_FEES,),
                    left=claim.value,
                    right=printed,
                )


_DIVIDED = re.compile(r"(\d{1,12})([条篇次期份])[^。]{0,40}其中([^。]*)")


def _items_published(rule: Rule, subject: Subject) -> Iterator[Finding]:
    """What was published has no cell: only parts that add up to more than their whole can be wrong.

    Reading a section again for its parts takes longer than every other rule, so it is done only where adding
    whatever figures follow 其中 makes it worth while.
    """
    for section in ("overview", "disclosure"):
        text = subject.text(section)
        divided = list(_DIVIDED.finditer(text)) if "其中" in text else []
        if any(_sum_of_parts(match) > int(match[1]) for match in divided):
            for breakdown in find_breakdowns({section: subject.report.narrative[section]}, subject.report.year):
                yield _parts_within_whole(rule, breakdown)
        elif divided:
            yield rule.holds()


def _sum_of_parts(match: re.Match[str]) -> int:
    return sum(int(figure) for figure in re.findall(rf"(\d{{1,12}}){match[2]}", match[3]))


def _parts_within_whole(rule: Rule, breakdown: Breakdown) -> Finding:
    total, parts = breakdown.total.value, [part.value for part in breakdown.parts]
    if sum(parts) <= total:
        return rule.holds()
    message = _("正文{quoted}是 {total} {unit}，其中各项 {parts} = {sum}，多于总数。请核对。").format(
        quoted=_quoted(breakdown.total),
        total=plain(total),
        unit=breakdown.total.unit,
        parts=" + ".join(map(plain, parts)),
        sum=plain(sum(parts)),
    )
    return rule.broken(message, left=total, right=sum(parts))


_TITLES = {
    What.ITEMS_PUBLISHED: _("公开信息数"),
    What.REQUESTS_RECEIVED: _("收到申请数"),
    What.REQUESTS_CARRIED_IN: _("上年结转数"),
    What.REQUESTS_PROCESSED: _("办结申请数"),
    What.REQUESTS_DISCLOSED: _("予以公开数"),
    What.REQUESTS_PARTIALLY_DISCLOSED: _("部分公开数"),
    What.REQUESTS_WITHHELD: _("不予公开数"),
    What.REQUESTS_UNABLE_TO_PROVIDE: _("无法提供数"),
    What.REQUESTS_NOT_PROCESSED: _("不予处理数"),
    What.REQUESTS_OTHERWISE_HANDLED: _("其他处理数"),
    What.REQUESTS_CARRIED_OUT: _("结转下年度数"),
    What.RECONSIDERATIONS: _("行政复议件数"),
    What.LITIGATIONS: _("行政诉讼件数"),
    What.DOCUMENTS_ISSUED: _("制发文件数"),
    What.DOCUMENTS_REPEALED: _("废止文件数"),
    What.DOCUMENTS_IN_FORCE: _("现行有效文件数"),
    What.FEE_REQUESTS: _("收费申请数"),
    What.FEE_YUAN: _("信息处理费金额"),
}
_READINGS: Mapping[What, Readings] = {
    What.REQUESTS_RECEIVED: _always(_NEW, _ON_HAND),
    What.REQUESTS_CARRIED_IN: _always(_CARRIED_IN),
    What.REQUESTS_PROCESSED: _always(_PROCESSED, _ON_HAND),
    What.REQUESTS_DISCLOSED: _of_outcome("disclosed"),
    What.REQUESTS_PARTIALLY_DISCLOSED: _of_outcome("partially_disclosed"),
    What.REQUESTS_WITHHELD: _of_outcome("withheld"),
    What.REQUESTS_UNABLE_TO_PROVIDE: _of_outcome("unable_to_provide"),
    What.REQUESTS_NOT_PROCESSED: _of_outcome("not_processed"),
    What.REQUESTS_OTHERWISE_HANDLED: _of_outcome("otherwise_handled"),
    What.REQUESTS_CARRIED_OUT: _always(_CARRIED_OUT),
    What.RECONSIDERATIONS: _always(_RECONSIDERED),
    What.LITIGATIONS: _litigations,
    What.DOCUMENTS_ISSUED: _documents,
    What.DOCUMENTS_REPEALED: _documents,
    What.DOCUMENTS_IN_FORCE: _documents,
}
_OTHER_JUDGES = {What.FEE_REQUESTS: (_fee_requests, 20), What.FEE_YUAN: (_fee_yuan, 90_000)}
_WRONG = 7
"""A figure that no sum of the sound example has."""
_OVERVIEW = sound_report(EDITION_2021).narrative["overview"]

RULES = (
    Rule(
        f"prose.{What.ITEMS_PUBLISHED.value}",
        _("公开信息的分项不多于总数"),
        Severity.WARNING,
        "条例第五十条第一项；本项目：正文自身一致",
        _items_published,
        Example(narrative={"overview": _OVERVIEW.replace("26条", "62条")}),
    ),
    *(
        Rule(
            f"prose.{what.value}",
            _("正文所述{what}与表格一致").format(what=_TITLES[what]),
            Severity.ERROR,
            "条例第五十条；正文与表格应当一致",
            _judge(what, readings),
            Example(claims={what: _WRONG}),
        )
        for what, readings in _READINGS.items()
    ),
    *(
        Rule(
            f"prose.{what.value}",
            _("正文所述{what}与表格相称").format(what=_TITLES[what]),
            Severity.ERROR,
            "条例第四十二条、第五十条；政府信息公开信息处理费管理办法",
            judge,
            Example(claims={what: wrong}),
        )
        for what, (judge, wrong) in _OTHER_JUDGES.items()
    ),
)
