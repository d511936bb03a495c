"""Acts on columns and items."""

from datetime import datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import Page

from gongkai.law.article_20 import ARTICLE_20, article_21_topics
from gongkai.site.agencies.models import Agency
from gongkai.site.agencies.policies import DRAFTING, SETTING_UP
from gongkai.site.agencies.positions import position_of
from gongkai.site.agencies.succession import refuse_for_ended
from gongkai.site.audit.acts import Deed, Invalid, Refusal, act
from gongkai.site.catalogue.models import TOP, AgencyHome, Attribute, Column, Item, Part, RegionHome
from gongkai.site.catalogue.register_csv import Sheet, read
from gongkai.site.editorial.acts import changed, locked, propose_import
from gongkai.site.editorial.hands import note_edit

# What another channel published, and the evidence of it.
OF_ELSEWHERE = ("channel", "address", "published_elsewhere_on", "capture", "capture_name")
EDITABLE = (
    "column", "title", "body", "summary", "document_number", "issuing_agency", "formed_on", "subject_class",
    "keywords", "source", "attribute", "attribute_reason", "reassess_on", "validity", "effective_on", "ended_on",
    "interprets", *OF_ELSEWHERE,
)  # fmt: skip


@act("open_columns", "开设公开栏目", policy=SETTING_UP)
def open_columns(deed: Deed, agency: Agency) -> RegionHome | AgencyHome:
    """Give an agency its home and every column that the platform must have, as far as they are not there.

    What its kind and level owe beyond article 20 may change (条例第二十一条); a column stays once it is open.
    """
    # Whoever else adds pages waits: places in the tree are counted.
    Page.objects.select_for_update().get(pk=Page.get_first_root_node().pk)
    wanted = missing_columns(agency)
    if not wanted:
        raise Refusal(f"{agency.name}的公开栏目齐全，没有要补开的。")
    home = home_of(agency) or _new_home(agency, deed.now)
    for column in wanted:
        above = Column.objects.get(TOP, agency=agency, part=Part.STATUTORY) if column.duty else home
        above.add_child(instance=column)
    deed.record(agency, {"home": home.pk, "columns": [each.pk for each in wanted]})
    return home


def home_of(agency: Agency) -> RegionHome | AgencyHome | None:
    """Return where an agency's columns stand; None before they were opened."""
    return RegionHome.objects.filter(agency=agency).first() or AgencyHome.objects.filter(agency=agency).first()


def _new_home(agency: Agency, now: datetime) -> RegionHome | AgencyHome:
    region = RegionHome.objects.first()
    above, kind = (region, AgencyHome) if region else (Page.get_first_root_node(), RegionHome)
    return above.add_child(instance=kind(title=agency.name, slug=agency.slug, agency=agency, opened_at=now))


def missing_columns(agency: Agency) -> list[Column]:
    """Return the columns that an agency owes and has not got, in their order and not saved."""
    position = position_of(agency)
    items = [
        *(Column(title=item.text, slug=f"article-20-{item.number}", article_20=item.number) for item in ARTICLE_20),
        *(
            Column(title=topic.text, slug=f"article-21-{topic.code.replace('_', '-')}", article_21=topic.code)
            for topic in (article_21_topics(position) if position else ())
        ),
    ]
    owed = [Column(title=part.label, slug=part.value, part=part) for part in Part]
    for each in items:
        each.part = Part.STATUTORY
    has = {(each.part, each.duty) for each in Column.objects.filter(agency=agency)}
    found = [each for each in (*owed, *items) if (each.part, each.duty) not in has]
    for each in found:
        each.agency = agency
    return found


def _checked(item: Item) -> None:
    try:
        item.full_clean(exclude=["index_number"], validate_constraints=False)
    except ValidationError as error:
        raise Invalid(error) from error
    same = Item.objects.filter(agency=item.agency, elsewhere_key=item.elsewhere_key).exclude(pk=item.pk)
    if item.elsewhere and (known := same.first()):
        said = f"这条信息已经登记过：“{known.title}”。同一条信息在同一渠道只登记一次。"
        raise Invalid(ValidationError({"address": said}))


def _begun(deed: Deed, agency: Agency, **fields: Any) -> Item:
    refuse_for_ended(agency, deed.today)
    return Item(agency=agency, drafter=deed.actor, created_at=deed.now, changed_at=deed.now, live=False, **fields)


def _kept(deed: Deed, item: Item) -> Item:
    item.save()
    item.save_revision(user=deed.actor)
    note_edit(deed, item)
    deed.record(item, {"content": item.content_sha256()})
    return item


@act("create_item", "拟稿", policy=DRAFTING)
def create_item(deed: Deed, agency: Agency, **fields: Any) -> Item:
    """Begin an item; it is nobody's but the agency's until three people passed it."""
    item = _begun(deed, agency, **fields)
    _checked(item)
    return _kept(deed, item)


@act("register_elsewhere", "批量登记别处公开的信息", policy=DRAFTING)
def register_elsewhere(deed: Deed, agency: Agency, *, text: str, source: str = "") -> Sheet:
    """Register every row of a table (CSV) as a draft, all or none; what is registered already is left as it is.

    The drafts go through the three reviews like any other. With a ``source`` they are history from before the site
    came: each is proposed for import, and somebody else compares it with its source and enters it.
    """
    # Two who import one table at once wait for each other here, and the second finds everything registered.
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    refuse_for_ended(agency, deed.today)
    sheet = read(text, agency)
    if sheet.faults:
        raise Refusal(f"表格有 {len(sheet.faults)} 处错误，没有登记任何一条。请按标出的行和列改正后重新上传。")
    if not sheet.rows:
        raise Refusal("没有需要登记的信息：表格里的各行都已登记过。")
    for row in sheet.rows:
        item = _kept(deed, _begun(deed, agency, **row.fields))
        if source.strip():
            published_at = timezone.make_aware(datetime.combine(row.fields["published_elsewhere_on"], time()))
            try:
                propose_import(deed.actor, item, source=source, published_at=published_at)
            except Refusal as refusal:
                raise Refusal(f"第 {row.number} 行：{refusal}没有登记任何一条。") from refusal
    return sheet


@act("save_draft", "修改稿件", policy=DRAFTING)
def save_draft(deed: Deed, item: Item, *, version: int | None, **fields: Any) -> Item:
    """Save a draft; a review under way ends and begins again at the first stage.

    ``version`` is the one that the editor began from: of two people who edit at once the second is told, and keeps
    what they typed.
    """
    unknown = sorted(set(fields) - set(EDITABLE))
    if unknown:
        raise TypeError(f"not editable: {unknown}")
    item = locked(item)
    if item.version != version:
        raise Refusal("这份稿件在您编辑时已被他人修改。您填写的内容还在下面，请对照最新稿后再保存。")
    if item.standing_publication is None:
        refuse_for_ended(item.agency, deed.today)
    before = item.content_sha256()
    if item.public and fields.get("attribute", Attribute.PROACTIVE) != Attribute.PROACTIVE:
        said = "这条信息正在公开。不再公开的，请先“撤回”并说明理由，再改公开属性。"
        raise Invalid(ValidationError({"attribute": said}))
    for name, value in fields.items():
        setattr(item, name, value)
    _checked(item)
    if item.content_sha256() != before:
        changed(deed, item)
    elif Item.objects.filter(pk=item.pk).values("reassess_on")[0]["reassess_on"] == item.reassess_on:
        raise Refusal("没有改动。")
    item.version += 1
    item.changed_at = deed.now
    item.save()
    item.save_revision(user=deed.actor)
    deed.record(item, {"before": before, "content": item.content_sha256()})
    return item


@act("reassess", "动态调整评估", policy=DRAFTING)
def reassess(deed: Deed, item: Item, *, on: Any, note: str) -> Item:
    """Record that what is not published was assessed again and stays so, until a new date (条例第十八条)."""
    item = locked(item)
    if item.attribute == Attribute.PROACTIVE:
        raise Refusal("这条信息是主动公开的，不需要评估。")
    if not note.strip():
        raise Refusal("请写明评估意见。")
    if on <= deed.today:
        raise Refusal("下一次评估的日期应在今天之后。")
    item.reassess_on = on
    item.save()
    deed.record(item, {"until": on}, said={"note": note.strip()})
    return item
