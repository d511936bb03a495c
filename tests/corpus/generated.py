"""A folder of generated reports with known errors, as a researcher has it: places in a tree, years, mixed formats.

Names are plainly examples; the codes are of places, since only those are accepted. The figures of a department are the
example's times a factor, and a government's are those of itself and of everything under it together, so that every
sum over agencies is known without adding anything up.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, cycle
from pathlib import Path

from tests.golden.forms import FORMS
from tests.known_errors import (
    Breaks,
    broken_by,
    examples,
    figures_to_change,
    misstatements,
    one_too_many,
    renamed,
    sound,
)

from gongkai.report.model import AnnualReport
from gongkai.stats.editions import EDITION_2021, EDITIONS, Edition, edition_of_year

YEARS = (2019, 2020, 2021, 2022, 2023)
DEPARTMENTS = ("商务局", "教育局", "民政局")
_PROVINCES = (("示例甲省", "32"), ("示例乙省", "33"))
_CITIES, _COUNTIES = "子丑寅卯", "东西南北中"


@dataclass
class Office:
    """An agency of the tree. ``factor`` says how many times the example's its own figures are."""

    name: str
    code: str
    parent: "Office | None"
    factor: int
    members: list["Office"] = field(default_factory=list)

    @property
    def is_government(self) -> bool:
        return self.name.endswith("人民政府")

    @property
    def reported_factor(self) -> int:
        """How many times the example's its reported figures are: those of its members added."""
        return self.factor + sum(member.reported_factor for member in self.members)

    def row(self) -> str:
        """Return its line of the table of agencies."""
        kind = "government" if self.is_government else "department"
        return f",{self.name},{self.code},{kind},{self.parent.code if self.parent else ''},,"


@dataclass(frozen=True)
class Generated:
    """What was written, and what is wrong in it."""

    folder: Path
    agencies: Path
    offices: tuple[Office, ...]
    broken: Mapping[str, frozenset[str]]
    """The rules that each file breaks, as ``known_errors.family`` names them."""


def offices(*, provinces: int, cities: int, counties: int) -> list[Office]:
    """Return the agencies of a tree: in every place a government and its departments."""
    found: list[Office] = []

    def place(name: str, code: str, parent: Office | None) -> Office:
        government = Office(f"{name}人民政府", code, parent, 1 + len(found) % 7)
        found.append(government)
        if parent is not None:
            parent.members.append(government)
        for department in DEPARTMENTS:
            member = Office(f"{name}{department}", code, government, 1 + len(found) % 9)
            government.members.append(member)
            found.append(member)
        return government

    for province, prefix in _PROVINCES[:provinces]:
        above = place(province, f"{prefix}0000", None)
        for city in range(cities):
            city_name = f"{province}{_CITIES[city]}市"
            middle = place(city_name, f"{prefix}{city + 1:02}00", above)
            for county in range(counties):
                place(f"{city_name}{_COUNTIES[county]}县", f"{prefix}{city + 1:02}{county + 1:02}", middle)
    return found


def _errors(edition: Edition) -> Iterator[str]:
    """Yield every kind of error of an edition, and again: cells with one too many, and rules of the prose."""
    cells, prose = list(figures_to_change(edition)), misstatements(edition)
    return cycle([*chain.from_iterable(zip(cells, prose, strict=False)), *cells[len(prose) :]])


def _with_error(office: Office, year: int, error: str) -> tuple[AnnualReport, Breaks]:
    """Return the report of an office with an error in it, and what it breaks."""
    if error.startswith("prose."):
        report = sound(office.name, year, factor=office.reported_factor, wrong=error)
        return report, Breaks(frozenset({error}))
    report = sound(office.name, year, factor=office.reported_factor, stated=False)
    return one_too_many(report, error), broken_by(error)


def _yearly(tree: Iterable[Office]) -> Iterator[tuple[Office, int, AnnualReport, frozenset[str]]]:
    """Yield the reports of every office for every year, and what each breaks.

    Two reports of an office, not of neighbouring years, have an error.
    """
    errors = {edition.key: _errors(edition) for edition in EDITIONS}
    for number, office in enumerate(tree):
        wrong_years = {YEARS[number % len(YEARS)], YEARS[(number + 2) % len(YEARS)]}
        from_last_year: frozenset[str] = frozenset()
        for year in YEARS:
            edition = edition_of_year(year)
            assert edition is not None
            if year in wrong_years:
                report, breaks = _with_error(office, year, next(errors[edition.key]))
            else:
                report, breaks = sound(office.name, year, factor=office.reported_factor), Breaks(frozenset())
            broken = breaks.alone | from_last_year
            if year > YEARS[0]:
                broken |= breaks.with_previous
            if year == EDITION_2021.first_year:
                # The format of the year before did not count what is in force.
                broken -= {"table2.in_force.normative_documents"}
            yield office, year, report, broken
            from_last_year = breaks.with_next


def generate(at: Path, *, provinces: int, cities: int, counties: int) -> Generated:
    """Write the reports of a tree for every year, and one report for the failing example of each other rule."""
    tree = offices(provinces=provinces, cities=cities, counties=counties)
    folder, broken = at / "报告", {}
    forms = cycle([(ending, form) for ending, named in FORMS.items() for form in named.values()])
    for office, year, report, breaks in _yearly(tree):
        ending, form = next(forms)
        broken[_written(folder, f"{office.code}/{office.name}{year}{ending}", form(report))] = breaks
    pages = cycle(FORMS[".html"].values())
    for number, (rule, report) in enumerate(examples(), 1):
        name = f"示例丙省{number}县" + ("人民政府" if str(report.agency).endswith("人民政府") else "商务局")
        data = next(pages)(renamed(report, name))
        along = {"table4.across.reconsideration"} if rule.key == "cell.split_digits" else set()
        broken[_written(folder, f"单份/{name}.html", data)] = frozenset({rule.key, *along})
    agencies = at / "机关表.csv"
    rows = "".join(office.row() + "\n" for office in tree)
    agencies.write_text(f"file,agency,code,kind,parent,valid_from,valid_to\n{rows}", encoding="utf-8")
    return Generated(folder, agencies, tuple(tree), broken)


def _written(folder: Path, name: str, data: bytes) -> str:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return name
