"""Reviews, and the ledger of what is public. All of it is written once."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from wagtail.models import Task, TaskState, WorkflowState

from gongkai.site.agencies.models import Agency
from gongkai.site.agencies.roles import Role
from gongkai.site.audit.models import WHOLE_SITE, AppendOnly
from gongkai.site.editorial.door import only_inside_an_act


class Stage(models.IntegerChoices):
    """A stage of review, each with its proofreading (三审三校)."""

    FIRST = 1, "初审"
    SECOND = 2, "复审"
    FINAL = 3, "终审"

    @property
    def proofreading(self) -> str:
        """What the proofreading of the stage is called."""
        return ("一校", "二校", "三校")[self - 1]

    @property
    def role(self) -> Role:
        """Whose stage it is."""
        return (Role.FIRST_REVIEWER, Role.SECOND_REVIEWER, Role.FINAL_REVIEWER)[self - 1]


class Gate(models.TextChoices):
    """The five gates (五关) that each stage passes."""

    POLITICS = "politics", "政治关"
    LAW = "law", "法律关"
    POLICY = "policy", "政策关"
    SECRECY = "secrecy", "保密关"
    WORDING = "wording", "文字关"


class ReviewState(TaskState):
    """A stage on its way. Wagtail's own methods are shut outside the acts, which check who and what."""

    def approve(self, *args: Any, **kwargs: Any) -> Any:
        """Approve, inside an act only."""
        only_inside_an_act()
        return super().approve(*args, **kwargs)

    def reject(self, *args: Any, **kwargs: Any) -> Any:
        """Return, inside an act only."""
        only_inside_an_act()
        return super().reject(*args, **kwargs)


class ReviewStage(Task):
    """One of the three tasks of Wagtail's workflow; who may do it follows from roles, never from groups."""

    stage = models.PositiveSmallIntegerField(choices=Stage.choices, unique=True)
    task_state_class = ReviewState

    class Meta:
        verbose_name = "审核环节"

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        """Reviewers read on their own page; nobody edits what is under review."""
        return False

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """What is under review is locked for everybody."""
        return True

    def user_can_lock(self, obj: Any, user: Any) -> bool:
        """Nobody needs to."""
        return False

    def user_can_unlock(self, obj: Any, user: Any) -> bool:
        """Nobody may."""
        return False

    def get_actions(self, obj: Any, user: Any) -> list[Any]:
        """Wagtail offers no buttons for it."""
        return []

    def on_action(self, task_state: Any, user: Any, action_name: str, **kwargs: Any) -> Any:
        """Refuse Wagtail's way in."""
        only_inside_an_act()
        return super().on_action(task_state, user, action_name, **kwargs)


class StoredFile(AppendOnly):
    """A file by its content: the bytes lie in the file store under their SHA-256."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    text = models.TextField(blank=True)  # What search finds in it.
    stored_at = models.DateTimeField()


class FileScan(AppendOnly):
    """What one version of an examiner said of a stored file, whoever carries it."""

    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="scans")
    examiner = models.CharField(max_length=40)
    version = models.CharField(max_length=64)
    findings = models.JSONField()  # [{kind, severity, shown, where, why}], values masked.
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("file", "examiner", "version"), name="file_scan_once_a_version"),
        )


class Attachment(models.Model):
    """A file that a draft carries; what is published carries a `PublishedFile` instead."""

    record_type = models.CharField(max_length=60)
    record_id = models.PositiveBigIntegerField()
    agency = models.ForeignKey(Agency, models.PROTECT)
    file = models.ForeignKey(StoredFile, models.PROTECT)
    name = models.CharField("文件名", max_length=200)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("record_type", "record_id", "position"), name="attachment_in_its_place"),
            models.UniqueConstraint(fields=("record_type", "record_id", "name"), name="attachment_by_its_name"),
        )


class Edit(AppendOnly):
    """Somebody changed the text, the metadata or the files of a record (改稿): they do not review what came of it."""

    record_type = models.CharField(max_length=60)
    record_id = models.PositiveBigIntegerField()
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    after_version = models.PositiveIntegerField()  # The newest publication of the record at that time; 0: none.
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("record_type", "record_id", "after_version"), name="edit_by_record"),)


class Submission(AppendOnly):
    """What was submitted to one review: its text is kept, so that every stage can see what changed since."""

    workflow_state = models.OneToOneField(WorkflowState, models.PROTECT, related_name="submission")
    record_type = models.CharField(max_length=60)
    record_id = models.PositiveBigIntegerField()
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    canonical = models.TextField()
    content_sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("record_type", "record_id", "id"), name="submission_by_record"),)


class SignedSheet(AppendOnly):
    """A scan of the approval sheet with its signatures (审批单签字件): kept with what was submitted, never public."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="signed_sheets")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    name = models.CharField("文件名", max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Review(AppendOnly):
    """What one reviewer found at one stage, of exactly this text and these files."""

    workflow_state = models.ForeignKey(WorkflowState, models.PROTECT, related_name="reviews")
    record_type = models.CharField(max_length=60)
    record_id = models.PositiveBigIntegerField()
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    stage = models.PositiveSmallIntegerField(choices=Stage.choices)
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="reviews")
    on_behalf_of = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved = models.BooleanField()
    opinion = models.TextField("意见")
    gates = models.JSONField()  # {gate: true}
    proofread = models.BooleanField()
    content_sha256 = models.CharField(max_length=64)
    remarks_sha256 = models.CharField(max_length=64)  # Of what the checks said at that time.
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("workflow_state", "stage"), name="review_once_a_stage"),
            models.UniqueConstraint(fields=("workflow_state", "reviewer"), name="review_by_three_people"),
        )
        indexes = (models.Index(fields=("record_type", "record_id", "id"), name="review_by_record"),)


class SecrecyConclusion(models.TextChoices):
    """What a secrecy review (保密审查) concludes (条例第十七条)."""

    PUBLISHABLE = "publishable", "可以公开"
    NOT_PUBLISHABLE = "not_publishable", "不予公开"
    REFERRED = "referred", "不能确定，报请确定"


class SecrecyReviewQuerySet(models.QuerySet["SecrecyReview"]):
    """Secrecy reviews by whether a text can still go out on them."""

    def current(self) -> "SecrecyReviewQuerySet":
        """The newest of each record, unless it let something out already or the record was withdrawn after it."""
        of_the_record = {"record_type": OuterRef("record_type"), "record_id": OuterRef("record_id")}
        withdrawn = Withdrawal.objects.of_record(OuterRef("record_type"), OuterRef("record_id"))
        return (
            self.exclude(Exists(SecrecyReview.objects.filter(**of_the_record, pk__gt=OuterRef("pk"))))
            .exclude(Exists(Publication.objects.filter(secrecy_review=OuterRef("pk"))))
            .exclude(Exists(withdrawn.filter(at__gte=OuterRef("at"))))
        )


class SecrecyReview(AppendOnly):
    """A written secrecy review of one text with its files, item by item."""

    record_type = models.CharField(max_length=60)
    record_id = models.PositiveBigIntegerField()
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    conclusion = models.CharField("结论", max_length=16, choices=SecrecyConclusion.choices)
    summary = models.TextField("内容摘要")
    way = models.CharField("拟公开方式", max_length=100)
    scope = models.CharField("公开范围", max_length=100)
    timing = models.CharField("公开时间", max_length=100)
    reason = models.TextField("理由和依据", blank=True)
    referred_to = models.CharField("报请机关", max_length=100, blank=True)
    content_sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    objects = SecrecyReviewQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=("record_type", "record_id", "id"), name="secrecy_review_by_record"),)

    @property
    def decided(self) -> str:
        """What was decided in the end: by the organ to which it was referred, once that answered."""
        if self.conclusion == SecrecyConclusion.REFERRED and hasattr(self, "answer"):
            return str(self.answer.conclusion)
        return str(self.conclusion)


class SecrecyAnswer(AppendOnly):
    """What the organ said to which a doubtful text was referred (主管部门或者保密行政管理部门的答复，条例第十七条)."""

    review = models.OneToOneField(SecrecyReview, models.PROTECT, related_name="answer")
    organ = models.CharField("答复机关", max_length=100)
    answered_on = models.DateField("答复日期")
    document_number = models.CharField("答复文号", max_length=100, blank=True)
    conclusion = models.CharField("答复结论", max_length=16, choices=SecrecyConclusion.choices)
    note = models.TextField("答复意见", blank=True)
    evidence = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    evidence_name = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(conclusion=SecrecyConclusion.REFERRED), name="secrecy_answer_decides"),
        )


class ImportProposal(AppendOnly):
    """Somebody proposes to enter what was public before the site came; another person compares it and enters it."""

    record_type = models.CharField(max_length=60)
    record_id = models.PositiveBigIntegerField()
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    source = models.CharField("来源", max_length=300)
    published_at = models.DateTimeField("当时公开的时间")
    content_sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("record_type", "record_id", "id"), name="import_proposal_by_record"),)


class Channel(models.TextChoices):
    """Where something became public (公开渠道，条例第二十三条); most bureaus publish on their district's portal."""

    SITE = "", "本网站"
    PORTAL = "portal", "政府网站集约化平台"
    WECHAT = "wechat", "政务微信公众号"
    WEIBO = "weibo", "政务微博"
    OTHER_ONLINE = "other_online", "其他互联网政务媒体"
    GAZETTE = "gazette", "政府公报"
    NOTICE_BOARD = "notice_board", "公告栏"
    PRESS = "press", "报刊、广播、电视"
    CONFERENCE = "conference", "新闻发布会"

    @property
    def online(self) -> bool:
        """Whether what it published has an address on the network."""
        return self in (Channel.PORTAL, Channel.WECHAT, Channel.WEIBO, Channel.OTHER_ONLINE)


class Ledger(models.Model):
    """The last number of the ledger, locked while a publication takes the next: numbers are dense."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    last_seq = models.PositiveBigIntegerField(default=0)


class PublicationQuerySet(models.QuerySet["Publication"]):
    """Publications by whether they stand."""

    def standing(self) -> "PublicationQuerySet":
        """Those that nothing supersedes and nobody withdrew: what the public sees."""
        return self.filter(superseded_by=None, withdrawal=None)

    def awaiting_review(self) -> "PublicationQuerySet":
        """Those in an emergency that nobody has reviewed afterwards, whether they stand or not."""
        return self.filter(emergency_approver__isnull=False, after_review=None)

    def reviewed(self) -> "PublicationQuerySet":
        """Those that reviewers read: at three stages before, or after an emergency; an import they did not."""
        return self.filter(Q(first_review__isnull=False) | Q(after_review__isnull=False))


# The three grounds on which something becomes public.
REVIEWED = Q(
    first_review__isnull=False, second_review__isnull=False, final_review__isnull=False,
    secrecy_review__isnull=False, import_source="", import_confirmed_by=None,
    emergency_approver=None, emergency_review_due=None,
)  # fmt: skip
IMPORTED = Q(
    ~Q(import_source=""), ~Q(import_confirmed_by=F("published_by")), import_confirmed_by__isnull=False,
    first_review=None, second_review=None, final_review=None, secrecy_review=None,
    emergency_approver=None, emergency_review_due=None,
)  # fmt: skip
EMERGENCY = Q(
    emergency_approver__isnull=False, emergency_review_due__isnull=False, secrecy_review__isnull=False,
    first_review=None, second_review=None, final_review=None, import_source="", import_confirmed_by=None,
)  # fmt: skip


class Publication(AppendOnly):
    """One row of the ledger: what became public, when, and on which ground.

    There are three grounds, and a constraint holds exactly one: three reviews and a secrecy review; an import with
    its source and two people; an emergency approver with the due time of the review afterwards and a secrecy review.
    """

    seq = models.PositiveBigIntegerField(unique=True)
    record_type = models.CharField(max_length=60)
    record_id = models.PositiveBigIntegerField()
    version = models.PositiveIntegerField()
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="publications")
    column = models.PositiveBigIntegerField()
    title = models.CharField(max_length=300)
    document_number = models.CharField(max_length=100, blank=True)
    index_number = models.CharField(max_length=100, blank=True)
    formed_on = models.DateField(null=True)
    # Where it became public, and when: the site itself, or the channel or the source of an import that did.
    channel = models.CharField(max_length=16, choices=Channel.choices, blank=True, default=Channel.SITE)
    # It takes out what should not have been public: earlier versions are shown to nobody any more.
    hides_earlier = models.BooleanField(default=False)
    published_at = models.DateTimeField()
    validity = models.CharField(max_length=16, blank=True)
    canonical = models.TextField()
    content_sha256 = models.CharField(max_length=64)
    correction_note = models.TextField(blank=True)
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, related_name="superseded_by")
    recorded_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    first_review = models.OneToOneField(Review, models.PROTECT, null=True, related_name="+")
    second_review = models.OneToOneField(Review, models.PROTECT, null=True, related_name="+")
    final_review = models.OneToOneField(Review, models.PROTECT, null=True, related_name="+")
    secrecy_review = models.OneToOneField(SecrecyReview, models.PROTECT, null=True, related_name="+")
    import_source = models.CharField(max_length=300, blank=True)
    import_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )  # fmt: skip
    emergency_approver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    emergency_approved_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )  # fmt: skip
    emergency_review_due = models.DateTimeField(null=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=REVIEWED | IMPORTED | EMERGENCY, name="publication_on_one_ground"),
            models.CheckConstraint(
                condition=Q(first_review=None)
                | (
                    ~Q(first_review=F("second_review"))
                    & ~Q(second_review=F("final_review"))
                    & ~Q(first_review=F("final_review"))
                ),
                name="publication_by_three_reviews",
            ),
            models.UniqueConstraint(fields=("record_type", "record_id", "version"), name="publication_version_once"),
        )
        indexes = (
            models.Index(fields=("column", "-published_at", "-seq"), name="publication_by_column"),
            models.Index(fields=("agency", "-published_at", "-seq"), name="publication_by_agency"),
            models.Index(fields=("-published_at", "-seq"), name="publication_newest"),
            models.Index(fields=("document_number",), name="publication_by_document_number"),
            models.Index(fields=("index_number",), name="publication_by_index_number"),
        )

    @property
    def withdrawn(self) -> bool:
        """Whether it was taken back."""
        return hasattr(self, "withdrawal")


class PublishedFile(AppendOnly):
    """A file as it became public with a publication."""

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="files")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="published")

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=("publication", "position"), name="published_file_in_its_place"),)


class WithdrawalQuerySet(models.QuerySet["Withdrawal"]):
    """Withdrawals by record."""

    def of_record(self, record_type: Any, record_id: Any) -> "WithdrawalQuerySet":
        """Those of a record, which may be named by a query's own columns."""
        return self.filter(publication__record_type=record_type, publication__record_id=record_id)


class Withdrawal(AppendOnly):
    """A publication is taken back: the page keeps a tombstone with the reason."""

    publication = models.OneToOneField(Publication, models.PROTECT, related_name="withdrawal")
    reason = models.TextField("撤回理由")
    # A leak: the title is hidden too, since it may be what leaked.
    leak = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = WithdrawalQuerySet.as_manager()


class RemedialMeasures(AppendOnly):
    """What was done after something leaked (补救措施): who was told, what was taken back elsewhere."""

    withdrawal = models.ForeignKey(Withdrawal, models.PROTECT, related_name="remedial_measures")
    taken_on = models.DateField("采取日期")
    measures = models.TextField("补救措施")
    notified = models.TextField("通知了谁")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Outcome(models.TextChoices):
    """What became of a planned publication."""

    WAITING = "", "等待公开"
    PUBLISHED = "published", "已公开"
    CANCELLED = "cancelled", "已取消"
    REFUSED = "refused", "没有公开"


class ScheduleQuerySet(models.QuerySet["Schedule"]):
    """Planned publications by what became of them."""

    def waiting(self) -> "ScheduleQuerySet":
        """Those whose time has not come, or whose turn has not."""
        return self.filter(outcome=Outcome.WAITING)

    def end(self, outcome: Outcome, at: datetime, refusal: str = "") -> None:
        """Say what became of them."""
        self.update(outcome=outcome, ended_at=at, refusal=refusal)


class Schedule(models.Model):
    """A reviewed text is to become public at a set time (定时公开); then everything is checked once more."""

    record_type = models.CharField(max_length=60)
    record_id = models.PositiveBigIntegerField()
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    content_sha256 = models.CharField(max_length=64)
    due_at = models.DateTimeField("公开时间")
    correction_note = models.TextField(blank=True)
    hides_earlier = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.WAITING, blank=True)
    refusal = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("record_type", "record_id"), condition=Q(outcome=Outcome.WAITING), name="schedule_one_waits"
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.WAITING, ended_at=None)
                | (~Q(outcome=Outcome.WAITING) & Q(ended_at__isnull=False)),
                name="schedule_ends_with_an_outcome",
            ),
        )
        indexes = (
            models.Index(fields=("due_at",), condition=Q(outcome=Outcome.WAITING), name="schedule_due"),
            models.Index(fields=("record_type", "record_id", "id"), name="schedule_by_record"),
            models.Index(fields=("agency", "outcome"), name="schedule_by_agency"),
        )


class Rescan(models.Model):
    """One examination of everything that is public (复查), after a list or a finder changed."""

    version = models.CharField(max_length=64)  # Of all checks together.
    everything = models.BooleanField()  # Also what these versions have examined before.
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    examined = models.PositiveBigIntegerField(default=0)

    agency_id = WHOLE_SITE


HAS_REMARKS = Q(blocking__gt=0) | Q(advising__gt=0)


class Examination(models.Model):
    """What the checks said of a publication when it was last examined; a newer examination takes its place."""

    publication = models.OneToOneField(Publication, models.PROTECT, related_name="examination")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    version = models.CharField(max_length=64)
    remarks = models.JSONField()  # [{kind, where, shown, why, blocks, fingerprint}]
    # How many of the remarks nobody has set aside.
    blocking = models.PositiveIntegerField()
    advising = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(
                fields=("agency", "-blocking", "-publication"), condition=HAS_REMARKS, name="examination_open"
            ),
        )


class AfterReview(AppendOnly):
    """The review that an emergency publication gets afterwards (事后补审)."""

    publication = models.OneToOneField(Publication, models.PROTECT, related_name="after_review")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    opinion = models.TextField()
    # What was reviewed; None of a review from before this was kept, whose publication says it.
    content_sha256 = models.CharField(max_length=64, null=True)
    at = models.DateTimeField()


class DismissalQuerySet(models.QuerySet["Dismissal"]):
    """Dismissals by whether they still settle anything."""

    def standing(self) -> "DismissalQuerySet":
        """Those after which the record was not withdrawn: then everything is looked at again."""
        withdrawn = Withdrawal.objects.of_record(OuterRef("record_type"), OuterRef("record_id"))
        return self.exclude(Exists(withdrawn.filter(at__gte=OuterRef("at"))))


class Dismissal(AppendOnly):
    """Somebody set a remark of the checks aside, for this record until it is withdrawn, with a reason."""

    record_type = models.CharField(max_length=60)
    record_id = models.PositiveBigIntegerField()
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    remark = models.CharField(max_length=64)  # Its fingerprint: kind, place and value.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.TextField("理由")
    at = models.DateTimeField()

    objects = DismissalQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=("record_type", "record_id"), name="dismissal_by_record"),)
