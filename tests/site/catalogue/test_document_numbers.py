"""A document number (发文字号) is written one way, held against the agency's pattern, and told where used twice."""

import pytest
from django.urls import reverse
from hypothesis import example, given
from hypothesis import strategies as st
from tests.site.catalogue.test_elsewhere import sign_in
from tests.site.conftest import SETUP, fresh, make_draft

from gongkai.site.agencies.acts import change_agency
from gongkai.site.catalogue.document_numbers import advice
from gongkai.site.catalogue.models import normal_document_number
from gongkai.site.editorial.remarks import examine

RIGHT = "示商〔2024〕5号"


@pytest.mark.parametrize(
    "typed",
    [
        RIGHT,
        "示商[2024]5号",
        "示商（2024）5号",
        "示商(2024) 5 号",
        "示商【２０２４】５号",
        "示商［2024］5号",
        "示商《2024》5号",
    ],
)
def test_a_number_is_written_one_way(region, typed):
    assert normal_document_number(typed) == RIGHT
    assert fresh(make_draft(region, document_number=typed)).document_number == RIGHT


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("2024年第3号", "2024年第3号"),
        ("示商（函）〔2024〕5号", "示商（函）〔2024〕5号"),
        ("示商(函)[2024]5号", "示商（函）〔2024〕5号"),
        ("", ""),
    ],
)
def test_what_is_no_year_stays(typed, written):
    assert normal_document_number(typed) == written


@given(st.text(max_size=40))
@example("A´")
def test_writing_it_once_is_enough(text):
    once = normal_document_number(text)
    assert normal_document_number(once) == once


def test_the_pattern_of_the_agency_advises_and_does_not_stop(region):
    agency = change_agency(SETUP, region.commerce, document_number_pattern=r"示商〔\d{4}〕\d+号")
    assert advice(agency, RIGHT) == []
    assert "格式不符" in advice(agency, "示发改〔2024〕5号")[0]
    assert advice(agency, "示发改〔2024〕5号", issuing_agency="示例区发展和改革局") == []
    assert "格式不符" in advice(agency, "示发改〔2024〕5号", issuing_agency=agency.name)[0]
    item = fresh(make_draft(region, document_number="示发改〔2024〕5号"))
    (standing,) = examine(item)
    assert (standing.remark.where, standing.stops) == ("发文字号", False)


def test_a_pattern_that_is_none_is_said_and_breaks_nothing(region):
    region.commerce.document_number_pattern = "示商〔("
    assert "文号格式本身有误" in advice(region.commerce, RIGHT)[0]


@pytest.mark.parametrize("number", ["示商〔二〇二四〕五号", "示商二〇二四5号"])
def test_chinese_digits_are_pointed_out(region, number):
    assert "阿拉伯数字" in advice(region.commerce, number)[0]


@pytest.mark.parametrize("number", ["示商2024-5号", "示商2024第5号"])
def test_a_year_without_brackets_is_pointed_out(region, number):
    assert "六角括号" in advice(region.commerce, number)[0]


@pytest.mark.parametrize("number", ["", "2024年第3号", "第12号令", RIGHT])
def test_nothing_is_said_of_a_number_that_is_well_written(region, number):
    assert advice(region.commerce, number) == []


def test_a_number_that_is_used_twice_in_the_agency_is_pointed_out_beside_its_field(region, client):
    make_draft(region, title="前一份")
    item = make_draft(region, title="后一份")
    sign_in(client, region)
    for page in (reverse("item_edit", args=[item.pk]), reverse("item", args=[item.pk])):
        assert "“前一份”" in client.get(page).content.decode()
    typed = {"document_number": "示商[2024]5号", "title": "", "version": 0}
    answer = client.post(reverse("item_edit", args=[item.pk]), typed)
    assert answer.status_code == 422
    assert "“前一份”" in answer.content.decode()
    assert advice(region.justice, RIGHT) == []
