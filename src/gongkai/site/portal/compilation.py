"""The annual report (年度报告) compiled thinly: publications and registers are counted; cases are empty."""

from gongkai.report.model import AnnualReport, Claim, What
from gongkai.site.agencies.models import Agency
from gongkai.site.catalogue.counting import by_column, published
from gongkai.site.catalogue.models import TOP, Column, Part
from gongkai.site.registers.counting import ROWS, table_2
from gongkai.stats.cells import BLANK, Cell, number
from gongkai.stats.editions import Edition
from gongkai.stats.tally import tally

COUNTED = (Part.NEWS, Part.NOTICES)


def published_by_part(agency: Agency, year: int) -> dict[Part, int]:
    """Return how many items became public in a year in each column of news, whatever the channel."""
    columns = {part: Column.objects.get(TOP, agency=agency, part=part).pk for part in COUNTED}
    counts = by_column(published(agency.pk, year))
    return {part: counts.get(pk, 0) for part, pk in columns.items()}


def from_registers(agency: Agency, year: int, edition: Edition) -> dict[str, Cell]:
    """Return the cells of table two: of a register what it counts, blank where that is unknown; the rest is nought.

    The edition of 2019 also asks for items and changes, which no register holds: they are blank.
    """
    cells: dict[str, Cell] = {}
    for block, row in edition.table2_rows():
        of_register = row.key.removesuffix("_wan_yuan") in ROWS.values()
        cells |= dict.fromkeys(block.cell_ids(row), BLANK if of_register else number(0))
    for register, counted in table_2(agency.pk, year).items():
        row = f"table2.{ROWS[register]}"
        for cell in (row, f"{row}.decisions", f"{row}_wan_yuan"):
            if cell in cells and counted.value is not None:
                cells[cell] = number(counted.value)
    return cells


def compile_report(agency: Agency, year: int) -> AnnualReport:
    """Compile an agency's report; rules and normative documents, of which there is no register yet, are nought."""
    counted = tally(year, cases=(), remedies=())
    table2 = from_registers(agency, year, counted.edition)
    counts = published_by_part(agency, year)
    text = "、".join(f"{part.label} {count} 条" for part, count in counts.items())
    return AnnualReport(
        agency=agency.name,
        year=year,
        edition_key=counted.edition.key,
        title=f"{agency.name} {year} 年政府信息公开工作年度报告",
        narrative={"overview": f"全年发布{text}。"},
        claims=tuple(
            Claim(What.ITEMS_PUBLISHED, count, "条", text=f"{part.label} {count} 条", section="overview")
            for part, count in counts.items()
        ),
        cells=table2 | dict(counted.cells),
        complete=True,
    )
