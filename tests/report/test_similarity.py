"""How much of one text is the same as another's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.report.similarity import COPIED, SHORTEST, containment, copied_share, similarity, substance

ONE = (
    "主要问题：部分栏目更新不够及时，答复文书的说理有待充实。改进措施：一是把更新时限写入岗位职责，每月核对一次；"
    "二是整理常见申请的答复样式，办理人员相互校核。上年指出的检索不便问题已经解决。"
)
OTHER = (
    "存在的不足：网站检索不便，老文件难以查找；窗口人员对新规定掌握不够。下一步，更换检索程序，补录早年文件目录，"
    "并请法律顾问到窗口授课，同时补充常见问题的答复口径，方便群众。"
)


def is_copied(new: str, old: str) -> bool:
    share = copied_share(new, old)
    return share is not None and share >= COPIED


def test_text_with_other_figures_and_punctuation_is_the_same_text():
    assert similarity("2022年收到申请12件。", "2023年，收到申请 7 件") == 1.0


def test_texts_written_anew_are_not_copied():
    assert containment(OTHER, ONE) < 0.2
    assert not is_copied(OTHER, ONE)


def test_text_with_a_part_cut_is_copied():
    assert is_copied(ONE.split("上年")[0], ONE)


def test_text_with_one_new_sentence_is_still_copied():
    assert is_copied(ONE + "加强培训。", ONE)


def test_short_texts_are_alike_by_nature_and_not_judged():
    assert len(substance("未收取信息处理费。")) < SHORTEST
    assert not is_copied("未收取信息处理费。", "未收取信息处理费。")


@given(st.text(max_size=200), st.text(max_size=200))
def test_similarity_is_symmetric_and_a_share(one, other):
    assert similarity(one, other) == similarity(other, one)
    assert 0 <= similarity(one, other) <= 1
    assert 0 <= containment(one, other) <= 1


@given(st.text(max_size=200))
def test_text_is_wholly_contained_in_itself_and_in_what_continues_it(text):
    assert similarity(text, text) == 1
    if len(substance(text)) >= 5:
        assert containment(text, text + "后续另有补充") == 1


@pytest.mark.corpus
def test_same_office_writing_anew_stays_far_below_the_threshold(corpus):
    """Sections one and five of one district's reports of two years."""
    texts = [(corpus / "complete" / f"hongze-{year}.txt").read_text(encoding="utf-8") for year in (2023, 2024)]
    for begin, end in (("一、总体情况", "二、主动公开政府信息情况"), ("五、存在的主要问题", "六、其他需要报告")):
        old, new = (text[text.index(begin) : text.index(end)] for text in texts)
        assert containment(new, old) < 0.5 < COPIED
