"""What prose says about its report: the period of its figures, the format it follows, the themes it speaks of."""

from datetime import date

import pytest

from gongkai.report.prose import Theme, cites_formats, stated_period, themes

WHOLE_YEAR = (date(2023, 1, 1), date(2023, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "报告中所列数据统计期限自 2023 年 1 月 1 日\n起至 2023 年 12 月 31 日止。",
        "所列数据的统计期限为2023年1月1日至12月31日。",
        "统计期限：2023年1月1日-2023年12月31日。",
        "统计周期为2023年1月1日到2023年12月31日。",
        "数据截取时限为2023.1.1—2023.12.31。",
        "数据统计自２０２３年１月１日起，至２０２３年１２月３１日止。",
        "统计期限自20231月1日起至202312月31日止。",
        "统计期限自202311日至20231231日止。",
        "自2023年1月1日至12月31日的数据。",
    ],
)
def test_period_of_the_figures_is_found_however_it_is_written(text):
    assert stated_period(text) == WHOLE_YEAR


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("数据统计期限为2022年1月1日至2022年12月31日。", (date(2022, 1, 1), date(2022, 12, 31))),
        ("数据统计期限为2023年1月1日至2022年12月31日。", (date(2023, 1, 1), date(2022, 12, 31))),
        ("统计期限为2023年1月1日至11月30日。", (date(2023, 1, 1), date(2023, 11, 30))),
        ("2023年3月1日至5月30日开展培训，数据统计期限为2023年1月1日至12月31日。", WHOLE_YEAR),
    ],
)
def test_period_of_the_wrong_days_is_found_as_it_is_stated(text, period):
    assert stated_period(text) == period


@pytest.mark.parametrize(
    "text",
    [
        "",
        "本报告由六部分组成。",
        "截至2023年12月31日。",
        "2023年3月1日至5月30日开展宣传。",
        "数据统计期限为2023年2月30日至12月31日。",
        "数据统计期限为202311日。",
        "统计期限自2020年1月1日起至202020年12月31日止。",
    ],
)
def test_period_that_is_not_stated_or_no_period_is_none(text):
    assert stated_period(text) is None


@pytest.mark.parametrize(
    "written",
    [
        "国办公开办函〔2021〕30号",
        "国办公开办函[2021]30号",
        "国办公开办函（2021）30号",
        "国办公开办函【2021】 30 号",
        "国办公开办函〔2021年〕30号",
        "国办公开办函〔202130号",
        "国办公开办函2021〕30号",
        "国办公开办函202130号",
        "国办公开办函2021 30号",
        "国办公开\n办函〔２０２１〕３０号",
    ],
)
def test_format_is_recognised_whatever_became_of_its_brackets(written):
    assert cites_formats(f"依据《年度报告格式》（{written}）编制。") == ("国办公开办函〔2021〕30号",)


def test_formats_are_cited_once_each_in_their_order():
    text = "国办公开办函〔2019〕60号已由国办公开办函〔2021〕30号替代，按国办公开办函〔2021〕30号编制。"
    assert cites_formats(text) == ("国办公开办函〔2019〕60号", "国办公开办函〔2021〕30号")


@pytest.mark.parametrize("text", ["", "国办函〔2020〕109号", "示政办函〔2021〕30号", "国办公开办函〔2021〕号"])
def test_other_documents_are_no_formats(text):
    assert cites_formats(text) == ()


def test_headings_name_the_five_themes():
    text = "（一）主动公开。（二）依申请公开。（三）政府信息管理。（四）政府信息公开平台建设。（五）监督保障。"
    assert themes(text) == frozenset(Theme)


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("全年通过各种方式发布信息30条。", Theme.PROACTIVE_DISCLOSURE),
        ("未收到公民公\n开信息申请。", Theme.DISCLOSURE_UPON_REQUEST),
        ("严格执行三审三校。", Theme.INFORMATION_MANAGEMENT),
        ("办好公众号。", Theme.PLATFORMS),
        ("明确领导小组职责，开展培训。", Theme.SUPERVISION),
    ],
)
def test_theme_may_be_spoken_of_in_other_words(text, theme):
    assert theme in themes(text)


def test_prose_about_nothing_has_no_theme():
    assert themes("一年来，各项工作平稳有序。") == frozenset()
    assert themes("态度主动、公开办事。") == frozenset()
