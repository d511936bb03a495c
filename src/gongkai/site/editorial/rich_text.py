"""What markup a text may carry: paragraphs, headings, lists, tables, links; nothing that acts, loads or hides."""

import nh3

ALLOWED = {
    "p": set(), "br": set(), "h2": set(), "h3": set(), "h4": set(), "strong": set(), "b": set(), "em": set(),
    "i": set(), "ul": set(), "ol": {"start"}, "li": set(), "blockquote": set(), "hr": set(), "a": {"href"},
    "table": set(), "caption": set(), "thead": set(), "tbody": set(), "tr": set(),
    "th": {"colspan", "rowspan", "scope"}, "td": {"colspan", "rowspan"}, "sub": set(), "sup": set(),
}  # fmt: skip


def clean(html: str) -> str:
    """Return the text with only what is allowed; cleaning twice changes nothing."""
    return nh3.clean(
        html,
        tags=set(ALLOWED),
        # Without "*" nh3 lets `title` and `lang` stand everywhere: a title is text that nobody reads or searches.
        attributes={"*": set()} | {tag: attributes for tag, attributes in ALLOWED.items() if attributes},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    ).strip()
