"""Hostile markup: only what is allowed comes out, whatever goes in."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser
from tests.site.conftest import make_draft, publish_fully

from gongkai.site.catalogue.plain_body import to_html, to_text
from gongkai.site.editorial.rich_text import ALLOWED, clean

# Of the known ways to run a script or to hide something in markup, by what they try.
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href=' \x01javascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='file:///etc/passwd'>x</a>",
    "<a href=//elsewhere.invalid target=_blank onclick=alert(1)>x</a>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<p style='color:white'>白字</p>",
    "<p hidden>藏</p>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<object data=x></object><embed src=x>",
    "<form action=//elsewhere.invalid><input name=q><button>go</button></form>",
    "<meta http-equiv=refresh content='0;url=//elsewhere.invalid'>",
    "<base href=//elsewhere.invalid>",
    "<link rel=stylesheet href=//elsewhere.invalid>",
    "<style>@import '//elsewhere.invalid'</style>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<textarea><p title='</textarea><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[><img src=x onerror=alert(1)>]]>",
    "<table><td><a href=javascript:alert(1)>x",
    "<td colspan=9999999999 onmouseover=alert(1)>x</td>",
    "<ol start='1' onfocus=alert(1)><li>x</ol>",
    "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>alert(1)</x:script>",
    "<p>\0<scr\0ipt>alert(1)</scr\0ipt>",
    "＜script＞alert(1)＜/script＞",
    "<p title='身份证号在这里' lang=x>正文</p>",
]
LINKS = {"http", "https", "mailto", ""}
PIECES = st.lists(
    st.one_of(
        st.sampled_from(HOSTILE),
        st.sampled_from([f"<{tag}>" for tag in ALLOWED] + [f"</{tag}>" for tag in ALLOWED]),
        st.sampled_from(["<", ">", "<!--", "-->", "&", "&lt;", '"', "'", "<svg>", "<math>", "<style>", "</p"]),
        st.text(max_size=12),
    ),
    max_size=12,
).map("".join)


def only_what_is_allowed(markup: str) -> None:
    """Fail if a browser finds anything in the markup but what is allowed."""
    for node in LexborHTMLParser(f"<body>{markup}</body>").body.traverse(include_text=False):
        if node.tag in ("body", "-comment", "_comment"):
            assert node.tag == "body", markup
            continue
        assert node.tag in ALLOWED, (node.tag, markup)
        extra = set(node.attributes) - ALLOWED[node.tag] - ({"rel"} if node.tag == "a" else set())
        assert extra == set(), (node.tag, extra, markup)
        if node.tag == "a" and "href" in node.attributes:
            scheme = urlsplit("".join((node.attributes["href"] or "").split())).scheme
            assert scheme in LINKS, (node.attributes["href"], markup)


@pytest.mark.parametrize("markup", HOSTILE)
def test_known_attacks_come_out_harmless(markup):
    cleaned = clean(markup)
    only_what_is_allowed(cleaned)
    assert "alert(1)" not in cleaned or "<script" not in cleaned


@given(PIECES)
@settings(max_examples=400, deadline=None)
def test_only_what_is_allowed_comes_out(markup):
    cleaned = clean(markup)
    only_what_is_allowed(cleaned)
    assert clean(cleaned) == cleaned


@given(st.one_of(PIECES, st.text(max_size=200)))
@settings(max_examples=200, deadline=None)
def test_what_a_clerk_types_is_text_and_never_markup(typed):
    markup = to_html(typed)
    only_what_is_allowed(markup)
    only_what_is_allowed(clean(markup))
    to_text(clean(markup))


@pytest.mark.parametrize("markup", ["<script>alert(1)</script>正文", "<img src=x onerror=alert(1)>正文"])
def test_a_page_shows_nothing_hostile_even_where_the_database_holds_it(region, client, markup):
    draft = make_draft(region, body=markup, title=markup)
    publish_fully(region, draft)
    for page in (client.get(f"/info/{draft.pk}/"), client.get("/commerce/"), client.get("/search/?q=正文")):
        shown = page.content.decode()
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown
