"""Marks stand around what was found, and nothing in a text is markup."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.site.search import Query, highlight
from gongkai.site.search.folding import composed, fold


@pytest.mark.parametrize(
    ("text", "asked", "shown"),
    [
        pytest.param("河道采砂管理", "采砂", "河道<mark>采砂</mark>管理", id="一处"),
        pytest.param("採砂與采砂", "采砂", "<mark>採砂</mark>與<mark>采砂</mark>", id="繁体原样显示"),
        pytest.param("孟水【２０２３】5号", "孟水[2023]5号", "<mark>孟水【２０２３】5号</mark>", id="全角原样显示"),
        pytest.param("联系人：王　五。", "王五", "联系人：<mark>王　五</mark>。", id="空格在内"),
        pytest.param("采砂采砂", "采砂", "<mark>采砂采砂</mark>", id="相连并为一处"),
        pytest.param("河道采砂管理", "道采砂 采砂管", "河<mark>道采砂管</mark>理", id="相交并为一处"),
        pytest.param('<b>采砂</b> & "', "采砂", "&lt;b&gt;<mark>采砂</mark>&lt;/b&gt; &amp; &quot;", id="转义"),
        pytest.param("<script>", "script", "&lt;<mark>script</mark>&gt;", id="标签之内"),
        pytest.param("a&amp;b", "amp", "a&amp;<mark>amp</mark>;b", id="已转义的再转义"),
        pytest.param("河道管理", "采砂", "河道管理", id="没有"),
        pytest.param("河道管理", "", "河道管理", id="没有问"),
        pytest.param("", "采砂", "", id="空"),
    ],
)
def test_marks(text, asked, shown):
    assert highlight(text, Query(asked)) == shown
    assert highlight(text, Query(asked), whole=True) == shown


def test_a_long_text_shows_what_is_around_the_first_matches():
    text = "甲" * 30_000 + "采砂" + "乙" * 200 + "采砂" + "丙" * 200 + "采砂"
    shown = highlight(text, Query("采砂"))
    assert re.fullmatch("…甲{20}<mark>采砂</mark>乙{58}…乙{20}<mark>采砂</mark>丙{58}…", shown)
    assert highlight("甲" * 30_000, Query("采砂")) == "甲" * 80 + "…"


@given(st.text(st.characters(), max_size=120) | st.text("<>&\"' mark采砂公开", max_size=120), st.data())
def test_only_marks_are_added_and_only_around_what_was_asked(text, data):
    asked = data.draw(st.text("<>&mark采砂公开 ", max_size=6) | st.just(text[2:6]))
    shown = highlight(text, Query(asked), whole=True)
    assert unescape(re.sub("</?mark>", "", shown)) == unescape(str(re.sub("</?mark>", "", shown)))
    pieces = re.split("(<mark>.*?</mark>)", shown, flags=re.DOTALL)
    for piece in pieces:
        inner = piece.removeprefix("<mark>").removesuffix("</mark>") if piece.startswith("<mark>") else piece
        assert "<" not in inner
        assert ">" not in inner
    plain = re.sub("</?mark>", "", shown)
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#x27;", "'"), ("&amp;", "&")):
        plain = plain.replace(entity, character)
    assert plain == composed(text)
    for word in Query(asked).words:
        assert (word in fold(text)) <= ("<mark>" in shown)
