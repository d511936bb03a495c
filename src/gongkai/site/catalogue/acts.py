"""Acts on columns and items."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.models import Page

from gongkai.law.article_20 import ARTICLE_20
from gongkai.site.agencies.models import Agency
from gongkai.site.agencies.policies import DRAFTING, SETTING_UP
from gongkai.site.audit.acts import Deed, Refusal, act
from gongkai.site.catalogue.models import AgencyHome, Column, Item, Part, RegionHome
from gongkai.site.editorial.acts import locked, recall

EDITABLE = (
    "column", "title", "body", "summary", "document_number", "issuing_agency", "formed_on", "subject_class",
    "keywords", "source", "attribute", "attribute_reason", "reassess_on", "validity", "effective_on", "ended_on",
    "interprets",
)  # fmt: skip


class InvalidDraft(Refusal):
    """A draft with faults, by field, for the form to show beside each."""

    def __init__(self, errors: dict[str, list[str]]) -> None:
        self.errors = errors
        super().__init__("；".join(message for messages in errors.values() for message in messages))


@act("open_columns", "开设公开栏目", policy=SETTING_UP)
def open_columns(deed: Deed, agency: Agency) -> RegionHome | AgencyHome:
    """Give an agency its home and every column that the platform must have."""
    if RegionHome.objects.filter(agency=agency).exists() or AgencyHome.objects.filter(agency=agency).exists():
        raise Refusal(f"{agency.name}的公开栏目已经开设。")
    region = RegionHome.objects.first()
    home: RegionHome | AgencyHome
    if region is None:
        home = Page.get_first_root_node().add_child(
            instance=RegionHome(title=agency.name, slug=agency.slug, agency=agency)
        )
    else:
        home = region.add_child(instance=AgencyHome(title=agency.name, slug=agency.slug, agency=agency))
    for part in Part:
        column = home.add_child(instance=Column(title=part.label, slug=part.value, part=part, agency=agency))
        if part == Part.STATUTORY:
            for item in ARTICLE_20:
                column.add_child(
                    instance=Column(
                        title=item.text[:255], slug=f"article-20-{item.number}", part=part,
                        article_20=item.number, agency=agency,
                    )
                )  # fmt: skip
    deed.record(agency, {"home": home.pk})
    return home


def _checked(item: Item) -> None:
    try:
        item.full_clean(exclude=["index_number"])
    except ValidationError as error:
        raise InvalidDraft(error.message_dict) from error


@act("create_item", "拟稿", policy=DRAFTING)
def create_item(deed: Deed, agency: Agency, **fields: Any) -> Item:
    """Begin an item; it is nobody's but the agency's until three people passed it."""
    item = Item(agency=agency, drafter=deed.actor, created_at=deed.now, changed_at=deed.now, live=False, **fields)
    _checked(item)
    item.save()
    item.save_revision(user=deed.actor)
    deed.record(item, {"content": item.content_sha256()})
    return item


@act("save_draft", "修改稿件", policy=DRAFTING)
def save_draft(deed: Deed, item: Item, *, version: int, **fields: Any) -> Item:
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
    before = item.content_sha256()
    for name, value in fields.items():
        setattr(item, name, value)
    _checked(item)
    if item.content_sha256() == before:
        changed = Item.objects.filter(pk=item.pk).values("reassess_on")[0]["reassess_on"] != item.reassess_on
    else:
        changed = True
        recall(deed, item)
    if not changed:
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
    if item.attribute == "proactive":
        raise Refusal("这条信息是主动公开的，不需要评估。")
    if not note.strip():
        raise Refusal("请写明评估意见。")
    if on <= deed.today:
        raise Refusal("下一次评估的日期应在今天之后。")
    item.reassess_on = on
    item.save()
    deed.record(item, {"until": on, "note": note})
    return item
