"""The annual report (年度报告) compiled thinly: publications are counted; cases and registers are empty."""

from gongkai.report.model import AnnualReport, Claim, What
from gongkai.site.agencies.models import Agency
from gongkai.site.catalogue.counting import by_column, published
from gongkai.site.catalogue.models import TOP, Column, Part
from gongkai.stats.cells import number
from gongkai.stats.tally import tally

COUNTED = (Part.NEWS, Part.NOTICES)


def published_by_part(agency: Agency, year: int) -> dict[Part, int]:
    """Return how many items became public in a year in each column of news, whatever the channel."""
    columns = {part: Column.objects.get(TOP, agency=agency, part=part).pk for part in COUNTED}
    counts = by_column(published(agency.pk, year))
    return {part: counts.get(pk, 0) for part, pk in columns.items()}


def compile_report(agency: Agency, year: int) -> AnnualReport:
    """Compile an agency's report; what no register holds yet is nought, as an agency without any such matter says."""
    counted = tally(year, cases=(), remedies=())
    table2 = {cell: number(0) for block, row in counted.edition.table2_rows() for cell in block.cell_ids(row)}
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
