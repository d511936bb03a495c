"""The example region: invented people, and items in our own words, every one marked as example content."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from gongkai.law.calendar import national_calendar
from gongkai.site.accounts.acts import create_user, grant_role
from gongkai.site.accounts.models import User
from gongkai.site.agencies.acts import Root, change_agency, create_agency, found_region, name_competent_department
from gongkai.site.agencies.models import Agency, Kind
from gongkai.site.agencies.roles import Role
from gongkai.site.audit.acts import Maintenance
from gongkai.site.catalogue.acts import create_item, open_columns
from gongkai.site.catalogue.models import TOP, Column, Part
from gongkai.site.editorial.acts import import_history, propose_import
from gongkai.site.registers.acts import record_row
from gongkai.site.registers.models import Decision, FeeAmount, FeeItem, Ground, NilStatement, PartyKind, Register
from gongkai.site.registers.releasing import confirm_release, propose_release

BY = Maintenance("example")
FOUNDED = date(2021, 3, 18)
PASSWORD = "shili-denglu-2023"
SOURCE = "示例内容"
YEAR = 2023
NOTE = "<p>（本条为示例内容，用于演示网站功能，不是真实的政府信息。）</p>"


@dataclass(frozen=True, slots=True)
class Login:
    """Somebody invented who signs in."""

    agency: str
    role: Role
    username: str
    name: str


LOGINS = (
    Login("commerce", Role.DRAFTER, "nigao", "示例拟稿人"),
    Login("commerce", Role.FIRST_REVIEWER, "chushen", "示例初审人"),
    Login("commerce", Role.SECOND_REVIEWER, "fushen", "示例复审人"),
    Login("commerce", Role.FINAL_REVIEWER, "zhongshen", "示例终审人"),
    Login("commerce", Role.DISCLOSURE_OFFICER, "gongkaiyuan", "示例公开工作人员"),
    Login("government-office", Role.COMPETENT_DEPARTMENT, "zhuguan", "示例主管部门人员"),
    Login("district", Role.SYSTEM_ADMINISTRATOR, "xitong", "示例系统管理员"),
    Login("district", Role.SECURITY_ADMINISTRATOR, "anquan", "示例安全保密管理员"),
    Login("district", Role.AUDIT_ADMINISTRATOR, "shenji", "示例安全审计员"),
)

# The agencies, the government first: (slug, name, short name, kind).
AGENCIES = (
    ("government-office", "孟津区人民政府办公室", "区政府办公室", Kind.DEPARTMENT),
    ("commerce", "孟津区商务局", "区商务局", Kind.DEPARTMENT),
    ("education", "孟津区教育体育局", "区教体局", Kind.DEPARTMENT),
    ("justice", "孟津区司法局", "区司法局", Kind.DEPARTMENT),
    ("agriculture", "孟津区农业农村局", "区农业农村局", Kind.DEPARTMENT),
    ("township", "孟津区示例镇人民政府", "示例镇", Kind.TOWNSHIP),
)

NEWS = (
    ("春节前生活必需品市场供应情况平稳", "节前对粮油、蔬菜、肉蛋等商品的库存和价格作了走访，货源充足，价格平稳。"),
    ("到大型商场开展节前安全生产检查", "重点查看消防通道和用电线路，发现的问题当场列出清单，约定复查的日子。"),
    ("新春消费季活动启动", "家电、汽车、餐饮等行业的商户参加，活动期间在商圈设咨询台，解答优惠办法。"),
    ("电子商务从业人员培训班开课", "课程分店铺运营、商品拍摄、客户服务三部分，学员以返乡创业者和合作社社员为主。"),
    ("走访外贸企业了解订单情况", "逐户听取企业对物流、结汇和退税的意见，能当场答复的当场答复，其余列入台账。"),
    ("成品油零售经营企业年度检查开始", "检查对照证照、计量、消防和台账四个方面，结果按规定向社会公布。"),
    ("农村寄递物流网点建设进展", "新设的村级网点可以代收代寄，边远村的快件送达时间比去年缩短。"),
    ("组织餐饮企业学习制止餐饮浪费要求", "会后发放提示牌和点餐建议，倡导小份菜和打包。"),
    ("消费品以旧换新政策进社区", "工作人员在社区广场摆台讲解办理步骤，现场帮助居民填写材料。"),
    ("加油站防汛安全专项检查", "汛期前对地势低洼的站点检查排水和防雷设施，要求备齐沙袋和水泵。"),
    ("特色农产品网络直播活动举办", "葡萄、梨、手工粉条等在直播中上架，合作社安排专人负责发货和售后。"),
    ("招商项目推进情况通报", "按项目排出时间表，土地、环评、用电等环节各有责任单位跟进。"),
    ("夏季夜间消费街区开街", "街区延长营业时间，增设照明和环卫班次，周边居民意见较多的噪声问题同步治理。"),
    ("单用途商业预付卡风险提示宣传", "提醒消费者看清备案信息和退卡约定，发卡企业应当按时报送资金存管情况。"),
    ("跨境电商政策宣讲会召开", "围绕通关、收汇、海外仓三个题目讲解，会后企业可以预约单独辅导。"),
    ("高温天气商贸企业安全用电检查", "对冷库、商超后厨和仓储场所逐处检查，提醒错峰用电。"),
    ("再生资源回收站点规范整治", "整治占道堆放和无证经营，规范后的站点统一标识和作业时间。"),
    ("中秋国庆节日市场供应准备就绪", "重点商超备货量高于平日，蔬菜直通车在节日期间照常运行。"),
    ("汽车促消费活动收官", "活动汇总了各经销商的参与情况，并征求对下一次活动的建议。"),
    ("家政服务职业技能培训结业", "学员完成母婴护理和养老护理两个方向的课程，结业后可参加用工对接会。"),
    ("药品流通企业运行情况调研", "了解配送半径、冷链设备和用工情况，形成调研材料供行业统计参考。"),
    ("冬季商贸领域消防演练", "演练按报警、疏散、灭火三个环节进行，结束后逐项讲评。"),
    ("年度商贸统计人员业务培训", "讲解报表口径和常见差错，强调数据当月当日报送、有改动须留说明。"),
)  # fmt: skip
NOTICES = (
    ("关于做好商贸领域春季安全生产工作的通知", "各商贸企业应当开展一次自查，自查结果留存备查；本局将按比例抽查。"),
    ("关于征集促消费活动参与商户的公告", "凡在本区登记经营、信用良好的零售和餐饮商户均可报名，报名材料从简。"),
    (
        "关于成品油零售企业年度检查结果的公告",
        "检查结果分为合格、整改后合格两类，对结果有异议的可以在公告期内书面提出。",
    ),
    ("关于节日期间值班安排的通知", "节日期间由值班人员受理市场供应方面的情况反映，急事急办，事后补记台账。"),
)

# Decisions of the years before and after the report's, which had none: (register, number, day, subject, party).
DECISIONS = (
    (Register.LICENSES, "示商许〔2022〕1号", date(2022, 3, 9), "成品油零售经营资格（示例）", "示例能源有限公司"),
    (Register.LICENSES, "示商许〔2022〕2号", date(2022, 8, 16), "成品油零售经营资格变更（示例）", "示例加油站有限公司"),
    (Register.LICENSES, "示商许〔2024〕1号", date(2024, 5, 21), "成品油零售经营资格（示例）", "示例石化有限公司"),
    (Register.PENALTIES, "示商罚〔2022〕1号", date(2022, 11, 3), "预付卡未按规定备案（示例）", "示例超市有限公司"),
    (Register.PENALTIES, "示商罚〔2024〕1号", date(2024, 9, 12), "报废机动车回收未按规定登记（示例）", "示例某"),
)  # fmt: skip
FEE = {
    "name": "示例证照工本费（示例）", "basis": "示例价格主管部门文件（示例发改〔2021〕1号）", "standard": "每证 10 元",
    "begins_on": date(2022, 1, 1), "ended_on": date(2022, 12, 31),
}  # fmt: skip
# What the bureau says of its registers: (register, ground, first year, last year).
STATEMENTS = (
    (Register.LICENSES, Ground.NOTHING, YEAR, YEAR),
    (Register.PENALTIES, Ground.NOTHING, YEAR, YEAR),
    (Register.COERCION, Ground.NO_POWER, FOUNDED.year, None),
    (Register.FEES, Ground.NO_POWER, YEAR, None),
)


def load() -> bool:
    """Make the region and the bureau's year, once; return whether anything was made."""
    if Agency.objects.exists():
        return False
    agencies = _agencies()
    people = {(each.agency, each.role): _person(agencies[each.agency], each) for each in LOGINS}
    _history(agencies["commerce"], people)
    _registers(agencies["commerce"], people)
    return True


def _agencies() -> dict[str, Agency]:
    government = found_region(
        BY,
        Root(),
        name="孟津区人民政府",
        short_name="孟津区",
        slug="district",
        region_code="410308",
        valid_from=FOUNDED,
    )
    agencies = {"district": government}
    for slug, name, short_name, kind in AGENCIES:
        agencies[slug] = create_agency(
            BY, government, name=name, short_name=short_name, slug=slug, kind=kind, valid_from=FOUNDED
        )
    name_competent_department(BY, government, agencies["government-office"])
    for agency in agencies.values():
        change_agency(
            BY, agency, office_name="示例公开工作机构", office_address="示例路1号", office_phone="0379-00000000",
            office_hours="工作日 8:30-12:00，14:30-17:30", leader="示例负责人",
        )  # fmt: skip
        open_columns(BY, agency)
    return agencies


def _person(agency: Agency, login: Login) -> User:
    user = create_user(BY, agency, username=login.username, name=login.name, password=PASSWORD)
    grant_role(BY, agency, user, login.role, valid_from=FOUNDED)
    return user


def working_days(count: int) -> list[date]:
    """Return so many working days spread over the year."""
    calendar = national_calendar()
    days = [date(YEAR, 1, 1) + timedelta(days=n) for n in range(365)]
    days = [day for day in days if calendar.is_working_day(day)]
    return [days[(2 * n + 1) * len(days) // (2 * count)] for n in range(count)]


def _history(bureau: Agency, people: dict[tuple[str, Role], User]) -> None:
    drafter, officer = people["commerce", Role.DRAFTER], people["commerce", Role.DISCLOSURE_OFFICER]
    for part, items in ((Part.NEWS, NEWS), (Part.NOTICES, NOTICES)):
        column = Column.objects.get(TOP, agency=bureau, part=part)
        for day, (title, text) in zip(working_days(len(items)), items, strict=True):
            item = create_item(
                drafter, bureau, column=column, title=title, body=f"<p>{text}</p>{NOTE}", formed_on=day, source=SOURCE
            )
            published_at = timezone.make_aware(datetime.combine(day, time(10)))
            propose_import(drafter, item, source=SOURCE, published_at=published_at)
            import_history(officer, item)


def _registers(bureau: Agency, people: dict[tuple[str, Role], User]) -> None:
    drafter, officer = people["commerce", Role.DRAFTER], people["commerce", Role.DISCLOSURE_OFFICER]

    def record(model: Any, **fields: Any) -> Any:
        return record_row(drafter, bureau, model=model, **fields)

    rows: dict[Register, list[int]] = {}
    for register, number, day, subject, party in DECISIONS:
        kind = PartyKind.NATURAL_PERSON if party.endswith("某") else PartyKind.ORGANIZATION
        made = record(
            Decision, register=register, number=number, decided_on=day, subject=subject, party_kind=kind, party=party,
            source="",
        )  # fmt: skip
        rows.setdefault(register, []).append(made.pk)
    fee = record(FeeItem, **FEE)
    rows[Register.FEES] = [fee.pk]
    record(FeeAmount, item=fee, year=2022, period="1-12", yuan=Decimal("1230.00"))
    for register, ground, first, last in STATEMENTS:
        record(NilStatement, register=register, ground=ground, first_year=first, last_year=last)
    for register, ids in rows.items():
        confirm_release(officer, propose_release(drafter, bureau, register=register, rows=ids), reviewed=True)
