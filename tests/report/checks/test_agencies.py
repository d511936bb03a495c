"""What a name tells, and where it tells nothing."""

import pytest

from gongkai.report.checks.agencies import former_name, has_no_decisions, is_government, makes_rules, may_be_called


@pytest.mark.parametrize(
    ("name", "government"),
    [
        ("示例县人民政府", True),
        ("示例市示例区人民政府", True),
        ("示例镇人民政府", True),
        ("示例市", True),
        ("示例乡", True),
        ("示例县人民政府办公室", False),
        ("示例市示例区商务局", False),
        ("示例街道办事处", False),
        ("示例经济开发区", False),
    ],
)
def test_governments_are_told_by_their_name(name, government):
    assert is_government(name) is government


@pytest.mark.parametrize(
    ("name", "power"),
    [
        pytest.param("示例省人民政府", True, id="省"),
        pytest.param("示例自治州人民政府", True, id="自治州"),
        pytest.param("重庆市人民政府", True, id="直辖市"),
        pytest.param("示例市人民政府", None, id="市可能是县级市"),
        pytest.param("国家示例局", None, id="国务院部门"),
        pytest.param("国家市场示例总局", None, id="市场不是市"),
        pytest.param("示例县人民政府", False, id="县"),
        pytest.param("示例市示例区人民政府", False, id="区"),
        pytest.param("示例镇人民政府", False, id="镇"),
        pytest.param("示例街道办事处", False, id="街道"),
        pytest.param("示例市示例区商务局", False, id="区的部门"),
        pytest.param("示例省商务厅", False, id="省的部门"),
        pytest.param("示例公司", None, id="看不出"),
    ],
)
def test_power_to_make_rules_is_told_only_where_the_name_is_clear(name, power):
    """立法法：规章制定权"""
    assert makes_rules(name) is power


def test_chronicle_offices_decide_nothing():
    assert has_no_decisions("示例市人民政府地方志办公室")
    assert not has_no_decisions("示例市商务局")


@pytest.mark.parametrize(
    ("name", "year", "former"),
    [
        ("示例市环境保护局", 2019, None),
        ("示例市环境保护局", 2021, "环境保护局"),
        ("示例市生态环境局", 2021, None),
        ("示例区安全生产监督管理局", 2022, "安全生产监督管理"),
    ],
)
def test_names_from_before_a_reform_are_known_from_the_year_they_were_gone(name, year, former):
    found = former_name(name, year)
    assert (found and found[0]) == former


@pytest.mark.parametrize(
    ("agency", "called", "possible"),
    [
        ("示例市科学技术委员会", "市科委", True),
        ("示例区商务局", "示例市示例区商务局", True),
        ("示例区商务局", "示例区教育局", False),
    ],
)
def test_short_names_keep_the_order_of_the_characters(agency, called, possible):
    assert may_be_called(agency, called) is possible
