"""The table of agencies (机关表): whose report a file is, where that agency stands, and what its report adds up.

``AGENCIES.csv`` has the header ``file,agency,code,kind,parent,valid_from,valid_to``. A row says of a file, or of every
report that names an agency, which agency it is: a GB/T 2260 code and, but for the government of that place, a name.
Nothing else is believed: 鼓楼区 exists in four cities, and no code is ever guessed from a name.

``parent`` is the agency whose report adds this one's up, by its code (the government of that place) or its name. An
agency that is somebody's parent reports an aggregate. A row is valid for a year if it is on the 31st of December.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from gongkai.corpus.errors import CorpusError
from gongkai.report.model import folded
from gongkai.wording import _

HEADER = ("file", "agency", "code", "kind", "parent", "valid_from", "valid_to")
FIRST_YEAR, LAST_YEAR = 2004, 2999
_SHOWN_FAULTS = 20
_LARGEST_TABLE = 200 * 1024 * 1024


class Kind(StrEnum):
    """What an agency is, as far as sums by kind tell agencies apart; the labels may stand in the table, too."""

    GOVERNMENT = "government"
    DEPARTMENT = "department"
    TOWNSHIP = "township"
    SUBDISTRICT = "subdistrict"
    DISPATCHED = "dispatched"
    ORGANIZATION = "organization"

    @property
    def label(self) -> str:
        """The kind in Chinese."""
        return _LABELS[self]


_LABELS = {
    Kind.GOVERNMENT: _("人民政府"),
    Kind.DEPARTMENT: _("部门"),
    Kind.TOWNSHIP: _("乡镇人民政府"),
    Kind.SUBDISTRICT: _("街道办事处"),
    Kind.DISPATCHED: _("派出机构"),
    Kind.ORGANIZATION: _("授权组织"),
}
_KINDS = {**{each.value: each for each in Kind}, **{label: kind for kind, label in _LABELS.items()}}

PROVINCES: Mapping[str, str] = {
    "11": "北京市",
    "12": "天津市",
    "13": "河北省",
    "14": "山西省",
    "15": "内蒙古自治区",
    "21": "辽宁省",
    "22": "吉林省",
    "23": "黑龙江省",
    "31": "上海市",
    "32": "江苏省",
    "33": "浙江省",
    "34": "安徽省",
    "35": "福建省",
    "36": "江西省",
    "37": "山东省",
    "41": "河南省",
    "42": "湖北省",
    "43": "湖南省",
    "44": "广东省",
    "45": "广西壮族自治区",
    "46": "海南省",
    "50": "重庆市",
    "51": "四川省",
    "52": "贵州省",
    "53": "云南省",
    "54": "西藏自治区",
    "61": "陕西省",
    "62": "甘肃省",
    "63": "青海省",
    "64": "宁夏回族自治区",
    "65": "新疆维吾尔自治区",
    "71": "台湾省",
    "81": "香港特别行政区",
    "82": "澳门特别行政区",
}
"""Provinces by the first two digits of their codes (GB/T 2260)."""


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency in the years for which one row speaks of it.

    ``key`` tells agencies apart over the years: the code and, but for the government of a place, the name.
    """

    key: str
    name: str
    code: str
    kind: Kind
    parent_key: str | None
    first_year: int
    last_year: int
    line: int

    def is_valid(self, year: int) -> bool:
        """Say whether the row speaks of a year."""
        return self.first_year <= year <= self.last_year

    @property
    def place(self) -> dict[str, str | None]:
        """The codes of the province, the city and the county in which it stands, as far as its own code goes."""
        return {
            "province": f"{self.code[:2]}0000",
            "city": f"{self.code[:4]}00" if self.code[2:4] != "00" else None,
            "county": self.code[:6] if self.code[4:6] != "00" else None,
        }


@dataclass(frozen=True, slots=True)
class Resolved:
    """Whose report it is, or why that cannot be said."""

    agency: Agency | None
    why_unknown: str | None = None


@dataclass(frozen=True, slots=True)
class Descent:
    """An agency and one above it, in the years in which the one's report is added up in the other's."""

    agency_key: str
    ancestor_key: str
    first_year: int
    last_year: int


@dataclass(frozen=True)
class AgencyTable:
    """Every row of the table, and what to look them up by. ``ambiguous`` are names that several agencies have."""

    agencies: tuple[Agency, ...] = ()
    by_file: Mapping[str, tuple[Agency, ...]] = field(default_factory=dict)
    by_name: Mapping[str, tuple[Agency, ...]] = field(default_factory=dict)

    def whose(self, file: str, agency: str | None, year: int | None) -> Resolved:
        """Return whose report a file is: by its file, else by the name that it gives, never by half a name."""
        if not self.agencies:
            return Resolved(None, _("没有给出机关表"))
        if year is None:
            return Resolved(None, _("没有读到年度"))
        rows = self.by_file.get(file)
        if rows is None:
            rows = self.by_name.get(folded(agency or ""), ())
        valid = {each.key: each for each in rows if each.is_valid(year)}
        if len(valid) == 1:
            return Resolved(next(iter(valid.values())))
        if valid:
            return Resolved(None, _("同名的机关不止一个，要在机关表中写明文件"))
        if rows:
            return Resolved(None, _("机关表中该机关在这一年无效"))
        return Resolved(None, _("不在机关表中"))

    @property
    def ambiguous(self) -> tuple[str, ...]:
        """The names that several agencies of one time have."""
        return tuple(
            name
            for name, rows in self.by_name.items()
            if any(
                one.key != other.key and one.first_year <= other.last_year and other.first_year <= one.last_year
                for number, one in enumerate(rows)
                for other in rows[:number]
            )
        )

    def lineage(self) -> Iterator[Descent]:
        """Yield every agency with each agency above it whose report adds it up, directly or by another's, and when."""
        rows: dict[str, list[Agency]] = defaultdict(list)
        for each in self.agencies:
            if each.parent_key is not None:
                rows[each.key].append(each)
        seen: set[Descent] = set()
        for each in self.agencies:
            waiting = [Descent(each.key, each.key, each.first_year, each.last_year)]
            while waiting:
                at = waiting.pop()
                for row in rows.get(at.ancestor_key, ()):
                    first, last = max(at.first_year, row.first_year), min(at.last_year, row.last_year)
                    found = Descent(each.key, str(row.parent_key), first, last)
                    if first <= last and found.ancestor_key != each.key and found not in seen:
                        seen.add(found)
                        waiting.append(found)
                        yield found

    def rows(self) -> Iterator[dict[str, object]]:
        """Yield the rows of the table ``agencies``: of each agency one for each year, as its first row there says."""
        above = {each.parent_key for each in self.agencies}
        spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for each in self.agencies:
            for first, last in list(_outside(spans[each.key], each.first_year, each.last_year)):
                spans[each.key].append((first, last))
                yield {
                    "agency_key": each.key,
                    "agency": each.name,
                    "code": each.code,
                    "kind": each.kind.value,
                    **each.place,
                    "parent_key": each.parent_key,
                    "aggregate": each.key in above,
                    "first_year": first,
                    "last_year": last,
                }


def _outside(spans: Iterable[tuple[int, int]], first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield what is left of the years from ``first`` to ``last`` without some spans that do not overlap."""
    for start, end in sorted(spans):
        if start <= last and end >= first:
            if first < start:
                yield first, start - 1
            first = end + 1
    if first <= last:
        yield first, last


def read_agencies(path: Path) -> AgencyTable:
    """Return the table of agencies; raise with every fault of it, by line, since half of it would give wrong sums."""
    faults: list[str] = []
    rows = list(_rows(path, faults))
    agencies = _with_parents(rows, faults)
    _contradictions(agencies, [row for row, _parent in rows], faults)
    if faults:
        more = len(faults) - _SHOWN_FAULTS
        shown = "\n".join(faults[:_SHOWN_FAULTS])
        if more > 0:
            shown += _("\n另有 {count} 处。").format(count=more)
        raise CorpusError(_("机关表 {path} 有误，没有读取任何报告：\n{faults}").format(path=path, faults=shown))
    by_file: dict[str, list[Agency]] = defaultdict(list)
    by_name: dict[str, list[Agency]] = defaultdict(list)
    for (row, _parent), agency in zip(rows, agencies, strict=True):
        if row.file:
            by_file[row.file].append(agency)
        if row.agency:
            by_name[folded(row.agency)].append(agency)
    return AgencyTable(
        tuple(agencies),
        {file: tuple(found) for file, found in by_file.items()},
        {name: tuple(found) for name, found in by_name.items()},
    )


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    file: str
    agency: str
    code: str
    kind: Kind
    first_year: int
    last_year: int

    @property
    def key(self) -> str:
        if self.kind is Kind.GOVERNMENT:
            return f"{self.code}/government"
        return f"{self.code}/{folded(self.agency or self.file)}"


def _rows(path: Path, faults: list[str]) -> Iterator[tuple[_Row, str]]:
    for line, record in _records(path):
        values = {key: (value or "").strip() for key, value in record.items() if isinstance(key, str)}
        wrong = list(_faults_of_row(values, record))
        if wrong:
            faults += [_("第 {line} 行：{fault}").format(line=line, fault=fault) for fault in wrong]
            continue
        first, last = (_day(values[name]) for name in ("valid_from", "valid_to"))
        row = _Row(
            line,
            values["file"].replace("\\", "/").removeprefix("./"),
            values["agency"],
            values["code"],
            _KINDS[values["kind"]],
            FIRST_YEAR if first is None else first.year,
            # What ends on the last day of a year was still valid on it.
            LAST_YEAR if last is None else last.year - ((last.month, last.day) != (12, 31)),
        )
        yield row, values["parent"]


def _records(path: Path) -> Iterator[tuple[int, Mapping[str | None, str | None]]]:
    try:
        if path.stat().st_size > _LARGEST_TABLE:
            raise CorpusError(_("机关表 {path} 超过 200 MB，请确认选对了文件。").format(path=path))
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CorpusError(_("机关表 {path} 不是 UTF-8 编码，请另存为“CSV UTF-8”。").format(path=path)) from None
    except OSError as error:
        raise CorpusError(
            _("机关表 {path} 无法读取：{reason}。").format(path=path, reason=error.strerror or error)
        ) from error
    reader = csv.DictReader(text.splitlines())
    if tuple(name.strip() for name in reader.fieldnames or ()) != HEADER:
        raise CorpusError(_("机关表 {path} 的第一行应当是 {header}。").format(path=path, header=",".join(HEADER)))
    try:
        for record in reader:
            if any(isinstance(value, str) and value.strip() for value in record.values()):
                yield reader.line_num, record
    except csv.Error as error:
        raise CorpusError(
            _("机关表 {path} 第 {line} 行不是 CSV：{error}。").format(path=path, line=reader.line_num, error=error)
        ) from error


_CODE = re.compile(r"[1-9]\d{5}(?:\d{3}){0,2}", re.ASCII)


def _faults_of_row(values: Mapping[str, str], record: Mapping[str | None, object]) -> Iterator[str]:
    if None in record or len(values) < len(HEADER) or None in record.values():
        yield _("应当有 {count} 列").format(count=len(HEADER))
        return
    if not values["file"] and not values["agency"]:
        yield _("file 和 agency 至少要填一个")
    if not _CODE.fullmatch(values["code"]):
        yield _("code“{code}”不是 6 位（乡镇、街道可以是 9 位或 12 位）行政区划代码").format(code=values["code"])
    elif values["code"][:2] not in PROVINCES:
        yield _("code“{code}”的前两位不是任何省级行政区").format(code=values["code"])
    if values["kind"] not in _KINDS:
        yield _("kind“{kind}”不在可用的值之内：{kinds}").format(
            kind=values["kind"], kinds="、".join(f"{each.value}（{each.label}）" for each in Kind)
        )
    days = {}
    for name in ("valid_from", "valid_to"):
        try:
            days[name] = _day(values[name])
        except ValueError:
            yield _("{name}“{day}”不是日期，应当写成 2024-01-31 这样").format(name=name, day=values[name])
    first, last = days.get("valid_from"), days.get("valid_to")
    if first is not None and last is not None and first > last:
        yield _("valid_from {first} 晚于 valid_to {last}").format(first=first, last=last)


def _day(text: str) -> date | None:
    if not text:
        return None
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        raise ValueError
    return date.fromisoformat(text)


def _with_parents(rows: Iterable[tuple[_Row, str]], faults: list[str]) -> list[Agency]:
    rows = list(rows)
    governments = {row.code for row, _parent in rows if row.kind is Kind.GOVERNMENT}
    keys_of_name: dict[str, set[str]] = defaultdict(set)
    for row, _parent in rows:
        if row.agency:
            keys_of_name[folded(row.agency)].add(row.key)
    agencies = []
    for row, parent in rows:
        parent_key = None
        if _CODE.fullmatch(parent):
            parent_key = f"{parent}/government"
            if parent not in governments:
                faults.append(
                    _("第 {line} 行：parent“{parent}”在表中没有 kind 为 government 的机关").format(
                        line=row.line, parent=parent
                    )
                )
        elif parent:
            found = keys_of_name.get(folded(parent), set())
            if len(found) == 1:
                (parent_key,) = found
            else:
                what = _("有不止一个，请写代码") if found else _("不在表中")
                faults.append(_("第 {line} 行：parent“{parent}”{what}").format(line=row.line, parent=parent, what=what))
        if parent_key == row.key:
            faults.append(_("第 {line} 行：parent 是它自己").format(line=row.line))
        name = row.agency or (row.code if row.kind is Kind.GOVERNMENT else row.file)
        agencies.append(Agency(row.key, name, row.code, row.kind, parent_key, row.first_year, row.last_year, row.line))
    return agencies


def _contradictions(agencies: Iterable[Agency], rows: Iterable[_Row], faults: list[str]) -> None:
    """Add what two rows say that cannot both be: of one file, or of one agency in one year; and circles of parents."""
    of_file: dict[str, list[tuple[_Row, Agency]]] = defaultdict(list)
    of_agency: dict[str, list[Agency]] = defaultdict(list)
    agencies = list(agencies)
    # Rows that had faults of their own are not among the agencies.
    for row, agency in zip(rows, agencies, strict=True):
        if row.file:
            of_file[row.file].append((row, agency))
        of_agency[agency.key].append(agency)
    for file, found in of_file.items():
        for one, other in _overlapping([agency for _row, agency in found]):
            if one.key != other.key:
                faults.append(
                    _("第 {line} 行：文件“{file}”在第 {earlier} 行属于另一个机关").format(
                        line=other.line, file=file, earlier=one.line
                    )
                )
    for found_agencies in of_agency.values():
        for one, other in _overlapping(found_agencies):
            for what, differs in (
                ("kind", one.kind is not other.kind),
                ("parent", one.parent_key != other.parent_key),
            ):
                if differs:
                    faults.append(
                        _("第 {line} 行：“{agency}”（{code}）的 {what} 与第 {earlier} 行不同，而有效期重叠").format(
                            line=other.line, agency=other.name, code=other.code, what=what, earlier=one.line
                        )
                    )
    for circle in _circles(agencies):
        faults.append(_("上级关系成了圈：{circle}").format(circle=" → ".join(circle)))


def _overlapping(agencies: list[Agency]) -> Iterator[tuple[Agency, Agency]]:
    """Yield each row with the first one before it that speaks of the same year."""
    for number, other in enumerate(agencies):
        for one in agencies[:number]:
            if one.first_year <= other.last_year and other.first_year <= one.last_year:
                yield one, other
                break


def _circles(agencies: Iterable[Agency]) -> Iterator[tuple[str, ...]]:
    parent_of: dict[str, set[str]] = defaultdict(set)
    names = {}
    for each in agencies:
        names[each.key] = each.name
        if each.parent_key is not None and each.parent_key != each.key:
            parent_of[each.key].add(each.parent_key)
    done: set[str] = set()
    for start in list(parent_of):
        path: list[str] = []
        waiting = [(start, 0)]
        while waiting:
            key, depth = waiting.pop()
            del path[depth:]
            if key in path:
                circle = path[path.index(key) :]
                yield (*(names[each] for each in circle), names[key])
            elif key not in done:
                path.append(key)
                waiting += [(each, depth + 1) for each in parent_of.get(key, ())]
        done |= set(path)
        done.add(start)
