"""The summary of a data set as a file: by its ending, whole or not at all."""

from pathlib import Path

from gongkai.corpus.errors import CorpusError
from gongkai.corpus.folder import opened
from gongkai.corpus.overview import Overview, overview
from gongkai.corpus.rulings import read_rulings
from gongkai.report.writing import put
from gongkai.wording import _

ENDINGS = (".html", ".xlsx")


def write_overview(data_set: Path, path: Path) -> Overview:
    """Ask a data set for its summary and write it in the format that the ending names."""
    if path.suffix.lower() not in ENDINGS:
        raise CorpusError(
            _("{path}：不知道写成什么格式。汇总报告可以写成 {endings}。").format(path=path, endings=" ".join(ENDINGS))
        )
    with opened(data_set) as connection:
        found = overview(connection, data_set.name, read_rulings(data_set))
    put(render(found, path.suffix), path)
    return found


def render(found: Overview, ending: str) -> bytes:
    """Return a summary as the bytes of a file with this ending."""
    # Each format is imported where it is used: their libraries take time to load.
    if ending.lower() == ".html":
        from gongkai.corpus import overview_html

        return overview_html.render(found)
    from gongkai.corpus import overview_xlsx

    return overview_xlsx.render(found)
