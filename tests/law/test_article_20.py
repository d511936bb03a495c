from itertools import product

import pytest

from gongkai.law.agencies import AgencyKind, Level, Position
from gongkai.law.article_20 import (
    ARTICLE_20,
    CITY_AND_COUNTY_TOPICS,
    TOWNSHIP_TOPICS,
    article_21_topics,
)

ARTICLE_20_AS_PROMULGATED = """
(一)行政法规、规章和规范性文件；
(二)机关职能、机构设置、办公地址、办公时间、联系方式、负责人姓名；
(三)国民经济和社会发展规划、专项规划、区域规划及相关政策；
(四)国民经济和社会发展统计信息；
(五)办理行政许可和其他对外管理服务事项的依据、条件、程序以及办理结果；
(六)实施行政处罚、行政强制的依据、条件、程序以及本行政机关认为具有一定社会影响的行政处罚决定；
(七)财政预算、决算信息；
(八)行政事业性收费项目及其依据、标准；
(九)政府集中采购项目的目录、标准及实施情况；
(十)重大建设项目的批准和实施情况；
(十一)扶贫、教育、医疗、社会保障、促进就业等方面的政策、措施及其实施情况；
(十二)突发公共事件的应急预案、预警信息及应对情况；
(十三)环境保护、公共卫生、安全生产、食品药品、产品质量的监督检查情况；
(十四)公务员招考的职位、名额、报考条件等事项以及录用结果；
(十五)法律、法规、规章和国家有关规定规定应当主动公开的其他政府信息。
"""


def test_the_fifteen_items_are_verbatim() -> None:
    """条例第二十条"""
    written = [line.split(")", 1)[1][:-1] for line in ARTICLE_20_AS_PROMULGATED.split()]
    assert [item.text for item in ARTICLE_20] == written
    assert [item.number for item in ARTICLE_20] == list(range(1, 16))


def test_an_item_is_cited_by_its_number() -> None:
    assert str(ARTICLE_20[7].citation) == "条例第二十条第（八）项"


def test_the_topics_of_article_21_are_verbatim() -> None:
    assert "、".join(topic.text for topic in CITY_AND_COUNTY_TOPICS) == (
        "市政建设、公共服务、公益事业、土地征收、房屋征收、治安管理、社会救助"
    )
    assert "、".join(topic.text for topic in TOWNSHIP_TOPICS) == (
        "贯彻落实农业农村政策、农田水利工程建设运营、农村土地承包经营权流转、宅基地使用情况审核、"
        "土地征收、房屋征收、筹资筹劳、社会救助"
    )


def test_a_code_names_one_topic_in_both_lists() -> None:
    topics = {*CITY_AND_COUNTY_TOPICS, *TOWNSHIP_TOPICS}
    assert len({topic.code for topic in topics}) == len({topic.text for topic in topics}) == len(topics) == 12


@pytest.mark.parametrize(("kind", "level"), list(product(AgencyKind, Level)))
def test_article_21_binds_governments_of_cities_counties_and_townships_and_the_departments_of_the_first_two(
    kind: AgencyKind, level: Level
) -> None:
    if level in (Level.MUNICIPAL, Level.COUNTY) and kind in (
        AgencyKind.GOVERNMENT,
        AgencyKind.DEPARTMENT,
        AgencyKind.JUSTICE_DEPARTMENT,
    ):
        expected = CITY_AND_COUNTY_TOPICS
    elif (kind, level) == (AgencyKind.GOVERNMENT, Level.TOWNSHIP):
        expected = TOWNSHIP_TOPICS
    else:
        expected = ()
    assert article_21_topics(Position(kind, level)) == expected
