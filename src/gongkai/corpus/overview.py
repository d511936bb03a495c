"""What a data set says of a whole region, section by section: every figure with the reports that it counts (汇总报告).

Nothing is guessed. Which reports are missing is known only by the table of agencies; whether one was out in time only
where its page says when it was published, and of agencies for which article 49 sets a day.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

import duckdb

from gongkai.corpus.agencies import PROVINCES, Kind
from gongkai.corpus.checking import summarized, with_the_year_before
from gongkai.corpus.comparing import compare
from gongkai.corpus.rollup import Group, rollup
from gongkai.corpus.rollup_sql import membership_sql
from gongkai.corpus.rulings import Decision, Rulable, Rulings
from gongkai.law.report_due_dates import FIRST_REPORTING_YEAR, Reporter, report_due
from gongkai.report.checks import RULES
from gongkai.stats.editions import CellId
from gongkai.stats.identities import Severity
from gongkai.wording import _

LISTED = 20
"""So many of the reports behind a figure are named; all of them are in the data set."""


@dataclass(frozen=True, slots=True)
class Behind:
    """One of what a figure counts: a report and its file, a file, or a report that is missing and has none."""

    name: str
    file: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and what it counts: how many reports, and the first of them by name.

    ``at_least``: something that it adds is not known, so that it may be more.
    """

    value: int
    of: int = 0
    listed: tuple[Behind, ...] = ()
    at_least: bool = False

    def __str__(self) -> str:
        """Say it as a person reads it."""
        return f"{'≥ ' if self.at_least else ''}{self.value:,}"


@dataclass(frozen=True, slots=True)
class Share:
    """One figure out of another; unknown where there is nothing to take a share of."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """The share, from 0 to 1."""
        return self.part / self.whole if self.whole else None

    def __str__(self) -> str:
        """Say it in per cent."""
        return "—" if self.value is None else f"{self.value:.1%}"


Cell = Figure | Share | str


class ChartKind(StrEnum):
    """How figures are drawn."""

    STACKED = "stacked"
    BARS = "bars"
    LINES = "lines"


@dataclass(frozen=True, slots=True)
class Chart:
    """Some columns of a table as a picture: a label and a number for each row and series."""

    kind: ChartKind
    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[int, ...]], ...]

    def described(self) -> str:
        """Say in words what the picture shows."""
        return _("；").join(
            _("{label}：{values}").format(
                label=label, values=_("，").join(f"{name} {values[at]}" for name, values in self.series)
            )
            for at, label in enumerate(self.labels)
        )


@dataclass(frozen=True, slots=True)
class Part:
    """A table under a heading of its own, drawn too where there is something to see."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    chart: Chart | None = None
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """What is said about one thing; ``notes`` say how it is counted and what is not known."""

    key: str
    title: str
    notes: tuple[str, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """All of it."""

    name: str
    years: tuple[int, ...]
    sections: tuple[Section, ...] = field(default=())

    @property
    def title(self) -> str:
        """The title of the whole."""
        return _("政府信息公开工作年度报告汇总")

    @property
    def span(self) -> str:
        """The years that the reports are about."""
        if not self.years:
            return _("没有读到年度")
        first, last = self.years[0], self.years[-1]
        return (
            _("{year} 年度").format(year=first)
            if first == last
            else _("{first} 至 {last} 年度").format(first=first, last=last)
        )


def overview(connection: duckdb.DuckDBPyConnection, name: str, rulings: Rulings | None = None) -> Overview:
    """Ask an opened data set for everything that a summary shows; ``name`` is what to call it.

    ``rulings`` are what people said of its findings; without any nothing is said of them.
    """
    for statement in _prepared():
        connection.execute(statement)
    years = tuple(
        year for (year,) in connection.execute("SELECT DISTINCT year FROM named WHERE year > 0 ORDER BY 1").fetchall()
    )
    sections = (
        _contents(connection),
        _completeness(connection, years),
        _punctuality(connection),
        _faults(connection, rulings or Rulings()),
        *_sums(connection),
    )
    return Overview(name, years, sections)


def _prepared() -> Iterator[str]:
    yield """
        CREATE TEMP VIEW named AS
        SELECT report, file, agency_key, kind, year, published_on, why_unknown,
            COALESCE(agency, '') AS agency, CONCAT_WS(' ', COALESCE(agency, file), CAST(year AS VARCHAR)) AS name
        FROM reports
    """
    # An agency with several rows for one year is one agency: the rows agree, or the table would have been refused.
    yield """
        CREATE TEMP TABLE due AS
        SELECT a.agency_key, y.year, ANY_VALUE(a.agency) AS agency, ANY_VALUE(a.kind) AS kind,
            ANY_VALUE(a.province) AS province, ANY_VALUE(a.city) AS city, ANY_VALUE(a.county) AS county
        FROM agencies a
        JOIN (SELECT DISTINCT year FROM reports WHERE agency_key IS NOT NULL) y
            ON y.year BETWEEN a.first_year AND a.last_year
        GROUP BY a.agency_key, y.year
    """
    yield """
        CREATE TEMP TABLE filed AS
        SELECT d.*, f.file IS NOT NULL AS present, CONCAT_WS(' ', d.agency, CAST(d.year AS VARCHAR)) AS name,
            COALESCE(f.file, '') AS file
        FROM due d
        LEFT JOIN (SELECT agency_key, year, MIN(file) AS file FROM named GROUP BY agency_key, year) f
            ON f.agency_key = d.agency_key AND f.year = d.year
    """
    families = ", ".join(f"('{rule.key}', '{rule.severity.value}')" for rule in RULES)
    yield f"CREATE TEMP TABLE families AS SELECT * FROM (VALUES {families}) AS t (family, severity)"
    years = with_the_year_before()
    yield f"CREATE TEMP TABLE unequal AS {years.unequal}"
    yield f"""
        CREATE TEMP TABLE between_years AS
        SELECT report, rule FROM ({years.broken})
        UNION ALL
        SELECT report, rule FROM ({years.bounded}) WHERE verdict = 'broken'
    """
    yield """
        CREATE TEMP TABLE broken AS
        WITH found AS (
            SELECT report, rule, severity FROM findings WHERE verdict = 'broken'
            UNION ALL
            SELECT report, rule, NULL FROM between_years
        ), rules AS (
            SELECT r.rule, f.family, f.severity
            FROM (SELECT DISTINCT rule FROM found) r
            JOIN families f ON r.rule = f.family OR STARTS_WITH(r.rule, CONCAT(f.family, '.'))
        )
        SELECT DISTINCT found.report, rules.family, COALESCE(found.severity, rules.severity) AS severity
        FROM found JOIN rules USING (rule)
    """


_NAMED = f"MIN_BY({{'name': name, 'file': file, 'why': why}}, name || file, {LISTED})"
"""The first of the reports that a group counts."""


def _counted(
    connection: duckdb.DuckDBPyConnection, relation: str, keys: Sequence[str], why: str = "''"
) -> dict[tuple[Any, ...], Figure]:
    """Return, for each group of a relation with names and files, how many there are and the first of them."""
    by = ", ".join(keys) if keys else "''"
    rows = connection.execute(
        f"SELECT {by}, COUNT(*), {_NAMED} FROM (SELECT *, {why} AS why FROM {relation}) GROUP BY {by}"
    ).fetchall()
    return {tuple(row[: len(keys)]): Figure(row[-2], row[-2], _listed(row[-1])) for row in rows}


def _listed(rows: Iterable[Mapping[str, str]] | None) -> tuple[Behind, ...]:
    return tuple(Behind(row["name"], row["file"], row["why"]) for row in rows or ())


_NONE = Figure(0)


def _together(one: Figure, other: Figure) -> Figure:
    """Return two figures as one."""
    listed = sorted((*one.listed, *other.listed), key=lambda each: (each.name, each.file))
    return Figure(one.value + other.value, one.of + other.of, tuple(listed[:LISTED]))


def _contents(connection: duckdb.DuckDBPyConnection) -> Section:
    """Say what was read, and what of it is not counted."""
    files = _counted(
        connection,
        "(SELECT file AS name, '' AS file, outcome, reason, same_as FROM files)",
        ["outcome"],
        "COALESCE(reason, same_as, '')",
    )
    reports = _counted(connection, "named", []).get((), _NONE)
    unknown = _counted(connection, "(SELECT * FROM named WHERE agency_key IS NULL)", [], "why_unknown").get((), _NONE)
    untabled = _counted(
        connection, "(SELECT n.* FROM named n JOIN reports r USING (report) WHERE r.variant IS NULL)", []
    ).get((), _NONE)
    several = _counted(
        connection, "(SELECT n.* FROM named n JOIN reports r USING (report) WHERE r.versions > 1)", []
    ).get((), _NONE)
    rows: list[tuple[Cell, ...]] = [
        (_("报告"), reports),
        (_("其中没有表格的（2018 年度以前的格式，或者只有文字）"), untabled),
        (_("其中不知道属于哪个机关的"), unknown),
        (_("其中同一机关同一年度有几份不同的"), several),
        (_("没有采用的文件：与另一个文件完全相同"), files.get(("same_file",), _NONE)),
        (_("没有采用的文件：与另一份报告的机关、年度和数据相同"), files.get(("same_report",), _NONE)),
        (_("没有采用的文件：读不出来"), files.get(("unreadable",), _NONE)),
    ]
    return Section("contents", _("数据来源"), (), (Part(_("读到的报告和文件"), (_("项目"), _("份数")), tuple(rows)),))


def _completeness(connection: duckdb.DuckDBPyConnection, years: Sequence[int]) -> Section:
    """Count which of the agencies of the table have a report for each year (完整性)."""
    title = _("完整性")
    (agencies,) = connection.execute("SELECT COUNT(*) FROM agencies").fetchone() or (0,)
    if not agencies:
        by_year = _counted(connection, "(SELECT * FROM named WHERE year > 0)", ["year"])
        return Section(
            "completeness",
            title,
            (_("建立数据集时没有给出机关表，不知道应当有哪些报告，也就不知道缺少哪些。这里只列出各年度已有的份数。"),),
            (
                Part(
                    _("各年度已有的报告"),
                    (_("年度"), _("已有")),
                    tuple((str(year), by_year[year,]) for year in years),
                    empty=_("没有读到年度的报告。"),
                ),
            ),
        )
    parts = [_filed(connection, _("按年度"), _("年度"), "year", drawn=True)]
    parts.append(_filed(connection, _("按机关类型"), _("机关类型"), "kind"))
    parts.append(_filed(connection, _("按地区"), _("地区"), _place(connection)))
    note = _(
        "应有的报告是机关表中每个机关在其有效年度的报告，年度取数据集里出现的年度。不知道属于哪个机关的报告不计入已有。"
    )
    return Section("completeness", title, (note,), tuple(parts))


def _place(connection: duckdb.DuckDBPyConnection) -> str:
    """Return the widest level of places at which there are several."""
    for level in ("province", "city"):
        (count,) = connection.execute(f"SELECT COUNT(DISTINCT {level}) FROM due").fetchone() or (0,)
        if count > 1:
            return level
    return "county"


def _filed(connection: duckdb.DuckDBPyConnection, title: str, head: str, key: str, *, drawn: bool = False) -> Part:
    figures = _counted(connection, "filed", [key, "present"])
    names = _place_names(connection) if key in _PLACES else {}
    rows: list[tuple[str, Figure, Figure]] = []
    for value in sorted({each for each, _present in figures}, key=lambda each: (each is None, str(each))):
        label = names.get(value) or _label(key, value)
        rows.append((label, figures.get((value, True), _NONE), figures.get((value, False), _NONE)))
    chart = Chart(
        ChartKind.STACKED,
        tuple(label for label, _there, _missing in rows),
        (
            (_("已有"), tuple(there.value for _label, there, _missing in rows)),
            (_("缺少"), tuple(missing.value for _label, _there, missing in rows)),
        ),
    )
    return Part(
        title,
        (head, _("应有"), _("已有"), _("缺少"), _("完整率")),
        tuple(
            (label, due := _together(there, missing), there, missing, Share(there.value, due.value))
            for label, there, missing in rows
        ),
        chart if drawn and rows else None,
        _("机关表中的机关没有报告，数据集里也没有它们的年度。"),
    )


_PLACES = ("province", "city", "county")


def _place_names(connection: duckdb.DuckDBPyConnection) -> dict[object, str]:
    """Return the names of places: that of their government in the table of agencies, and the provinces' own."""
    rows = connection.execute(
        "SELECT code, ANY_VALUE(agency) FROM agencies WHERE kind = 'government' GROUP BY code"
    ).fetchall()
    names: dict[object, str] = {code: name.removesuffix("人民政府") for code, name in rows if name != code}
    return {**{f"{prefix}0000": name for prefix, name in PROVINCES.items()}, **names}


def _label(key: str, value: object) -> str:
    if key == "kind":
        return Kind(str(value)).label
    if value is None:
        return _("本级")
    return str(value)


_IN_TIME, _LATE, _NO_DAY, _NO_DUTY = "in_time", "late", "no_day", "no_duty"


def _punctuality(connection: duckdb.DuckDBPyConnection) -> Section:
    """Compare the day that a page gives with the day of article 49 (条例第四十九条)."""
    connection.execute("CREATE TEMP TABLE report_due (kind VARCHAR, year INTEGER, due DATE)")
    years = connection.execute(
        "SELECT DISTINCT year FROM named WHERE year BETWEEN ? AND ?", [FIRST_REPORTING_YEAR, date.max.year - 2]
    ).fetchall()
    days = [(reporter.value, year, report_due(year, reporter).due) for (year,) in years for reporter in Reporter]
    if days:
        connection.executemany("INSERT INTO report_due VALUES (?, ?, ?)", days)
    figures = _counted(
        connection,
        f"""(
            SELECT n.*, CASE WHEN d.due IS NULL THEN '{_NO_DUTY}' WHEN n.published_on IS NULL THEN '{_NO_DAY}'
                WHEN n.published_on <= d.due THEN '{_IN_TIME}' ELSE '{_LATE}' END AS punctuality
            FROM named n LEFT JOIN report_due d ON d.kind = n.kind AND d.year = n.year
            WHERE n.year > 0
        )""",
        ["year", "punctuality"],
        "COALESCE(CAST(published_on AS VARCHAR), '')",
    )
    columns = (
        (_IN_TIME, _("按期")),
        (_LATE, _("逾期")),
        (_NO_DAY, _("没有写明公布日期")),
        (_NO_DUTY, _("没有可比的期限")),
    )
    found = sorted({year for year, _what in figures})
    rows: list[tuple[Cell, ...]] = [
        (str(year), *(figures.get((year, what), _NONE) for what, _name in columns)) for year in found
    ]
    known = any(figures.get((year, what)) for year in found for what in (_IN_TIME, _LATE))
    chart = Chart(
        ChartKind.STACKED,
        tuple(map(str, found)),
        tuple((name, tuple(figures.get((year, what), _NONE).value for year in found)) for what, name in columns[:2]),
    )
    notes = [
        _(
            "部门的报告应当在次年 1 月 31 日前公布，地方人民政府的应当在次年 3 月 31 日前（条例第四十九条）。"
            "公布日期只取网页自己写明的（PubDate 标签）；没有写明的就是不知道，不作推断。"
            "不知道属于哪个机关的、条例没有规定期限的机关类型，没有可比的期限。"
        )
    ]
    if found and not known:
        notes.append(_("这个数据集里没有一份可以判断是否按期。"))
    part = Part(
        _("各年度是否按期公布"),
        (_("年度"), *(name for _what, name in columns)),
        tuple(rows),
        chart if known else None,
        _("没有读到年度的报告。"),
    )
    return Section("punctuality", _("及时性"), tuple(notes), (part,))


_SEVERITIES = {Severity.ERROR: _("错误"), Severity.WARNING: _("警告"), Severity.INFO: _("提示")}
_DRAWN_RULES = 12


def _faults(connection: duckdb.DuckDBPyConnection, rulings: Rulings) -> Section:
    """Count the reports that break each rule, and those that break none."""
    figures = _counted(
        connection,
        "(SELECT n.*, b.family, b.severity FROM broken b JOIN named n USING (report))",
        ["family", "severity"],
    )
    (reports,) = connection.execute("SELECT COUNT(*) FROM reports").fetchone() or (0,)
    titles = {rule.key: rule.title for rule in RULES}
    order = [severity.value for severity in _SEVERITIES]
    ranked = sorted(figures.items(), key=lambda each: (order.index(each[0][1]), -each[1].value, each[0][0]))
    rows = tuple(
        (titles[family], family, _SEVERITIES[Severity(severity)], figure, Share(figure.value, reports))
        for (family, severity), figure in ranked
    )
    errors = [
        (titles[str(family)], figure) for (family, severity), figure in ranked if severity == Severity.ERROR.value
    ]
    chart = Chart(
        ChartKind.BARS,
        tuple(title for title, _figure in errors[:_DRAWN_RULES]),
        ((_("报告数"), tuple(figure.value for _title, figure in errors[:_DRAWN_RULES])),),
    )
    by_rule = Part(
        _("按规则"),
        (_("规则"), _("编号"), _("级别"), _("报告数"), _("占全部报告")),
        rows,
        chart if errors else None,
        _("没有一份报告不符合任何一条规则。"),
    )
    note = _(
        "每份报告读取时按全部规则核对；机关表写明了机关的，再与上年的报告核对结转和现行有效件数。"
        "一份报告多次不符合同一规则的，只计一次。空白不当作零；无法判定的不计。"
    )
    ruled = (_by_ruling(connection, rulings),) if rulings.by_finding else ()
    return Section("faults", _("发现的问题"), (note,), (_by_gravity(connection), by_rule, *ruled))


def _by_ruling(connection: duckdb.DuckDBPyConnection, rulings: Rulings) -> Part:
    """Count the findings of checks and comparisons on which a person ruled, and those whose values changed since."""
    found: list[Rulable] = [*summarized(connection).faults, *compare(connection).noticed]
    stale = _("判断之后数据已变")
    ruled: dict[str, list[Behind]] = {name: [] for name in (*(each.label for each in Decision), stale)}
    for each in found:
        if (ruling := rulings.on(each)) is not None:
            name = stale if rulings.is_stale(each) else ruling.decision.label
            ruled[name].append(Behind(each.whose.name, each.whose.file, f"{each.rule}　{ruling.reason}"))
    rows: list[tuple[Cell, ...]] = [
        (name, Figure(len(behind), len(behind), tuple(behind[:LISTED]))) for name, behind in ruled.items()
    ]
    rows.append((_("没有判断"), Figure(len(found) - sum(map(len, ruled.values())))))
    return Part(_("按人工判断"), (_("判断"), _("问题数")), tuple(rows))


def _by_gravity(connection: duckdb.DuckDBPyConnection) -> Part:
    """Sort the reports of each year by the gravest fault that they have."""
    figures = _counted(
        connection,
        """(
            SELECT n.*, COALESCE(b.gravity, 0) AS gravity
            FROM named n
            LEFT JOIN (
                SELECT report, MAX(CASE severity WHEN 'error' THEN 2 WHEN 'warning' THEN 1 ELSE 0 END) AS gravity
                FROM broken GROUP BY report
            ) b USING (report)
            WHERE n.year > 0
        )""",
        ["year", "gravity"],
    )
    found = sorted({year for year, _gravity in figures})
    columns = ((2, _("有错误")), (1, _("有警告，没有错误")), (0, _("没有错误和警告")))
    rows: list[tuple[Cell, ...]] = []
    for year in found:
        counts = [figures.get((year, gravity), _NONE) for gravity, _name in columns]
        total = sum(figure.value for figure in counts)
        rows.append((str(year), *counts, Share(counts[0].value, total)))
    chart = Chart(
        ChartKind.STACKED,
        tuple(map(str, found)),
        tuple((name, tuple(figures.get((year, gravity), _NONE).value for year in found)) for gravity, name in columns),
    )
    return Part(
        _("按年度"),
        (_("年度"), *(name for _gravity, name in columns), _("有错误的占")),
        tuple(rows),
        chart if found else None,
        _("没有读到年度的报告。"),
    )


_OUTCOMES = (
    (_("予以公开"), "disclosed"),
    (_("部分公开"), "partially_disclosed"),
    (_("不予公开"), "withheld"),
    (_("无法提供"), "unable_to_provide"),
    (_("不予处理"), "not_processed"),
    (_("其他处理"), "otherwise_handled"),
)
_TRENDS = (
    (_("本年新收"), ("table3.newly_received.total",)),
    (_("上年结转"), ("table3.carried_over_from_last_year.total",)),
    (_("办理结果总计"), ("table3.total.total",)),
    (_("结转下年度"), ("table3.carried_over_to_next_year.total",)),
    (_("行政复议"), ("table4.reconsideration.total",)),
    (_("行政诉讼"), ("table4.direct_litigation.total", "table4.litigation_after_reconsideration.total")),
)
_DRAWN_TRENDS = 4


def _sums(connection: duckdb.DuckDBPyConnection) -> tuple[Section, Section]:
    """Show what agencies report together, nothing counted twice: the outcomes of requests, and how figures move."""
    known = [group for group in rollup(connection, ("year",)).groups if group.known]
    groups = {int(group.key[0]): group for group in known if group.key[0] is not None}
    behind = _counted(
        connection,
        f"""(
            WITH {membership_sql(("year",))}
            SELECT c.year, CONCAT_WS(' ', c.agency, CAST(c.year AS VARCHAR)) AS name, COALESCE(f.file, '') AS file
            FROM counted c LEFT JOIN filed f ON f.agency_key = c.agency_key AND f.year = c.year
            WHERE c.has_reported = 1
        )""",
        ["year"],
    )
    note = _(
        "只加机关表中的机关。已有汇总报告的，加汇总报告，不再加其下级，所以没有一个数加了两次。"
        "有成员缺少报告、有格空白或者认不出的，只知道不少于多少，写作“≥”，不当作零补齐。"
    )
    outcomes = _summed(groups, behind, dict(_outcome_cells(groups)), ChartKind.STACKED)
    trends = _summed(groups, behind, dict(_TRENDS), ChartKind.LINES)
    return (
        Section("outcomes", _("办理结果"), (note,), (outcomes,)),
        Section("trends", _("历年变化"), (note,), (trends,)),
    )


def _outcome_cells(groups: Mapping[int, Group]) -> Iterator[tuple[str, tuple[CellId, ...]]]:
    """Yield each kind of outcome with the totals of its rows, in whichever form they are printed."""
    cells = dict.fromkeys(cell for group in groups.values() for cell in group.sums)
    for label, key in _OUTCOMES:
        total = re.compile(rf"table3\.{key}(\.\w+)?\.total")
        yield label, tuple(cell for cell in cells if total.fullmatch(cell))


def _summed(
    groups: Mapping[int, Group],
    behind: Mapping[tuple[Any, ...], Figure],
    columns: Mapping[str, tuple[CellId, ...]],
    kind: ChartKind,
) -> Part:
    years = sorted(groups)
    rows: list[tuple[Cell, ...]] = []
    for year in years:
        sums = [_sum_of(groups[year], cells, behind.get((year,), _NONE)) for cells in columns.values()]
        rows.append((str(year), *sums))
    drawn = list(columns)[: _DRAWN_TRENDS if kind is ChartKind.LINES else None]
    chart = Chart(
        kind,
        tuple(map(str, years)),
        tuple(
            (name, tuple(cell.value if isinstance(cell := row[at], Figure) else 0 for row in rows))
            for at, name in enumerate(columns, 1)
            if name in drawn
        ),
    )
    return Part(
        _("各年度合计（件）"),
        (_("年度"), *columns),
        tuple(rows),
        chart if rows else None,
        _("没有机关表中的机关的报告可加。"),
    )


def _sum_of(group: Group, cells: Sequence[CellId], behind: Figure) -> Figure:
    """Add up some cells of a group: their numbers, and whether anything is not known."""
    found = [group.sums[cell] for cell in cells if cell in group.sums]
    return Figure(
        sum(int(each.low or 0) for each in found),
        behind.of,
        behind.listed,
        at_least=not found or any(each.exact is None for each in found),
    )
