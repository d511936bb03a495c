"""Which row of the tables a text names: verbatim labels, short forms and misprints; another row never."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from gongkai.report.model import Normalised
from gongkai.report.reading.labels import (
    is_piece_of_label,
    resembles,
    shortened_in_table2,
    table2_edition,
    table2_row,
    table3_row,
    table3_rows_in,
)
from gongkai.stats.editions import (
    EDITION_2019,
    EDITION_2021,
    OTHERWISE_ONE_ROW,
    TABLE3_COLUMNS,
    TABLE3_CORNER,
    TABLE3_OUTCOMES_LABEL,
    TABLE4_COLUMNS,
    Row,
)

ROWS = {row.key: row for row in (*EDITION_2021.table3_rows, *EDITION_2019.table3_rows, OTHERWISE_ONE_ROW)}
EVERY_ROW = [pytest.param(row, id=row.label) for row in ROWS.values()]


@pytest.mark.parametrize("row", EVERY_ROW)
def test_a_verbatim_label_names_its_row_without_remark(row: Row):
    found = table3_row(row.label)
    assert found is not None
    assert (found.row, found.remark) == (row.key, None)


@pytest.mark.parametrize("row", [param for param in EVERY_ROW if param.values[0].group])
def test_a_label_in_one_cell_with_its_bracket_names_the_row(row: Row):
    label = table3_row(f"{row.group} {row.label}")
    assert label is None if row.label == "3.其他" else label and label.row == row.key


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("本年度新收政府信息公开申请数量", "newly_received"),
        ("二、上年度结转政府信息公开申请数量", "carried_over_from_last_year"),
        ("上年结转", "carried_over_from_last_year"),
        ("四、结转下一年度继续办理", "carried_over_to_next_year"),
        ("结转下年度", "carried_over_to_next_year"),
        ("予以公开", "disclosed"),
        ("（二）部分公开", "partially_disclosed"),
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形", "partially_disclosed"),
        ("国家秘密", "withheld.state_secret"),
        ("2.其他法律行政止公开", "withheld.prohibited_by_law"),
        ("2.其他法律法规禁止公开", "withheld.prohibited_by_law"),
        ("2.其它法律行政法规禁止公开", "withheld.prohibited_by_law"),
        ("3.危及“三安全一稳定”", "withheld.endangers_security_or_stability"),
        ("3.危及国家安全、公共安全、经济安全、社会稳定", "withheld.endangers_security_or_stability"),
        ("三安全一稳定", "withheld.endangers_security_or_stability"),
        ("4.保护第三方合法利益", "withheld.protects_third_party"),
        ("内部事务信息", "withheld.internal_affairs"),
        ("6.属于过程性信息", "withheld.process_information"),
        ("7.行政执法案卷信息", "withheld.enforcement_file"),
        ("8.行政查询", "withheld.administrative_inquiry"),
        ("本机关不掌握", "unable_to_provide.not_held"),
        ("没有现成信息", "unable_to_provide.needs_creation"),
        ("需要另行制作", "unable_to_provide.needs_creation"),
        ("补正后仍不明确", "unable_to_provide.unclear_after_supplement"),
        ("3.补正后申请内容仍不明确", "unable_to_provide.unclear_after_supplement"),
        ("信访、举报、投诉类申请", "not_processed.petition_report_or_complaint"),
        ("1.信访投诉举报类申请", "not_processed.petition_report_or_complaint"),
        ("重复申请", "not_processed.duplicate_request"),
        ("公开出版物", "not_processed.asks_for_publication"),
        ("4.无正当理由大量重复申请", "not_processed.unjustified_mass_requests"),
        ("大量反复申请", "not_processed.unjustified_mass_requests"),
        ("确认或重新出具已获取信息", "not_processed.asks_to_confirm_or_reissue"),
        ("1.逾期不补正", "otherwise_handled.supplement_overdue"),
        ("1.申请人无正当理由逾期未补正、行政机关不再处理", "otherwise_handled.supplement_overdue"),
        ("2.逾期未缴费", "otherwise_handled.fee_overdue"),
        ("2.申请人逾期不缴纳费用", "otherwise_handled.fee_overdue"),
        ("其他", "otherwise_handled.other"),
        ("（六）其他处理", "otherwise_handled"),
        ("七、总计", "total"),
        ("（七）合计", "total"),
        ("总 计", "total"),
        ("⼀、本年新收政府信息公开申请数量", "newly_received"),
        ("(一) 予以公開", "disclosed"),
    ],
)
def test_short_forms_and_common_misprints_name_the_row(text, row):
    found = table3_row(text)
    assert found is not None
    assert found.row == row


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("1.逾期不补正", Normalised.LABEL_SHORTENED),
        ("2.其他法律行政止公开", Normalised.LABEL_MISPRINTED),
        ("（七）合计", Normalised.LABEL_MISPRINTED),
        ("4.保护第三方合法利益", Normalised.LABEL_MISPRINTED),
        ("（二）部分公开", None),
        ("一、本年度新收政府信息公开申请数量", None),
        ("（六）其他处理", None),
    ],
)
def test_a_remark_says_how_a_label_departs(text, remark):
    found = table3_row(text)
    assert found is not None
    assert found.remark is remark


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "（三）不予公开",
        "（三）不予以公开",
        "（四）无法提供",
        "（五）不予处理",
        TABLE3_OUTCOMES_LABEL,
        "办理结果",
        "小计",
        "合计",
        "其中：网络申请",
        "申请人情况",
        "法人或其他组织",
        "信息内容",
        "备注",
        *(column.label for column in TABLE3_COLUMNS[:-2]),
        *(column.label for column in TABLE4_COLUMNS[:-1]),
        TABLE3_CORNER,
        "公开" * 100,
    ],
)
def test_brackets_heads_and_other_words_name_no_row(text):
    assert table3_row(text) is None


def changed(label: str) -> st.SearchStrategy[str]:
    """The label with one character lost, added or replaced."""
    characters = "".join(row.group + row.label for row in ROWS.values())
    at = st.integers(0, len(label) - 1)
    other = st.sampled_from(sorted(set(characters) | set("之及和等项类 ")))
    return st.one_of(
        at.map(lambda at: label[:at] + label[at + 1 :]),
        st.tuples(at, other).map(lambda drawn: label[: drawn[0]] + drawn[1] + label[drawn[0] :]),
        st.tuples(at, other).map(lambda drawn: label[: drawn[0]] + drawn[1] + label[drawn[0] + 1 :]),
    )


@given(st.data())
def test_one_wrong_character_never_makes_a_label_another(data: st.DataObject):
    row = data.draw(st.sampled_from(list(ROWS.values())))
    text = data.draw(changed(data.draw(st.sampled_from([row.label, row.group + row.label]))))
    found = table3_row(text)
    # In labels of two to four characters one is too much to tell what was meant.
    assert found is None or found.row == row.key
    assert found is not None or row.key in {
        "disclosed",
        "total",
        "otherwise_handled",
        "otherwise_handled.other",
        "not_processed.duplicate_request",
        "newly_received",
        "carried_over_from_last_year",
    }


@given(
    st.text(
        st.sampled_from("处机关公开申请信息政府数量其他总行法律理由重复补正不予以、1.（三），报告示例区"), max_size=12
    )
)
def test_words_of_labels_in_any_order_name_a_row_only_where_they_say_so(text):
    found = table3_row(text)
    assert found is None or table3_rows_in(text) == (found.row,) or resembles(text, found.row)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            "要求行政机关确认或重新出具已获取信息1.申请人无正当理由逾期不补正",
            ["asks_to_confirm_or_reissue", "supplement_overdue"],
        ),
        ("（一）予以公开（二）部分公开", ["disclosed", "partially_disclosed"]),
        ("（三）不予以公开1.属于国家秘密", ["state_secret"]),
        ("没有字", []),
    ],
)
def test_rows_named_in_a_longer_text_are_told_in_order(text, rows):
    assert [row.rpartition(".")[2] for row in table3_rows_in(text)] == rows


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("规章", "government_rules"),
        ("规 章", "government_rules"),
        ("行政规范性文件", "normative_documents"),
        ("规范性文件", "normative_documents"),
        ("行政规\n范性文件", "normative_documents"),
        ("行政许可", "administrative_licenses"),
        ("1.行政许可", "administrative_licenses"),
        ("行政處罰", "administrative_penalties"),
        ("⾏政强制", "administrative_coercion"),
        ("行政事业性收费", "administrative_fees"),
        ("其他对外管理服务事项", "other_external_services"),
        ("政府集中采购", "government_procurement"),
        ("其中：部门规章", None),
        ("行政", None),
        ("行政许可和行政处罚", None),
        ("信息内容", None),
        ("本年制发件数", None),
        ("", None),
    ],
)
def test_a_row_of_table_two_is_known_by_its_whole_label(text, row):
    assert table2_row(text) == row


@pytest.mark.parametrize("edition", [EDITION_2019, EDITION_2021], ids=lambda edition: edition.key)
def test_every_row_of_table_two_is_known_in_both_editions(edition):
    for _block, row in edition.table2_rows():
        assert table2_row(row.label) == row.key.removesuffix("_wan_yuan")


def test_a_short_label_of_table_two_is_remarked():
    assert shortened_in_table2("规范性文件")
    assert not shortened_in_table2("行政规范性文件")


@pytest.mark.parametrize(
    ("head", "edition"),
    [
        *((column.label, "2021") for block in EDITION_2021.table2 for column in block.columns),
        ("本年新制作数量", "2019"),
        ("本年新公开数量", "2019"),
        ("对外公开总数量", "2019"),
        ("上一年项目数量", "2019"),
        ("采购项目数量", "2019"),
        ("采购总金额", "2019"),
        ("现行有效件", "2021"),
        ("本年处理决定数量 ", "2021"),
        ("本年制发\n件数", "2021"),
        ("处理决定数量", None),
        ("本年增/减", None),
        ("信息内容", None),
    ],
)
def test_heads_of_table_two_tell_the_edition(head, edition):
    assert table2_edition(head) == edition


@pytest.mark.parametrize(
    "text", ["公开", "止公开", "已获取信息", "（三）不予", "三、", "", "1.", "重复申请", "度办理结果"]
)
def test_pieces_of_labels_are_known(text):
    assert is_piece_of_label(text)


@pytest.mark.parametrize("text", ["小计", "其中网络申请", "浏览次数", "2022年", "备注"])
def test_other_words_are_no_pieces_of_labels(text):
    assert not is_piece_of_label(text)


def test_a_spoilt_label_resembles_its_row_and_a_subtotal_no_row():
    assert resembles("（一）予以公升", "disclosed")
    assert not resembles("小计", "total")
    assert not any(resembles("小计", row) for row in ROWS)


@pytest.mark.parametrize("variant", ["s2t", "s2tw", "s2hk"])
def test_every_label_is_known_in_traditional_characters(variant):
    traditional = OpenCC(variant).convert
    for row in ROWS.values():
        assert table3_row(traditional(row.label)) == table3_row(row.label), row.label
    for edition in (EDITION_2019, EDITION_2021):
        for block, row in edition.table2_rows():
            assert table2_row(traditional(row.label)) == table2_row(row.label), row.label
            for column in block.columns:
                assert table2_edition(traditional(column.label)) == table2_edition(column.label), column.label
