"""Columns (栏目) as Wagtail pages, and the items (信息) in them."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from wagtail.models import Page

from gongkai.law.article_20 import ARTICLE_20, CITY_AND_COUNTY_TOPICS, TOWNSHIP_TOPICS
from gongkai.law.calendar import CalendarNotPublished
from gongkai.law.citations import REGULATION
from gongkai.law.publication_period import DayUnit, PublicationRule, publication_due
from gongkai.site.agencies.models import Agency
from gongkai.site.audit.acts import Refusal
from gongkai.site.audit.canonical import digest
from gongkai.site.editorial.models import Attachment, Channel, StoredFile
from gongkai.site.editorial.records import PublicFacts, ReviewedRecord
from gongkai.site.editorial.rich_text import clean


class Shelf(Page):
    """A page of the tree. Its place is checked however it is made, not only in Wagtail's own forms."""

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse a place under a page of the wrong kind."""
        super().clean()
        if self.depth:
            parent = self.get_parent()
            if parent is None or parent.specific_class not in type(self).allowed_parent_page_models():
                raise ValidationError(f"{type(self)._meta.verbose_name}不能设在这里。")


class RegionHome(Shelf):
    """The home of the region that the installation serves: one, under the root."""

    agency = models.OneToOneField(Agency, models.PROTECT, related_name="region_home", verbose_name="人民政府")
    opened_at = models.DateTimeField("开设时间", null=True, editable=False)
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["catalogue.AgencyHome", "catalogue.Column"]

    class Meta:
        verbose_name = "区域主页"

    def clean(self) -> None:
        """Refuse a second one, wherever it would stand."""
        super().clean()
        if RegionHome.objects.exclude(pk=self.pk).exists():
            raise ValidationError("一个网站只有一个区域主页。")


class AgencyHome(Shelf):
    """An agency's 政府信息公开 column: same name, same parts for every agency (国办公开办函〔2019〕61号)."""

    agency = models.OneToOneField(Agency, models.PROTECT, related_name="home", verbose_name="机构")
    opened_at = models.DateTimeField("开设时间", null=True, editable=False)
    parent_page_types: ClassVar[list[str]] = ["catalogue.RegionHome"]
    subpage_types: ClassVar[list[str]] = ["catalogue.Column"]

    class Meta:
        verbose_name = "机构主页"


class Part(models.TextChoices):
    """The parts of the platform (政府信息公开平台), and the two columns of news that stand beside it."""

    GUIDE = "guide", "政府信息公开指南"
    RULES = "rules", "政府信息公开制度"
    STATUTORY = "statutory", "法定主动公开内容"
    REPORTS = "reports", "政府信息公开年报"
    REQUESTS = "requests", "依申请公开"
    NOTICES = "notices", "通知公告"
    NEWS = "news", "最新动态"


# "专栏姓专": news is no statutory content, so it has columns of its own outside the platform.
OUTSIDE_THE_PLATFORM = (Part.NOTICES, Part.NEWS)
WITHOUT_ITEMS = (Part.REQUESTS,)


ARTICLE_21 = {topic.code: topic for topic in (*CITY_AND_COUNTY_TOPICS, *TOWNSHIP_TOPICS)}
TOP = Q(article_20=None, article_21="")
"""Columns that are a part themselves."""


class Column(Shelf):
    """A column of an agency; beneath 法定主动公开内容 stand the items of article 20 and the topics of article 21."""

    part = models.CharField("类别", max_length=10, choices=Part.choices)
    article_20 = models.PositiveSmallIntegerField(
        "第二十条事项", null=True, blank=True, choices=[(each.number, each.text) for each in ARTICLE_20]
    )
    article_21 = models.CharField(
        "第二十一条事项", max_length=30, blank=True, choices=[(each.code, each.text) for each in ARTICLE_21.values()]
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="columns", verbose_name="机构")
    parent_page_types: ClassVar[list[str]] = ["catalogue.RegionHome", "catalogue.AgencyHome", "catalogue.Column"]
    subpage_types: ClassVar[list[str]] = ["catalogue.Column"]

    class Meta:
        verbose_name = "栏目"
        constraints = (
            models.CheckConstraint(
                condition=Q(article_20=None) | Q(part=Part.STATUTORY), name="column_article_20_is_statutory"
            ),
            models.CheckConstraint(
                condition=Q(article_21="") | Q(part=Part.STATUTORY, article_20=None),
                name="column_article_21_is_statutory",
            ),
            models.UniqueConstraint(fields=("agency", "part", "article_20"), name="column_once_for_an_agency"),
            models.UniqueConstraint(
                fields=("agency", "part", "article_21"),
                condition=Q(article_20=None),
                name="column_part_once_for_an_agency",
            ),
        )

    @property
    def duty(self) -> str:
        """What of the statutory content it holds, as its address names it: ``5``, ``land-expropriation``; or empty."""
        return str(self.article_20) if self.article_20 else self.article_21.replace("_", "-")

    @property
    def takes_items(self) -> bool:
        """Whether items are put into it: not into one that only holds others, nor into an entry."""
        return self.part not in WITHOUT_ITEMS and (self.part != Part.STATUTORY or bool(self.duty))

    def clean(self) -> None:
        """Refuse a column in the wrong place."""
        super().clean()
        parent = self.get_parent().specific if self.depth else None
        if isinstance(parent, Column):
            if parent.part != Part.STATUTORY or parent.duty or self.part != Part.STATUTORY:
                raise ValidationError("只有“法定主动公开内容”下可以再设栏目，且只设一层。")
            if parent.agency_id != self.agency_id:
                raise ValidationError("下级栏目应与上级栏目属于同一机构。")
        elif isinstance(parent, RegionHome | AgencyHome) and parent.agency_id != self.agency_id:
            raise ValidationError("栏目应设在本机构之下。")
        elif parent is not None and self.duty:
            raise ValidationError("第二十条各项、第二十一条各项应设在“法定主动公开内容”之下。")


BRACKETED_YEAR = re.compile(r"[\[({<【〔〈《]((?:19|20)\d{2})[\])}>】〕〉》]")


def normal_document_number(text: str) -> str:
    """Return a document number (发文字号) as it is written: no spaces, Arabic half-width digits, the year in 〔〕."""
    joined = "".join(unicodedata.normalize("NFKC", text).split())
    plain = unicodedata.normalize("NFKC", joined)  # Without the space between them, letters may meet their accents.
    return BRACKETED_YEAR.sub(r"〔\1〕", plain).replace("(", "（").replace(")", "）")


def is_web_address(text: str) -> bool:
    """Return whether a text is an address on the web that a page may link to."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not any(each.isspace() for each in text)


def identity_elsewhere(channel: str, address: str, title: str, day: date) -> str:
    """Return what is the same for the same thing published elsewhere.

    A web address names one thing. A notice board or an issue of a gazette has many, told by title and day.
    """
    if not is_web_address(address):
        return digest([channel, address, title.strip(), day])
    parts = urlsplit(address)
    return digest([channel, parts._replace(netloc=parts.netloc.lower(), fragment="").geturl()])


class Attribute(models.TextChoices):
    """Disclosure attribute (公开属性)."""

    PROACTIVE = "proactive", "主动公开"
    UPON_REQUEST = "upon_request", "依申请公开"
    WITHHELD = "withheld", "不予公开"


class Validity(models.TextChoices):
    """Whether what an item says is in force (有效性)."""

    NONE = "", "不适用"
    IN_FORCE = "in_force", "有效"
    AMENDED = "amended", "已修改"
    REPEALED = "repealed", "已废止"
    LAPSED = "lapsed", "已失效"


class Item(ReviewedRecord):
    """An item of the catalogue (政府信息) with its metadata (条例第十二条：索引、名称、内容概述、生成日期)."""

    column = models.ForeignKey(Column, models.PROTECT, related_name="items", verbose_name="栏目")
    title = models.CharField("标题", max_length=300, help_text="规范全称")
    body = models.TextField("正文", blank=True)
    summary = models.CharField("内容概述", max_length=100, blank=True, help_text="不超过 100 字")
    document_number = models.CharField("发文字号", max_length=100, blank=True, help_text="例如：孟商〔2023〕5号")
    issuing_agency = models.CharField("发文机关", max_length=200, blank=True, help_text="留空即为本机关")
    formed_on = models.DateField("成文日期", help_text="签署日期；没有签署的，为完成之日")
    subject_class = models.CharField("主题分类", max_length=60, blank=True)
    keywords = models.CharField("主题词", max_length=200, blank=True)
    source = models.CharField("来源", max_length=100, blank=True)
    attribute = models.CharField("公开属性", max_length=12, choices=Attribute.choices, default=Attribute.PROACTIVE)
    attribute_reason = models.CharField("不主动公开的理由和依据", max_length=300, blank=True)
    reassess_on = models.DateField("动态调整评估日期", null=True, blank=True, help_text="条例第十八条")
    validity = models.CharField("有效性", max_length=10, choices=Validity.choices, blank=True, default="")
    effective_on = models.DateField("生效日期", null=True, blank=True)
    ended_on = models.DateField("废止或者失效日期", null=True, blank=True)
    interprets = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="interpretations", verbose_name="所解读的文件"
    )
    index_number = models.CharField("索引号", max_length=100, null=True, unique=True, editable=False)

    # Of what another channel published: where, when, and the evidence (截图) that the file store keeps.
    channel = models.CharField("公开渠道", max_length=16, choices=Channel.choices, blank=True, default=Channel.SITE)
    address = models.CharField(
        "网址或者地点", max_length=500, blank=True, help_text="网页的完整网址；公报写明期号，公告栏写明地点"
    )
    published_elsewhere_on = models.DateField("在该渠道的公开日期", null=True, blank=True)
    capture = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="公开凭证"
    )
    capture_name = models.CharField("公开凭证文件名", max_length=200, blank=True)
    # What tells one thing published elsewhere from another, so that none is counted twice.
    elsewhere_key = models.CharField(max_length=64, null=True, editable=False)
    row_key = models.CharField("登记编号", max_length=60, null=True, blank=True)

    # Whether it stands in the ledger: written with it, for lists of the back office; the public side never reads it.
    public = models.BooleanField(default=False, editable=False)

    RICH: ClassVar[tuple[str, ...]] = ("body",)
    DECLARED: ClassVar[tuple[str, ...]] = (
        "title", "body", "summary", "document_number", "issuing_agency", "formed_on", "subject_class", "keywords",
        "source", "attribute", "attribute_reason", "validity", "effective_on", "ended_on", "column_id",
        "interprets_id", "channel", "address", "published_elsewhere_on",
    )  # fmt: skip
    ELSEWHERE: ClassVar[tuple[str, ...]] = ("channel", "address", "published_elsewhere_on")
    DRAWN_FROM: ClassVar[tuple[models.Prefetch, ...]] = (
        models.Prefetch("capture", queryset=StoredFile.objects.defer("text")),
    )

    class Meta:
        verbose_name = verbose_name_plural = "信息"
        constraints = (
            models.CheckConstraint(
                condition=Q(attribute=Attribute.PROACTIVE) | ~Q(attribute_reason=""), name="item_withheld_for_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(effective_on=None) | Q(ended_on__gte=F("effective_on")),
                name="item_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(channel=Channel.SITE, elsewhere_key=None)
                | (~Q(channel=Channel.SITE) & ~Q(address="") & Q(published_elsewhere_on__isnull=False)),
                name="item_elsewhere_says_where_and_when",
            ),
            models.UniqueConstraint(fields=("agency", "elsewhere_key"), name="item_elsewhere_once"),
            models.UniqueConstraint(fields=("agency", "row_key"), name="item_registered_once"),
        )
        indexes = (
            # Each filter and each order of the back office's list; the id decides between equals.
            models.Index(fields=("agency", "changed_at", "id"), name="item_by_change"),
            models.Index(fields=("agency", "formed_on", "id"), name="item_by_formation"),
            models.Index(fields=("agency", "document_number", "id"), name="item_by_document_number"),
            models.Index(fields=("agency", "title", "id"), name="item_by_title"),
            models.Index(fields=("agency", "attribute", "changed_at", "id"), name="item_by_attribute"),
            models.Index(fields=("agency", "channel", "changed_at", "id"), name="item_by_channel"),
            models.Index(fields=("agency", "changed_at", "id"), condition=Q(public=True), name="item_by_being_public"),
            models.Index(fields=("column", "changed_at", "id"), name="item_by_column"),
            models.Index(fields=("drafter", "changed_at", "id"), name="item_by_drafter"),
            models.Index(fields=("changed_at", "id"), name="item_newest"),
            # What is due: to become public, to be assessed again, to be explained.
            models.Index(
                fields=("agency", "attribute", "channel", "formed_on", "id"),
                condition=Q(public=False),
                name="item_to_publish",
            ),
            models.Index(fields=("agency", "reassess_on", "id"), name="item_to_reassess"),
            models.Index(fields=("agency", "validity", "formed_on", "id"), name="item_in_force"),
        )

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse what cannot be true."""
        super().clean()
        errors: dict[str, Any] = {}
        self.body = clean(self.body)
        self.document_number = normal_document_number(self.document_number)
        if self.formed_on and self.formed_on > timezone.localdate():
            errors["formed_on"] = "成文日期不能在今天之后。"
        if self.column_id:
            if self.column.agency_id != self.agency_id:
                errors["column"] = "栏目应是本机关的栏目。"
            elif not self.column.takes_items:
                errors["column"] = "这一栏目不直接放信息，请选择它下面的栏目。"
            elif self.column.part == Part.GUIDE and self.column.items.exclude(pk=self.pk).exists():
                errors["column"] = "指南只有一份，请修订现有的指南。"
        if self.attribute != Attribute.PROACTIVE:
            if not self.attribute_reason.strip():
                errors["attribute_reason"] = "不主动公开的，应当说明理由和依据。"
            if self.reassess_on is None:
                errors["reassess_on"] = "请定下重新评估的日期（条例第十八条：定期评估、动态调整）。"
        if self.ended_on and self.effective_on and self.ended_on < self.effective_on:
            errors["ended_on"] = "废止或者失效日期早于生效日期。"
        if self.validity in (Validity.REPEALED, Validity.LAPSED) and self.ended_on is None:
            errors["ended_on"] = "已废止或者失效的，请填写日期。"
        if self.interprets_id and self.interprets_id == self.pk:
            errors["interprets"] = "解读材料不能解读它自己。"
        errors |= self._faults_elsewhere()
        if errors:
            raise ValidationError(errors)

    def _faults_elsewhere(self) -> dict[str, str]:
        """Say what cannot be true of something that another channel published."""
        if not self.elsewhere:
            self.elsewhere_key = None
            return {}
        if self.channel not in Channel.values:
            return {}  # The field's own choices say so.
        errors = {}
        self.address = self.address.strip()
        if not self.address:
            errors["address"] = "请填写网址；没有网址的，写明公报期号、公告栏地点等。"
        elif Channel(self.channel).online and not is_web_address(self.address):
            errors["address"] = "请填写以 http:// 或者 https:// 开头的完整网址。"
        if self.published_elsewhere_on is None:
            errors["published_elsewhere_on"] = "请填写在该渠道公开的日期。"
        elif self.published_elsewhere_on > timezone.localdate():
            errors["published_elsewhere_on"] = "公开日期不能在今天之后。"
        elif self.formed_on and self.published_elsewhere_on < self.formed_on:
            errors["published_elsewhere_on"] = "公开日期早于成文日期，请核对。"
        if self.attribute != Attribute.PROACTIVE:
            errors["attribute"] = "已经在别处公开的信息，公开属性应为主动公开。"
        if not errors:
            self.elsewhere_key = identity_elsewhere(self.channel, self.address, self.title, self.published_elsewhere_on)
        return errors

    @property
    def elsewhere(self) -> bool:
        """Whether another channel published it and it is only registered here."""
        return self.channel != Channel.SITE

    def content_with(self, attachments: Iterable[Attachment]) -> dict[str, Any]:
        """Return what is reviewed; where and when only of what another channel published."""
        content = super().content_with(attachments)
        if not self.elsewhere:
            for name in self.ELSEWHERE:
                del content[name]
        elif self.capture is not None:
            content["capture"] = {
                "name": self.capture_name, "sha256": self.capture_id, "size": self.capture.size,
                "media_type": self.capture.media_type,
            }  # fmt: skip
        return content

    @classmethod
    def labels(cls) -> dict[str, str]:
        """Return what people call the parts of its content, the evidence included."""
        return {**super().labels(), "capture": "公开凭证"}

    def get_absolute_url(self) -> str:
        """Return its page in the back office."""
        return reverse("item", args=[self.pk])

    @property
    def began_here(self) -> datetime | None:
        """When the columns of its agency were opened."""
        homes = (kind.objects.filter(agency=self.agency_id) for kind in (RegionHome, AgencyHome))
        return next((each.opened_at for found in homes for each in found.only("opened_at")), None)

    @property
    def publication_due(self) -> date | None:
        """By when it is to be public: the agency's own period, at most 20 working days (条例第二十六条)."""
        if self.attribute != Attribute.PROACTIVE or self.elsewhere:
            return None
        rule = PublicationRule(self.agency.publication_working_days, DayUnit.WORKING_DAYS, REGULATION.article(26))
        try:
            return publication_due(self.formed_on, rule).due
        except CalendarNotPublished:
            return None  # Of a year whose working days nobody knows.

    def shown(self, content: dict[str, Any]) -> list[tuple[str, Any]]:
        """Say columns and choices by their names."""
        names = {
            "attribute": dict(Attribute.choices),
            "validity": dict(Validity.choices),
            "channel": dict(Channel.choices),
        }
        said = dict(content)
        for name, choices in names.items():
            said[name] = choices.get(content.get(name, ""), content.get(name))
        said["column_id"] = str(Column.objects.filter(pk=content["column_id"]).first() or "")
        if content.get("capture"):
            said["capture"] = format_html(
                '<a href="{}">{}</a>（SHA-256 {}）',
                reverse("item_capture", args=[self.pk]), content["capture"]["name"], content["capture"]["sha256"],
            )  # fmt: skip
        if content.get("interprets_id"):
            said["interprets_id"] = self._named(content["interprets_id"])
        return super().shown(said)

    def _named(self, pk: int) -> str:
        """Return the title of another item: of another agency's what it published, for a draft is its own affair."""
        other = Item.objects.filter(pk=pk).first()
        if other is None or other.agency_id == self.agency_id:
            return str(other or "")
        stands = other.standing_publication
        return stands.title if stands else f"/info/{pk}/"

    def public_facts(self) -> PublicFacts:
        """Return what lists and search show of it."""
        return PublicFacts(
            column=self.column_id,
            title=self.title,
            document_number=self.document_number,
            index_number=self.index_number or "",
            formed_on=self.formed_on,
            validity=self.validity,
            channel=Channel(self.channel),
            published_at=timezone.make_aware(datetime.combine(self.published_elsewhere_on, time()))
            if self.published_elsewhere_on else None,
        )  # fmt: skip

    def prepare_publication(self, deed: Any, *, first: bool) -> None:
        """Give it its index number, once and for ever (国办目录系统实施指引：索引号唯一、终身不变)."""
        from gongkai.site.catalogue.index_numbers import allocate  # It counts items, and so imports this module.

        if self.attribute != Attribute.PROACTIVE:
            raise Refusal(f"公开属性是“{self.get_attribute_display()}”，不能公开。")
        latest = self.latest_publication
        if latest is not None and (latest.channel == Channel.SITE) is self.elsewhere:
            raise Refusal("在本网站公开的信息不能改成在别处公开的（反之亦然）：公开时间不能倒填。请另行登记。")
        if self.index_number is None:
            self.index_number = allocate(self.agency, deed.today)
            type(self).objects.filter(pk=self.pk).update(index_number=self.index_number)


class IndexCounter(models.Model):
    """The last serial of an agency's index numbers in one year (or month, where the pattern counts by month)."""

    agency = models.ForeignKey(Agency, models.PROTECT)
    period = models.CharField(max_length=6)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("agency", "period"), name="index_counter_once"),)
