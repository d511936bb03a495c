"""Charts as SVG: drawn here, without scripts, with a text for those who cannot see them."""

from collections.abc import Sequence
from typing import Any

from lxml import etree

from gongkai.corpus.overview import Chart, ChartKind

COLOURS = ("#8f1d1d", "#c9a66b", "#6d7f8c", "#3c5a4a", "#a0785a", "#4b4b6b")
"""Told apart by lightness, too, so that a print in grey can be read."""
_WIDTH, _HEIGHT = 760, 320
_ROOM_FOR_A_BAR = 34
_FONT_SIZE = 14
_LONGEST_LABEL = 18


def svg(chart: Chart, title: str, key: str) -> str:
    """Return a chart as an SVG element; ``key`` tells it apart from others on the page."""
    import pygal
    from pygal.style import Style

    style = Style(
        background="transparent",
        plot_background="transparent",
        foreground="#1a1a1a",
        foreground_strong="#1a1a1a",
        foreground_subtle="#595959",
        colors=COLOURS,
        opacity="1",
        opacity_hover="1",
        transition="0s",
        font_family="PingFang SC, Microsoft YaHei, Noto Sans SC, Noto Sans CJK SC, sans-serif",
        label_font_size=_FONT_SIZE,
        major_label_font_size=_FONT_SIZE,
        legend_font_size=_FONT_SIZE,
        value_font_size=13,
        guide_stroke_color="#dcdcdc",
        guide_stroke_dasharray="0",
        major_guide_stroke_color="#dcdcdc",
        major_guide_stroke_dasharray="0",
    )
    height, labels = _HEIGHT, list(chart.labels)
    if chart.kind is ChartKind.BARS:
        height = 70 + _ROOM_FOR_A_BAR * len(chart.labels)
        _name, values = chart.series[0]
        labels = [f"{_shortened(label)} {value:,}" for label, value in zip(labels, values, strict=True)]
        labels.reverse()
    kinds = {ChartKind.STACKED: pygal.StackedBar, ChartKind.BARS: pygal.HorizontalBar, ChartKind.LINES: pygal.Line}
    drawn = kinds[chart.kind](
        style=style,
        js=(),
        width=_WIDTH,
        height=height,
        explicit_size=False,
        show_legend=len(chart.series) > 1,
        legend_at_bottom=True,
        legend_at_bottom_columns=len(chart.series),
        legend_box_size=12,
        margin=8,
        margin_left=8 + _wanting(labels) if chart.kind is ChartKind.BARS else 8,
        min_scale=2,
        max_scale=6,
        value_formatter=_whole,
        include_x_axis=True,
        dots_size=4,
        show_y_guides=chart.kind is not ChartKind.BARS,
        truncate_label=-1,
        truncate_legend=-1,
    )
    drawn.uuid = key
    drawn.x_labels = labels
    for name, values in chart.series:
        # Of bars the library draws the first one at the bottom.
        drawn.add(name, list(reversed(values)) if chart.kind is ChartKind.BARS else list(values))
    drawn.add_xml_filter(lambda root: _told(root, title, chart.described(), key))
    rendered: str = drawn.render(is_unicode=True, disable_xml_declaration=True)
    return rendered


def _shortened(label: str) -> str:
    return label if len(label) <= _LONGEST_LABEL else label[: _LONGEST_LABEL - 1] + "…"


def _wanting(labels: Sequence[str]) -> float:
    """Return the room that the longest label needs beyond what the library leaves, which reckons in Latin letters."""
    return 0.42 * _FONT_SIZE * max(map(len, labels), default=0)


def _whole(value: float | None) -> str:
    return "" if value is None else f"{value:,.0f}" if value == int(value) else ""


def _told(root: Any, title: str, description: str, key: str) -> Any:
    """Take out scripts, links and what only shows on hover, and put in the title and the description."""
    for element in list(root.iter()):
        if element.getparent() is not None and _is_extra(element):
            element.getparent().remove(element)
        elif str(element.get("id", "")).startswith("activate-"):
            # For the scripts, and the same in every chart.
            del element.attrib["id"]
    for name, text in (("desc", description), ("title", title)):
        element = etree.Element(name, {"id": f"{key}-{name}"})
        element.text = text
        root.insert(0, element)
    root.set("role", "img")
    root.set("aria-labelledby", f"{key}-title {key}-desc")
    return root


_EXTRAS = frozenset({"script", "title", "desc"})


def _is_extra(element: Any) -> bool:
    if not isinstance(element.tag, str):
        return True
    return etree.QName(element).localname in _EXTRAS or element.get("class") in {"tooltip-overlay", "tooltip"}
