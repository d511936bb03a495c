"""Acts of review and publication (三审三校、保密审查、公开、更正、撤回)."""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone

from gongkai.site.accounts import reviewers
from gongkai.site.accounts.models import User
from gongkai.site.agencies.policies import (
    APPROVING_EMERGENCIES,
    DRAFTING,
    HANDLING,
    IMPORTING,
    LETTING_THROUGH,
    PUBLISHING,
    REVIEWING,
    SECRECY_REVIEWING,
    WITHDRAWING,
)  # fmt: skip
from gongkai.site.agencies.succession import refuse_for_ended
from gongkai.site.audit.acts import Deed, Invalid, Refusal, act
from gongkai.site.audit.canonical import digest
from gongkai.site.editorial import scans, signals
from gongkai.site.editorial.door import inside_an_act
from gongkai.site.editorial.examinations import count_open_remarks
from gongkai.site.editorial.hands import Text, acting, editors, handled_before, note_edit, objection, objection_to_draft
from gongkai.site.editorial.models import (
    AfterReview,
    Attachment,
    Dismissal,
    Edit,
    Gate,
    ImportProposal,
    Ledger,
    Outcome,
    Publication,
    PublishedFile,
    Review,
    Schedule,
    SecrecyConclusion,
    SecrecyReview,
    Stage,
    StoredFile,
    Submission,
    Withdrawal,
)  # fmt: skip
from gongkai.site.editorial.public_words import refuse_personal_words
from gongkai.site.editorial.records import ReviewedRecord, stage_of, three_stages
from gongkai.site.editorial.remarks import examine, remarks_sha256

EMERGENCY_REVIEW_WITHIN = timedelta(hours=24)  # A design rule: no source sets the time.


def locked(record: ReviewedRecord) -> Any:
    """Return the record as it is now, its row held until the act ends."""
    return type(record)._default_manager.select_for_update().select_related("agency").get(pk=record.pk)


def refuse_while_stopped(record: ReviewedRecord, *, before_others_look: bool = False) -> str:
    """Refuse while a check stops the record, or its agency has ended; return the hash of what the checks say.

    What may be set aside is for others than those who wrote the text to judge, so before others look at it only what
    must be changed stops it.
    """
    if record.standing_publication is None:
        refuse_for_ended(record.agency, timezone.localdate())
    scans.bring_up_to_date(each.file for each in record.attachments())
    standings = examine(record)
    stopping = [each for each in standings if each.stops and not (before_others_look and each.remark.may_be_dismissed)]
    if stopping:
        worst = stopping[0].remark
        many = f"须先处理的问题共有 {len(stopping)} 处。" if len(stopping) > 1 else ""
        todo = "请核实后搁置并写明理由，或者退回改正。" if worst.may_be_dismissed else "必须改正。"
        raise Refusal(f"{worst.where}：{worst.why.rstrip('。')}。{todo}{many}详见“自动检查”。")
    return remarks_sha256(standings)


# -- files ------------------------------------------------------------------------------------------------------------


@act("attach_file", "添加附件", policy=DRAFTING)
def attach_file(deed: Deed, record: ReviewedRecord, file: StoredFile, name: str) -> Attachment:
    """Attach a stored file to a draft; a file of the same name is replaced. A review under way ends."""
    record = locked(record)
    changed(deed, record)
    same = Attachment.objects.filter(**record.key, name=name).first()
    if same:
        same.file = file
        same.save()
        attachment = same
    else:
        last = record.attachments().last()
        attachment = Attachment.objects.create(
            **record.key, agency=record.agency, file=file, name=name, position=last.position + 1 if last else 1
        )
    scans.bring_up_to_date([file])
    deed.record(record, {"file": file.pk})
    return attachment


@act("remove_attachment", "移除附件", policy=DRAFTING)
def remove_attachment(deed: Deed, record: ReviewedRecord, attachment: Attachment) -> None:
    """Take a file off a draft; what was published with it is untouched."""
    record = locked(record)
    changed(deed, record)
    record.attachments().filter(pk=attachment.pk).delete()
    deed.record(record, {"file": attachment.file_id})


def changed(deed: Deed, record: ReviewedRecord) -> None:
    """Keep who changes a text, and end a review under way: the next begins at the first stage, by others."""
    recall(deed, record)
    note_edit(deed, record)


def recall(deed: Deed, record: ReviewedRecord) -> None:
    """End a review under way, and the plan to publish: the next begins at the first stage."""
    Schedule.objects.waiting().filter(**record.key).end(
        Outcome.REFUSED, deed.now, "定时之后稿件有改动或者重新送审，须重新审核后再公开"
    )
    state = record.current_workflow_state
    if state is not None and state.status in (state.STATUS_IN_PROGRESS, state.STATUS_NEEDS_CHANGES):
        with inside_an_act():
            state.cancel(user=deed.actor if isinstance(deed.actor, User) else None)


# -- review -----------------------------------------------------------------------------------------------------------


@act("submit_for_review", "提交审核", policy=DRAFTING)
def submit_for_review(deed: Deed, record: ReviewedRecord) -> ReviewedRecord:
    """Submit a draft to the first review; what the checks say must be changed is not submitted."""
    record = locked(record)
    if stage_of(record) is not None:
        raise Refusal("已经提交，正在审核。")
    try:
        record.full_clean()
    except ValidationError as error:
        raise Invalid(error) from error
    stands = record.standing_publication
    content = record.content_sha256()
    if stands and stands.content_sha256 == content:
        raise Refusal("内容与已公开的相同，没有可审核的改动。")
    refuse_while_stopped(record, before_others_look=True)
    recall(deed, record)
    record.save_revision(user=deed.actor, changed=False)
    with inside_an_act():
        state = three_stages().start(record, deed.actor)
    Submission(
        workflow_state=state, **record.key, agency=record.agency, canonical=record.canonical_text(),
        content_sha256=content, by=deed.actor, on_behalf_of_id=deed.on_behalf_of, at=deed.now,
    ).save()  # fmt: skip
    deed.record(record, {"content": content})
    return record


def approved_reviews(record: ReviewedRecord) -> QuerySet[Review]:
    """Return the approvals of the newest review of a record, by stage."""
    state = record.workflow_states.order_by("-id").first()
    if state is None:
        return Review.objects.none()
    return Review.objects.filter(workflow_state=state, approved=True).order_by("stage")


def _at_stage(deed: Deed, record: ReviewedRecord, stage: Stage, content_sha256: str) -> Any:
    """Return the task at which the record waits, or refuse the reviewer in words."""
    waiting = stage_of(record)
    if waiting is None or waiting.stage != stage:
        raise Refusal(f"{stage.label}这一环节已经办结，请刷新页面查看进展。")
    if record.content_sha256() != content_sha256:
        raise Refusal("内容在您打开之后有改动，请重新查看后再审核。")
    user: User = deed.actor
    if stage.role not in user.roles_at(record.agency):
        raise Refusal(f"您不是{record.agency}的{stage.role.label}。")
    reviewing, hands = reviewers.Reviewing(user, stage.role), hands_before(record)
    held = reviewing.under(record.agency, hands)
    if held is None:
        named = "、".join(each.name for each in reviewing.named_instead(record.agency, hands))
        raise Refusal(f"{record.agency}的{stage.label}指定由{named}进行。")
    state = record.current_workflow_state
    absent = None if held.user_id == user.pk else held.user
    deed.on_behalf_of = absent.pk if absent else None
    why_not = objection_at_stage(record, user, absent)
    if why_not:
        raise Refusal(why_not)
    return state


def hands_before(record: ReviewedRecord) -> set[int]:
    """Return who cannot review the stage at which a record waits: they wrote, submitted or reviewed it before."""
    submission = record.current_workflow_state.submission
    (changed,) = editors(record.type_name(), [Text(record.pk, record.content_sha256())])
    handled = handled_before([submission])[submission.workflow_state_id]
    return {record.drafter_id, *changed, *handled} - {None}


def objection_at_stage(record: ReviewedRecord, user: User, absent: User | None) -> str:
    """Return why somebody does not review the stage at which a record waits; empty if they may.

    A deputy and whom they stand in for count as one: neither has had a hand in this text before.
    """
    people = {user.pk, absent.pk if absent else None} - {None}
    why_not = objection_to_draft(record, user, absent.pk if absent else None)
    if why_not:
        return why_not
    who = f"您或者{absent}" if absent else "您"
    state = record.current_workflow_state
    if people & {state.submission.by_id, state.submission.on_behalf_of_id}:
        return f"{who}送审了这一稿，不能再审核它；请由没有经手过这一稿的人办理。"
    earlier = Review.objects.filter(workflow_state=state).filter(Q(reviewer__in=people) | Q(on_behalf_of__in=people))
    if earlier.exists():
        return f"{who}已审核过这一稿的前一环节：三审应由三个人分别进行。"
    return ""


@act("approve_stage", "审核通过", policy=REVIEWING)
def approve_stage(
    deed: Deed, record: ReviewedRecord, *, stage: Stage, content_sha256: str, gates: list[str], proofread: bool,
    opinion: str,
) -> Review:  # fmt: skip
    """Pass a stage: a review of the five gates (五关) and a proofreading, of exactly the text that was shown."""
    record = locked(record)
    state = _at_stage(deed, record, stage, content_sha256)
    missing = [gate.label for gate in Gate if gate.value not in gates]
    if missing:
        raise Refusal(f"请逐项核对：{'、'.join(missing)}还没有确认。")
    if not proofread:
        raise Refusal(f"请完成{stage.proofreading}（校对）后再通过。")
    remarks = refuse_while_stopped(record)
    if stage == Stage.FINAL and secrecy_review_of(record, content_sha256) is None:
        raise Refusal("这一稿还没有“可以公开”的保密审查结论，终审不能通过（条例第十七条：先审查、后公开）。")
    review = _write_review(deed, record, state, stage, True, opinion.strip() or "同意", gates, content_sha256, remarks)
    with inside_an_act():
        state.current_task_state.specific.approve(user=deed.actor, comment=review.opinion)
    deed.record(record, {"review": review.pk, "stage": int(stage), "content": content_sha256}, rows=[review])
    return review


@act("return_to_drafter", "审核退回", policy=REVIEWING)
def return_to_drafter(deed: Deed, record: ReviewedRecord, *, stage: Stage, content_sha256: str, opinion: str) -> Review:
    """Return a draft with an opinion; the next submission begins again at the first stage."""
    record = locked(record)
    if not opinion.strip():
        raise Refusal("请写明退回的意见，便于拟稿人修改。")
    state = _at_stage(deed, record, stage, content_sha256)
    review = _write_review(
        deed, record, state, stage, False, opinion.strip(), [], content_sha256, remarks_sha256(examine(record))
    )
    with inside_an_act():
        state.current_task_state.specific.reject(user=deed.actor, comment=review.opinion)
    deed.record(record, {"review": review.pk, "stage": int(stage), "content": content_sha256}, rows=[review])
    return review


def _write_review(
    deed: Deed, record: ReviewedRecord, state: Any, stage: Stage, approved: bool, opinion: str, gates: list[str],
    content_sha256: str, remarks: str,
) -> Review:  # fmt: skip
    review = Review(
        workflow_state=state, **record.key, agency=record.agency, stage=stage, reviewer=deed.actor, approved=approved,
        on_behalf_of_id=deed.on_behalf_of, opinion=opinion, gates=dict.fromkeys(sorted(gates), True),
        proofread=approved, content_sha256=content_sha256, remarks_sha256=remarks, at=deed.now,
    )  # fmt: skip
    review.save()
    return review


@act("dismiss_remark", "搁置提示", policy=HANDLING)
def dismiss_remark(deed: Deed, record: ReviewedRecord, *, fingerprint: str, reason: str) -> Dismissal:
    """Set a remark aside with a reason; one that hides or leaks cannot be set aside.

    One that stops the text is set aside by a reviewer or the disclosure officer, of those who did not write it: an
    office's mobile number is let through by approval.
    """
    record = locked(record)
    if not reason.strip():
        raise Refusal("请写明理由。")
    standing = next((each for each in examine(record) if each.remark.fingerprint == fingerprint), None)
    if standing is None:
        raise Refusal("这条提示已不存在，请刷新页面。")
    if standing.remark.blocks and not standing.remark.may_be_dismissed:
        raise Refusal(f"{standing.remark.why}，必须改正，不能搁置。")
    if standing.dismissed_by is not None:
        raise Refusal(f"这条提示已由{standing.dismissed_by}搁置。")
    if standing.remark.blocks and not may_let_through(record, deed.actor):
        raise Refusal(
            "须处理的问题不能由拟稿人、改稿人自己搁置，也不能由其他信息员搁置：请改正，或者送审后由审核人员核实。"
        )
    dismissal = Dismissal(
        **record.key, agency=record.agency, remark=fingerprint, by=deed.actor, reason=reason.strip(), at=deed.now
    )
    dismissal.save()
    if record.standing_publication is not None:
        count_open_remarks([record.standing_publication])
    deed.record(record, {"dismissal": dismissal.pk, "kind": standing.remark.kind})
    return dismissal


def may_let_through(record: ReviewedRecord, user: User) -> bool:
    """Return whether somebody may set aside what stops a text."""
    absent = LETTING_THROUGH.stood_in_for(user, record.agency_id)
    return LETTING_THROUGH.allows(user, record.agency_id) and not objection_to_draft(record, user, absent)


def refuse_own_text(deed: Deed, record: ReviewedRecord) -> None:
    """Refuse whoever had a hand in the present text, also by or as a deputy."""
    why_not = objection_to_draft(record, deed.actor, deed.on_behalf_of)
    if why_not:
        raise Refusal(why_not)


# -- secrecy ----------------------------------------------------------------------------------------------------------


def secrecy_review_of(record: ReviewedRecord, content_sha256: str) -> SecrecyReview | None:
    """Return the newest secrecy review of exactly this content if it, or the organ it was referred to, says publish."""
    latest = newest_secrecy_review(record, content_sha256)
    return latest if latest and latest.decided == SecrecyConclusion.PUBLISHABLE else None


def newest_secrecy_review(record: ReviewedRecord, content_sha256: str) -> SecrecyReview | None:
    """Return the newest secrecy review of a record if it is of exactly this content, with its answer.

    One that let something out already, or that is older than a withdrawal, is of no use any more.
    """
    current = SecrecyReview.objects.current().filter(**record.key)
    latest = current.select_related("reviewer", "on_behalf_of", "answer").first()
    return latest if latest and latest.content_sha256 == content_sha256 else None


@act("review_secrecy", "保密审查", policy=SECRECY_REVIEWING)
def review_secrecy(
    deed: Deed, record: ReviewedRecord, *, conclusion: SecrecyConclusion, content_sha256: str, summary: str,
    way: str, scope: str, timing: str, reason: str = "", referred_to: str = "",
) -> SecrecyReview:  # fmt: skip
    """Review in writing whether a text may be published (条例第十七条；保密法实施条例第四十二条：逐项审查)."""
    record = locked(record)
    if record.content_sha256() != content_sha256:
        raise Refusal("内容在您打开之后有改动，请重新查看后再审查。")
    refuse_own_text(deed, record)
    before = newest_secrecy_review(record, content_sha256)
    if before is not None and before.conclusion == SecrecyConclusion.REFERRED:
        if before.decided == SecrecyConclusion.REFERRED:
            raise Refusal(f"这一稿已报请{before.referred_to}确定，请等答复后登记，不能自行改作结论。")
        raise Refusal(f"{before.answer.organ}已对这一稿答复“{before.answer.get_conclusion_display()}”，应按答复办理。")
    empty = [
        label
        for label, value in (("内容摘要", summary), ("拟公开方式", way), ("公开范围", scope), ("公开时间", timing))
        if not value.strip()
    ]
    if conclusion != SecrecyConclusion.PUBLISHABLE and not reason.strip():
        empty.append("理由和依据")
    if conclusion == SecrecyConclusion.REFERRED and not referred_to.strip():
        empty.append("报请机关")
    if empty:
        raise Refusal(f"保密审查应当书面记载，请填写：{'、'.join(empty)}。")
    review = SecrecyReview(
        **record.key, agency=record.agency, reviewer=deed.actor, on_behalf_of_id=deed.on_behalf_of,
        conclusion=conclusion, summary=summary.strip(), way=way.strip(), scope=scope.strip(), timing=timing.strip(),
        reason=reason.strip(), referred_to=referred_to.strip(), content_sha256=content_sha256, at=deed.now,
    )  # fmt: skip
    review.save()
    deed.record(
        record, {"secrecy_review": review.pk, "conclusion": conclusion, "content": content_sha256}, rows=[review]
    )
    return review


# -- the ledger -------------------------------------------------------------------------------------------------------


def refuse_pointless(
    record: ReviewedRecord, content_sha256: str, correction_note: str, hides_earlier: bool = False
) -> None:
    """Refuse to publish again what stands, to correct it without fit words to the public, or to hide what is not."""
    refuse_personal_words("更正说明", correction_note=correction_note)
    stands = record.standing_publication
    if stands is None:
        if hides_earlier:
            raise Refusal("第一次公开没有旧版可以收回。")
        return
    if stands.content_sha256 == content_sha256:
        raise Refusal("内容与已公开的相同，没有需要公开的改动。")
    if not correction_note.strip():
        raise Refusal("已公开的信息有更正，请写明更正说明，公众将在页面上看到。")


def enter(
    deed: Deed, record: ReviewedRecord, *, correction_note: str, hides_earlier: bool = False,
    published_at: datetime | None = None, published_by: User | None = None, **ground: Any,
) -> Publication:  # fmt: skip
    """Write the row of the ledger that makes a record's content public."""
    latest, stands = record.latest_publication, record.standing_publication
    content = record.content()
    sha256 = digest(content)
    refuse_pointless(record, sha256, correction_note, hides_earlier)
    record.prepare_publication(deed, first=latest is None)
    facts = record.public_facts()
    Ledger.objects.get_or_create(pk=1)
    ledger = Ledger.objects.select_for_update().get(pk=1)
    ledger.last_seq += 1
    ledger.save()
    publication = Publication(
        seq=ledger.last_seq, **record.key, version=latest.version + 1 if latest else 1, agency=record.agency,
        column=facts.column, title=facts.title, document_number=facts.document_number,
        index_number=facts.index_number, formed_on=facts.formed_on, validity=facts.validity,
        channel=facts.channel,
        # A correction keeps the day on which the item became public: dates are never made to look newer.
        published_at=published_at or facts.published_at or (stands.published_at if stands else deed.now),
        canonical=record.canonical_text(), content_sha256=sha256, correction_note=correction_note.strip(),
        hides_earlier=hides_earlier, supersedes=latest, recorded_at=deed.now,
        published_by=published_by or deed.actor, **ground,
    )  # fmt: skip
    publication.save()
    for attachment in record.attachments():
        PublishedFile(
            publication=publication, position=attachment.position, name=attachment.name, file_id=attachment.file_id
        ).save()
    Schedule.objects.waiting().filter(**record.key).end(Outcome.PUBLISHED, deed.now)
    deed.record(
        record, {"publication": publication.seq, "version": publication.version, "content": sha256}, rows=[publication]
    )
    signal = signals.corrected if stands else signals.published
    signal.send(sender=Publication, publication=publication, superseded=latest)
    return publication


def reviewed_ground(record: ReviewedRecord) -> dict[str, Any]:
    """Return the three reviews and the secrecy review of exactly the present text, or refuse what lacks one."""
    content = record.content_sha256()
    reviews = list(approved_reviews(record))
    if [review.stage for review in reviews] != list(Stage):
        raise Refusal("三审三校还没有完成，不能公开。")
    edited = Edit.objects.filter(**record.key, at__gt=reviews[-1].at).exists()
    if edited or any(review.content_sha256 != content for review in reviews):
        raise Refusal("内容在审核之后有改动，应当从初审重新开始。")
    if Withdrawal.objects.of_record(record.type_name(), record.pk).filter(at__gte=reviews[0].at).exists():
        raise Refusal("审核之后这条信息被撤回过；再次公开应当重新审核、重新作保密审查。")
    if Publication.objects.filter(first_review=reviews[0]).exists():
        raise Refusal("这一次审核已经用于公开；再次公开应当重新审核。")
    secrecy = secrecy_review_of(record, content)
    if secrecy is None:
        raise Refusal("这一稿没有“可以公开”的保密审查结论，不能公开（条例第十七条）。")
    refuse_while_stopped(record)  # Lists and finders may have changed since the last review.
    return {
        "first_review": reviews[0], "second_review": reviews[1], "final_review": reviews[2], "secrecy_review": secrecy,
    }  # fmt: skip


@act("publish", "公开", policy=PUBLISHING)
def publish(
    deed: Deed, record: ReviewedRecord, *, correction_note: str = "", hides_earlier: bool = False
) -> Publication:
    """Publish what three people reviewed, with the secrecy review of that very text.

    ``hides_earlier`` where a correction takes out what should not have been public: no earlier version is shown again.
    """
    record = locked(record)
    return enter(
        deed, record, correction_note=correction_note, hides_earlier=hides_earlier, **reviewed_ground(record)
    )  # fmt: skip


@act("propose_import", "提出历史信息导入", policy=DRAFTING)
def propose_import(deed: Deed, record: ReviewedRecord, *, source: str, published_at: datetime) -> ImportProposal:
    """Propose to enter what was public before the site came: where it stood, and since when."""
    record = locked(record)
    if not source.strip():
        raise Refusal("请写明历史信息的来源（原网址或者原载体）。")
    if published_at > deed.now:
        raise Refusal("历史信息的公开时间不能在将来。")
    began = timezone.localdate(record.began_here) if record.began_here else None
    if began is not None and timezone.localdate(published_at) >= began:
        raise Refusal(
            f"{record.agency.name}自{began.year}年{began.month}月{began.day}日起在本站公开信息。只有在此之前已经公开的，"
            "才能作为历史信息导入；"
            "此后的信息应当经过三审三校。"
        )
    if record.latest_publication is not None:
        raise Refusal("这条信息已经在本站公开过，改动应当经过三审三校。")
    refuse_while_stopped(record, before_others_look=True)
    proposal = ImportProposal(
        **record.key, agency=record.agency, source=source.strip(), published_at=published_at,
        content_sha256=record.content_sha256(), by=deed.actor, on_behalf_of_id=deed.on_behalf_of, at=deed.now,
    )  # fmt: skip
    proposal.save()
    deed.record(record, {"proposal": proposal.pk, "content": proposal.content_sha256})
    return proposal


def import_proposal_of(record: ReviewedRecord) -> ImportProposal | None:
    """Return the newest proposal to import exactly this content, while the record was never public here."""
    if record.latest_publication is not None:
        return None
    newest = ImportProposal.objects.filter(**record.key).select_related("by").order_by("-id").first()
    return newest if newest and newest.content_sha256 == record.content_sha256() else None


def same_person(proposal: ImportProposal, user: User) -> bool:
    """Return whether somebody proposed it themselves: by a deputy, for whom they stand in, or with the same absent."""
    people = acting(user, proposal.agency, *IMPORTING.roles)
    return bool(people & {proposal.by_id, proposal.on_behalf_of_id})


@act("import_history", "核对并导入历史信息", policy=IMPORTING)
def import_history(deed: Deed, record: ReviewedRecord) -> Publication:
    """Compare what somebody else proposed with its source, and enter it; the page says where it came from."""
    record = locked(record)
    proposal = import_proposal_of(record)
    if proposal is None:
        raise Refusal("没有等待核对的导入，或者内容在提出之后有改动，请重新提出。")
    if same_person(proposal, deed.actor):
        raise Refusal("导入历史信息应由两个人：一人提出，另一人核对；代理人和被代理人算一个人。")
    refuse_while_stopped(record)
    recall(deed, record)
    return enter(
        deed, record, correction_note="", published_at=proposal.published_at, published_by=proposal.by,
        import_source=proposal.source, import_confirmed_by=deed.actor,
    )  # fmt: skip


@act("publish_in_emergency", "应急公开", policy=APPROVING_EMERGENCIES)
def publish_in_emergency(
    deed: Deed, record: ReviewedRecord, *, correction_note: str = "", hides_earlier: bool = False
) -> Publication:
    """Publish at once on the signer's word; the review follows within a day, the secrecy review does not wait."""
    record = locked(record)
    why_not = objection_to_emergency(record, deed.actor, deed.on_behalf_of)
    if why_not:
        raise Refusal(why_not)
    secrecy = secrecy_review_of(record, record.content_sha256())
    refuse_while_stopped(record)
    recall(deed, record)
    return enter(
        deed, record, correction_note=correction_note, hides_earlier=hides_earlier, secrecy_review=secrecy,
        emergency_approver=deed.actor, emergency_approved_for_id=deed.on_behalf_of,
        emergency_review_due=deed.now + EMERGENCY_REVIEW_WITHIN,
    )  # fmt: skip


def objection_to_emergency(record: ReviewedRecord, user: User, absent: int | None) -> str:
    """Return why somebody does not let the present text out in an emergency; empty if they may."""
    content = record.content_sha256()
    why_not = objection(record, Text(record.pk, content), user, absent)
    if why_not:
        return why_not
    secrecy = secrecy_review_of(record, content)
    if secrecy is None:
        return "应急公开也要先作保密审查：这一稿还没有“可以公开”的保密审查结论。"
    if {secrecy.reviewer_id, secrecy.on_behalf_of_id} & ({user.pk, absent} - {None}):
        return "作保密审查的人不能再批准应急公开：应急公开至少要有两个人把关。"
    return ""


@act("review_afterwards", "应急公开补审", policy=REVIEWING)
def review_afterwards(deed: Deed, record: ReviewedRecord, *, publication: int, opinion: str) -> AfterReview:
    """Review one publication in an emergency; by somebody who neither approved nor wrote what it made public,
    nor reviewed its secrecy.

    Each has its own review, also where it was corrected or withdrawn in the meantime.
    """
    record = locked(record)
    published = Publication.objects.awaiting_review().filter(**record.key, pk=publication).first()
    if published is None:
        raise Refusal("没有等待补审的应急公开，可能已由他人补审，请刷新页面。")
    why_not = objection_afterwards(record, published, deed.actor, deed.on_behalf_of)
    if why_not:
        raise Refusal(why_not)
    if not opinion.strip():
        raise Refusal("请写明补审意见。")
    review = AfterReview(
        publication=published, reviewer=deed.actor, on_behalf_of_id=deed.on_behalf_of, opinion=opinion.strip(),
        content_sha256=published.content_sha256, at=deed.now,
    )  # fmt: skip
    review.save()
    deed.record(
        record,
        {"publication": published.seq, "content": published.content_sha256,
         "late": deed.now > published.emergency_review_due},
    )  # fmt: skip
    return review


def objection_afterwards(record: ReviewedRecord, published: Publication, user: User, absent: int | None) -> str:
    """Return why somebody does not review what was published in an emergency; empty if they may."""
    if {published.emergency_approver_id, published.emergency_approved_for_id} & ({user.pk, absent} - {None}):
        return "补审应由批准人和拟稿人以外的人进行。"
    secrecy = published.secrecy_review
    if {secrecy.reviewer_id, secrecy.on_behalf_of_id} & ({user.pk, absent} - {None}):
        return "补审应由没有作过这一稿保密审查的人进行。"
    return objection(record, Text(record.pk, published.content_sha256, published.version), user, absent)


@act("withdraw", "撤回", policy=WITHDRAWING)
def withdraw(deed: Deed, record: ReviewedRecord, *, reason: str, leak: bool = False) -> Withdrawal:
    """Take what is public back, at once, from page, file, search, feed and export; the page says why.

    Where the item itself was the leak, its title is hidden too.
    """
    record = locked(record)
    latest = record.standing_publication
    if latest is None:
        raise Refusal("没有正在公开的内容可以撤回。")
    if not reason.strip():
        raise Refusal("请写明撤回的理由，公众将在页面上看到。")
    refuse_personal_words("撤回理由", reason=reason)
    withdrawal = Withdrawal(publication=latest, reason=reason.strip(), leak=leak, by=deed.actor, at=deed.now)
    withdrawal.save()
    # A plan or a review on its way would bring back what is taken away.
    recall(deed, record)
    deed.record(record, {"publication": latest.seq, "leak": leak}, rows=[withdrawal])
    signals.withdrawn.send(sender=Publication, publication=latest)
    return withdrawal
