"""What must be disclosed proactively (主动公开): the fifteen items of article 20, the topics of article 21."""

from dataclasses import dataclass

from gongkai.law.agencies import AgencyKind, Level, Position
from gongkai.law.citations import REGULATION, Citation


@dataclass(frozen=True, slots=True)
class Article20Item:
    """An item (项) of article 20, for every agency; ``number`` is its code, ``text`` verbatim."""

    number: int
    text: str

    @property
    def citation(self) -> Citation:
        """The item as a citation: 条例第二十条第（五）项."""
        return REGULATION.article(20, item=self.number)


@dataclass(frozen=True, slots=True)
class Article21Topic:
    """A topic that article 21 names; ``text`` verbatim. A topic of both lists has one code."""

    code: str
    text: str


ARTICLE_20 = tuple(
    Article20Item(number, text)
    for number, text in enumerate(
        (
            "行政法规、规章和规范性文件",
            "机关职能、机构设置、办公地址、办公时间、联系方式、负责人姓名",
            "国民经济和社会发展规划、专项规划、区域规划及相关政策",
            "国民经济和社会发展统计信息",
            "办理行政许可和其他对外管理服务事项的依据、条件、程序以及办理结果",
            "实施行政处罚、行政强制的依据、条件、程序以及本行政机关认为具有一定社会影响的行政处罚决定",
            "财政预算、决算信息",
            "行政事业性收费项目及其依据、标准",
            "政府集中采购项目的目录、标准及实施情况",
            "重大建设项目的批准和实施情况",
            "扶贫、教育、医疗、社会保障、促进就业等方面的政策、措施及其实施情况",
            "突发公共事件的应急预案、预警信息及应对情况",
            "环境保护、公共卫生、安全生产、食品药品、产品质量的监督检查情况",
            "公务员招考的职位、名额、报考条件等事项以及录用结果",
            "法律、法规、规章和国家有关规定规定应当主动公开的其他政府信息",
        ),
        start=1,
    )
)

_LAND = Article21Topic("land_expropriation", "土地征收")
_HOUSING = Article21Topic("housing_expropriation", "房屋征收")
_SOCIAL_ASSISTANCE = Article21Topic("social_assistance", "社会救助")

CITY_AND_COUNTY_TOPICS: tuple[Article21Topic, ...] = (
    Article21Topic("municipal_construction", "市政建设"),
    Article21Topic("public_services", "公共服务"),
    Article21Topic("public_welfare", "公益事业"),
    _LAND,
    _HOUSING,
    Article21Topic("public_order", "治安管理"),
    _SOCIAL_ASSISTANCE,
)
"""设区的市级、县级人民政府及其部门."""

TOWNSHIP_TOPICS: tuple[Article21Topic, ...] = (
    Article21Topic("rural_policies", "贯彻落实农业农村政策"),
    Article21Topic("irrigation_works", "农田水利工程建设运营"),
    Article21Topic("land_contract_transfers", "农村土地承包经营权流转"),
    Article21Topic("homestead_reviews", "宅基地使用情况审核"),
    _LAND,
    _HOUSING,
    Article21Topic("funds_and_labour", "筹资筹劳"),
    _SOCIAL_ASSISTANCE,
)
"""乡（镇）人民政府."""

ARTICLE_21 = REGULATION.article(21)

_GOVERNMENTS_AND_DEPARTMENTS = (AgencyKind.GOVERNMENT, AgencyKind.DEPARTMENT, AgencyKind.JUSTICE_DEPARTMENT)


def article_21_topics(position: Position) -> tuple[Article21Topic, ...]:
    """Return the topics that an agency owes under article 21, beyond article 20; none where it does not name it.

    A vertically led agency belongs to no local government and so is no department of one.
    """
    if position.kind in _GOVERNMENTS_AND_DEPARTMENTS and position.level in (Level.MUNICIPAL, Level.COUNTY):
        return CITY_AND_COUNTY_TOPICS
    if position.kind is AgencyKind.GOVERNMENT and position.level is Level.TOWNSHIP:
        return TOWNSHIP_TOPICS
    return ()
