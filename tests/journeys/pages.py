"""Every page there is: made from the resolver, with examples for the keys in addresses, and the states of each.

A route whose keys have no example here fails the tests that ask for it. Most need nothing more than `KEYS`; one whose
key means another record than elsewhere is named in `OWN_KEYS`.
"""

from datetime import date, timedelta
from typing import Any

from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone
from tests.site.catalogue.test_guide import CONTACTS, write
from tests.site.conftest import (
    SETUP,
    Region,
    column,
    fresh,
    make_draft,
    noon,
    pass_secrecy,
    pass_stage,
    publish_fully,
    review_fully,
)
from tests.site.registers.samples import (
    PERSON,
    amount,
    decision,
    fee_item,
    figure,
    proposed,
    released,
    statement,
)
from tests.site.test_authority import delegate_from_tomorrow, routes

from gongkai.privacy.resident_ids import check_digit
from gongkai.site.accounts.models import Membership, User
from gongkai.site.agencies.acts import change_agency
from gongkai.site.agencies.roles import ADMINISTRATORS, Role
from gongkai.site.catalogue import guide
from gongkai.site.catalogue.acts import create_item, save_draft
from gongkai.site.catalogue.models import Column, Item, Part
from gongkai.site.editorial.acts import (
    attach_file,
    import_history,
    propose_import,
    publish_in_emergency,
    return_to_drafter,
    submit_for_review,
    withdraw,
)
from gongkai.site.editorial.files import store
from gongkai.site.editorial.models import Publication, Stage
from gongkai.site.registers.acts import correct_row, strike_out_row
from gongkai.site.registers.models import Decision, Ground, PublicEntry, Register, Release
from gongkai.site.registers.releasing import withdraw_row

# Composed for tests: it belongs to nobody, and only its check digit is right.
STEM = "11010119000101001"
NUMBER = STEM + check_digit(STEM)
LONG = "示例区商务局等五部门关于印发《示例区进一步促进汽车、家电、家居等大宗商品消费三年行动方案（2024—2026年）》的通知"
HEADS = ("类别", "条件", "标准", "最高限额", "申请期限", "负责单位")
GOODS = ("新能源乘用车", "裸车价格十万元以上", "3,000", "5,000", "2024-06-01至2024-12-31", "区商务局")
BODY = "".join(
    (
        "<p>各镇人民政府、街道办事处，区政府有关部门：</p>",
        "<p>为进一步释放消费潜力，推动城乡消费协同发展，现将有关事项通知如下，请结合实际认真组织实施。</p>",
        "<h2>一、补贴标准</h2><table><tr>", *(f'<th scope="col">{head}</th>' for head in HEADS), "</tr><tr>",
        *(f"<td>{cell}</td>" for cell in GOODS), "</tr></table>",
        "<h2>二、组织实施</h2><ol><li>加强组织领导，明确责任分工；</li><li>加强资金监管，确保专款专用。</li></ol>",
        '<p>附件所列表格可在网站下载，亦可到<a href="https://example.org/forms">示例网址</a>查看。</p>',
    )
)  # fmt: skip
NEWS = 21


def fill(region: Region) -> dict[str, int]:
    """Fill the commerce bureau with items in every state; the bureau of justice has nothing."""
    drafter, officer = region.user("commerce", Role.DRAFTER), region.user("commerce", Role.DISCLOSURE_OFFICER)
    final = region.user("commerce", Role.FINAL_REVIEWER)
    article_1 = Column.objects.get(agency=region.commerce, article_20=1)
    article_15 = Column.objects.get(agency=region.commerce, article_20=15)

    for n in range(1, NEWS + 1):
        _imported(region, f"示例动态第{n}号", date(2023, 1, 3) + timedelta(days=n), Part.NEWS)
    imported = _imported(region, "示例区政府信息公开制度汇编", date(2023, 11, 8), Part.RULES)

    office = change_agency(SETUP, region.commerce, **CONTACTS)
    guide_item = write(region, office)
    publish_fully(region, guide_item)
    parts = guide.parts_of(guide_item.body) | {"office_hours": "工作日 8:00-12:00"}
    save_draft(drafter, guide_item, version=fresh(guide_item).version, body=guide.compose(parts))
    publish_fully(region, fresh(guide_item), "办公时间变更。")

    document = make_draft(
        region, title=LONG, body=BODY, column=article_1, document_number="示商〔2024〕12号", validity="in_force",
        subject_class="商贸、海关、旅游／国内贸易", effective_on=date(2024, 6, 1), keywords="消费 补贴",
        issuing_agency="示例区商务局、示例区财政局",
    )  # fmt: skip
    for n in (1, 2):
        name = f"附件{n}：示例区促进消费专项资金申请表（第{n}部分，供各类经营主体填写）.txt"
        attach_file(drafter, document, store(name, [b"x" * 900 * n**9]), name)
    publish_fully(region, document)
    interpretation = make_draft(region, title="政策解读", column=article_15, interprets=document, document_number="")
    publish_fully(region, interpretation)

    corrected = make_draft(region, title="关于举办秋季消费节的通知")
    publish_fully(region, corrected)
    save_draft(drafter, corrected, version=fresh(corrected).version, body="<p>地点：示例体育中心。</p>")
    publish_fully(region, fresh(corrected), "活动地点有误，现予更正。")

    withdrawn = make_draft(region, title="关于调整补贴期限的公告")
    leaked = make_draft(region, title="误公开的标题")
    for each in (withdrawn, leaked):
        publish_fully(region, each)
        withdraw(final, fresh(each), reason="所依据的文件已停止执行。", leak=each is leaked)

    emergency = make_draft(region, title="关于保障生活必需品供应的紧急通告")
    pass_secrecy(region, emergency)
    publish_in_emergency(final, emergency)
    repealed = make_draft(
        region, title="关于加强预付卡管理的通知", column=article_1, validity="repealed",
        ended_on=timezone.localdate() - timedelta(days=30), document_number="示商〔2019〕3号",
    )  # fmt: skip
    publish_fully(region, repealed)

    draft = make_draft(region, title="附件里有身份证号的草稿")
    attach_file(drafter, draft, store("名单.txt", [f"经办人证号{NUMBER}".encode()]), "名单.txt")
    first, second, returned, reviewed, begun = (make_draft(region, title=title) for title in (
        "等待初审的稿件", "等待复审的稿件", "退回的稿件", "等待公开的稿件", "改到一半的已公开稿件"))  # fmt: skip
    for each in (first, second, returned):
        submit_for_review(drafter, each)
    pass_stage(region, second, Stage.FIRST)
    return_to_drafter(
        region.user("commerce", Role.FIRST_REVIEWER), returned, stage=Stage.FIRST,
        content_sha256=fresh(returned).content_sha256(), opinion="请补写联系方式。",
    )  # fmt: skip
    review_fully(region, reviewed)
    publish_fully(region, begun)
    save_draft(drafter, begun, version=fresh(begun).version, body="<p>现将有关事项通知如下，请遵照执行。</p>")
    submit_for_review(officer, fresh(begun))
    fill_registers(region)
    states = {
        "published": document, "interpretation": interpretation, "guide": guide_item, "corrected": corrected,
        "withdrawn": withdrawn,
        "leaked": leaked, "emergency": emergency, "repealed": repealed, "imported": imported, "draft": draft,
        "first": first, "second": second, "returned": returned, "reviewed": reviewed, "begun": begun,
    }  # fmt: skip
    return {state: item.pk for state, item in states.items()}


def fill_registers(region: Region) -> None:
    """Fill the registers with rows in every state: public, corrected, struck out, awaiting, counted by the month."""
    drafter, officer = region.user("commerce", Role.DRAFTER), region.user("commerce", Role.DISCLOSURE_OFFICER)
    rows = [decision(region, number=f"示商罚〔2023〕{n}号", decided_on=date(2023, 1 + n % 12, 6)) for n in range(1, 25)]
    person = decision(region, **PERSON | {"number": "示商罚〔2023〕100号"})
    item = fee_item(region)
    released(region, *rows, person)
    released(region, item)
    strike_out_row(officer, rows[0], reason="重复登记")
    withdraw_row(officer, rows[1], reason="处罚决定经行政复议撤销。")
    corrected = correct_row(drafter, rows[2], version=1, reason="笔误", subject="未按规定公示价格")
    released(region, corrected, note="事项名称有误，现予更正。")
    proposed(region, decision(region, number="示商许〔2023〕1号", register=Register.LICENSES, source="审批系统"))
    for month in range(1, 12):
        figure(region, month, 3)
    amount(region, item, "1-12", "12345.60")
    statement(region, Register.COERCION, Ground.NO_POWER, year=2020)


def _imported(region: Region, title: str, day: date, part: Part) -> Item:
    drafter = region.user("commerce", Role.DRAFTER)
    item = create_item(
        drafter, region.commerce, title=title, column=column(region.commerce, part), formed_on=day,
        body=f"<p>{title}。</p>",
    )  # fmt: skip
    propose_import(drafter, item, source="示例区原门户网站", published_at=noon(day))
    import_history(region.user("commerce", Role.DISCLOSURE_OFFICER), item)
    return item


def keys(region: Region, content: dict[str, int]) -> dict[str, Any]:
    """Return an example for each key of an address, by its kind and name."""
    emergency = Publication.objects.get(record_type=Item.type_name(), record_id=content["emergency"])
    for route in ("review_afterwards", "emergency_file"):
        OWN_KEYS[route] = {"pk": emergency.record_id, "publication": emergency.pk}
    return {
        "slug:agency": "commerce", "int:agency": region.commerce.pk, "slug:part": "news", "part:part": "news",
        "region_part:part": "news", "duty:duty": "1", "slug:kind": "item", "int:pk": content["published"],
        "int:position": 1, "int:signed": 1, "int:answer": 1, "int:block": 0, "int:version": 1, "int:sign_in": 0,
        "int:delegation": delegate_from_tomorrow(region),
        "path:name": "附件.txt", "slug:book": "decisions", "slug:ending": "csv",
        "register:register": "penalties", "dataset:dataset": "decisions",
        "int:row": PublicEntry.objects.standing().filter(register="penalties").earliest("pk").record_id,
        "int:release": Release.objects.filter(outcome=None).earliest("pk").pk,
        "int:person": User.objects.get(username="commerce-drafter").pk,
        "int:membership": Membership.objects.filter(agency=region.commerce).earliest("pk").pk,
    }  # fmt: skip


# Somebody of each role who reaches the bureau.
WHERE = {
    role: "office" if role == Role.COMPETENT_DEPARTMENT else "government" if role in ADMINISTRATORS else "commerce"
    for role in Role
}
# Routes whose keys mean something else than in `keys`; `keys` fills in what `fill` made.
OWN_KEYS: dict[str, Any] = {}


def address(route: URLPattern, examples: dict[str, Any]) -> str:
    """Return an example of a route's address."""
    own = OWN_KEYS.get(route.name, {})
    given = {}
    for name, converter in route.pattern.converters.items():
        kind = type(converter).__name__.removesuffix("Converter")
        known = f"{KINDS.get(kind, kind.lower())}:{name}"
        assert name in own or known in examples, f"give an example of {known} for the route {route.name}"
        given[name] = own.get(name, examples.get(known))
    return reverse(route.name, kwargs=given)


KINDS = {"String": "str", "RegionPart": "region_part"}


def every_route() -> dict[str, URLPattern]:
    """Return the routes of the site by name."""
    found = {route.name: route for route in routes(get_resolver("gongkai.site.urls"))}
    assert None not in found, "name every route"
    return found


def public_states(content: dict[str, int]) -> list[str]:
    """Return addresses of public pages in further states: empty, filtered, wrong, corrected, withdrawn."""
    items = [f"/info/{content[state]}/" for state in content]
    return [
        *items, f"/info/{content['published']}/?size=large",
        "/justice/", "/justice/news/", "/commerce/guide/", "/commerce/requests/", "/commerce/statutory/",
        "/commerce/statutory/2/", "/commerce/news/?year=2020", "/commerce/news/?before=20",
        "/justice/registers/", "/justice/registers/fees/", "/commerce/registers/fees/", "/open/justice/",
        "/commerce/registers/penalties/?year=2023", "/commerce/registers/coercion/",
        *(f"/commerce/registers/penalties/{each.pk}/" for each in Decision.objects.order_by("pk")[:4]),
        "/reports/", "/requests/", "/notices/", "/justice/statutory/", f"/info/{content['published']}/?paper",
        "/commerce/news/?before=x",
        "/search/?q=消费", "/search/?q=通知&agency=commerce&year=2024&order=title_first", "/search/?q=没有这样的词",
        "/no/such/page/", "/nobody/", "/info/99999/",
    ]  # fmt: skip
