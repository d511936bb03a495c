"""Names of natural persons within a party: every part that can be one is masked, however it is written."""

import pytest
from tests.site.registers.samples import PERSON, decision, proposed

from gongkai.site.audit.acts import Refusal
from gongkai.site.registers.models import Release
from gongkai.site.registers.models.parties import left_over, masked, names_in, names_people_alone


@pytest.mark.parametrize(
    ("party", "subject", "shown_party", "shown_subject"),
    [
        ("张三丰", "张三丰无照经营", "张某某", "张某某无照经营"),
        ("张三丰（个体工商户）", "张三丰无照经营", "张某某（个体工商户）", "张某某无照经营"),
        ("张三丰(个体户)", "个体户张 三 丰无照经营", "张某某(个体户)", "个体户张某某无照经营"),
        ("张 三丰", "张三丰无照经营", "张某某", "张某某无照经营"),
        ("张三丰", "张　三丰无照经营", "张某某", "张某某无照经营"),
        ("张三丰、李四光", "李四光、张三丰无照经营", "张某某、李某某", "李某某、张某某无照经营"),
        ("张三丰和李四光", "张三丰无照经营", "张某某和李某某", "张某某无照经营"),
        ("张三丰及欧阳小明", "欧阳小明无照经营", "张某某及欧阳某某", "欧阳某某无照经营"),
        ("张三丰等2人", "张三丰等无照经营", "张某某等2人", "张某某等无照经营"),
        ("张三，张三丰", "张三、张三丰无照经营", "张某，张某某", "张某、张某某无照经营"),
        ("李和平", "李和平无照经营", "李某某", "李某某无照经营"),
        ("欧阳 小明", "欧阳小明无照经营", "欧阳某某", "欧阳某某无照经营"),
        ("张三 李四", "李四无照经营", "张某 李某", "李某无照经营"),
        ("示例小吃店（经营者张三丰）", "张三丰无照经营", "示例小吃店（经营者张某某）", "张某某无照经营"),
        ("示例小吃店（经营者：张三丰）", "张三丰无照经营", "示例小吃店（经营者：张某某）", "张某某无照经营"),
        ("阿卜杜·热合曼", "阿卜杜•热合曼无照经营", "阿某某", "阿某某无照经营"),
        ("阿卜杜·热合曼", "阿卜杜无照经营", "阿某某", "阿某某无照经营"),
        ("张某某", "张某某无照经营", "张某某", "张某某无照经营"),
        ("John Smith", "John Smith无照经营", "J某某 S某某", "J某某 S某某无照经营"),
        ("买买提依明江", "买买提依明江无照经营", "买某某", "买某某无照经营"),
    ],
)
def test_of_every_person_in_a_party_the_surname_alone_is_public(region, party, subject, shown_party, shown_subject):
    content = decision(region, **PERSON | {"party": party, "subject": subject}).public_content()
    assert (content["party"], content["subject"]) == (shown_party, shown_subject)
    assert left_over(content["party"] + content["subject"], names_in(party)) == []


@pytest.mark.parametrize(
    ("party", "alone"),
    [
        ("张三丰（个体工商户）", True), ("张 三丰", True), ("张三丰、李四光", True), ("张三丰和李四光", True),
        ("李和平", True), ("示例小吃店（经营者张三丰）", False), ("金龙（集团）有限公司", False),
        ("示例超市有限公司、示例商行", False), ("", False),
    ],
)  # fmt: skip
def test_people_alone_are_no_organization(party, alone):
    assert names_people_alone(party) is alone


def test_a_name_that_stays_in_another_place_stops_the_release(region):
    row = decision(region, **PERSON | {"number": "示商罚〔2023〕欧阳小明1号"})
    with pytest.raises(Refusal, match="自然人姓名"):
        proposed(region, row)
    assert not Release.objects.exists()


@pytest.mark.parametrize("subject", ["张-三-丰无照经营", "张，三丰无照经营"])
def test_a_name_with_signs_within_is_found_again(subject):
    assert left_over(masked(subject, ["张三丰"]), ["张三丰"]) == ["张三丰"]
