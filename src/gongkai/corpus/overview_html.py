"""The summary of a data set as one HTML file: readable aloud, on a phone and on paper, without scripts.

Every figure leads to the list of the reports that it counts, at the end of the page.
"""

from collections.abc import Iterator
from functools import cache
from html import escape
from importlib.resources import files

from gongkai.corpus.charts import svg
from gongkai.corpus.overview import Behind, Cell, Figure, Overview, Part, Section
from gongkai.wording import _

_OF_FIGURES = ' class="figure"'


def render(overview: Overview) -> bytes:
    """Return the summary as an HTML file."""
    return "\n".join(_Page(overview).lines()).encode()


@cache
def _style() -> str:
    return files(__package__).joinpath("overview.css").read_text("utf-8")


class _Page:
    """The page while it is written; ``lists`` are what stands behind each figure so far, in their order."""

    def __init__(self, overview: Overview) -> None:
        self.overview = overview
        self.lists: list[tuple[str, Figure]] = []

    def lines(self) -> Iterator[str]:
        title = escape(f"{self.overview.title}（{self.overview.span}）")
        yield "<!DOCTYPE html>"
        yield '<html lang="zh-CN">'
        yield "<head>"
        yield '<meta charset="utf-8">'
        yield f"<title>{title}</title>"
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
        yield f"<style>\n{_style()}</style>"
        yield "</head>"
        yield "<body>"
        yield "<header>"
        yield f"<h1>{escape(self.overview.title)}</h1>"
        yield f"<p>{escape(self.overview.span)}　{_('数据集')} {escape(self.overview.name)}</p>"
        yield "</header>"
        yield from self._contents()
        yield "<main>"
        for section in self.overview.sections:
            yield from self._section(section)
        yield from self._lists()
        yield "</main>"
        yield "</body>"
        yield "</html>"
        yield ""

    def _contents(self) -> Iterator[str]:
        yield f'<nav aria-label="{_("目录")}">'
        yield "<ul>"
        for section in self.overview.sections:
            yield f'<li><a href="#{section.key}">{escape(section.title)}</a></li>'
        yield f'<li><a href="#lists">{_("名单")}</a></li>'
        yield "</ul>"
        yield "</nav>"

    def _section(self, section: Section) -> Iterator[str]:
        yield f'<section aria-labelledby="{section.key}">'
        yield f'<h2 id="{section.key}">{escape(section.title)}</h2>'
        for note in section.notes:
            yield f'<p class="note">{escape(note)}</p>'
        for number, part in enumerate(section.parts):
            yield from self._part(section, part, f"{section.key}-{number}")
        yield "</section>"

    def _part(self, section: Section, part: Part, key: str) -> Iterator[str]:
        yield f'<h3 id="{key}">{escape(part.title)}</h3>'
        if not part.rows:
            yield f'<p class="empty">{escape(part.empty)}</p>'
            return
        if part.chart is not None:
            drawn = svg(part.chart, f"{section.title}：{part.title}", f"{key}-chart")
            name = escape(_("图：{section}{title}").format(section=section.title, title=part.title))
            yield f'<figure class="scroll" role="region" tabindex="0" aria-label="{name}">{drawn}</figure>'
        # A region that scrolls must be reachable by keyboard, and so must have a name.
        name = escape(_("表：{section}{title}").format(section=section.title, title=part.title))
        yield f'<div class="scroll" role="region" tabindex="0" aria-label="{name}">'
        yield f'<table aria-labelledby="{key}">'
        heads = "".join(
            f'<th scope="col"{"" if isinstance(cell, str) else _OF_FIGURES}>{escape(head)}</th>'
            for head, cell in zip(part.head, part.rows[0], strict=True)
        )
        yield f"<thead><tr>{heads}</tr></thead>"
        yield "<tbody>"
        for row in part.rows:
            yield f"<tr>{''.join(self._cell(section, part, row, at) for at in range(len(row)))}</tr>"
        yield "</tbody>"
        yield "</table>"
        yield "</div>"

    def _cell(self, section: Section, part: Part, row: tuple[Cell, ...], at: int) -> str:
        cell = row[at]
        if isinstance(cell, str):
            return f'<th scope="row">{escape(cell)}</th>' if at == 0 else f"<td>{escape(cell)}</td>"
        if not isinstance(cell, Figure):
            return f"<td{_OF_FIGURES}>{cell}</td>"
        if not cell.listed:
            return f"<td{_OF_FIGURES}>{cell}</td>"
        name = f"{section.title} · {row[0]} · {part.head[at]}"
        self.lists.append((name, cell))
        number = len(self.lists)
        label = _("{name}：{value}，看名单").format(name=name, value=cell)
        return f'<td{_OF_FIGURES}><a id="f{number}" href="#l{number}" aria-label="{escape(label)}">{cell}</a></td>'

    def _lists(self) -> Iterator[str]:
        yield '<section aria-labelledby="lists">'
        yield f'<h2 id="lists">{_("名单：每个数字所数的报告")}</h2>'
        if not self.lists:
            yield f'<p class="empty">{_("没有可列的报告。")}</p>'
        for number, (name, figure) in enumerate(self.lists, 1):
            yield f'<h3 id="l{number}">{escape(name)}：{figure}'
            yield f'<a class="back" href="#f{number}">{_("回到表格")}</a></h3>'
            yield "<ul>"
            yield from map(_item, figure.listed)
            yield "</ul>"
            if (more := figure.of - len(figure.listed)) > 0:
                said = _("另有 {more} 份没有列出，全部在数据集里。").format(more=f"{more:,}")
                yield f'<p class="more">{escape(said)}</p>'
        yield "</section>"


def _item(behind: Behind) -> str:
    more = "；".join(each for each in (behind.file, behind.why) if each)
    return f"<li>{escape(behind.name)}{f' <span>{escape(more)}</span>' if more else ''}</li>"
