"""Texts whose secrecy another organ decides (报请确定): recording its answer (条例第十七条第三款)."""

from datetime import date

from django.utils import timezone

from gongkai.site.agencies.policies import SECRECY_REVIEWING
from gongkai.site.audit.acts import Deed, Refusal, act
from gongkai.site.editorial.acts import locked, newest_secrecy_review, refuse_own_text
from gongkai.site.editorial.models import SecrecyAnswer, SecrecyConclusion, SecrecyReview, StoredFile
from gongkai.site.editorial.records import ReviewedRecord


def open_referral(record: ReviewedRecord) -> SecrecyReview | None:
    """Return the secrecy review of the present text that waits for another organ's answer."""
    review = newest_secrecy_review(record, record.content_sha256())
    return review if review and review.decided == SecrecyConclusion.REFERRED else None


@act("record_secrecy_answer", "登记保密审查答复", policy=SECRECY_REVIEWING)
def record_secrecy_answer(
    deed: Deed, record: ReviewedRecord, *, organ: str, answered_on: date, conclusion: SecrecyConclusion,
    evidence: StoredFile, evidence_name: str, document_number: str = "", note: str = "",
) -> SecrecyAnswer:  # fmt: skip
    """Record what the organ decided to which a text was referred; with it the text goes on, or does not."""
    record = locked(record)
    refuse_own_text(deed, record)
    review = open_referral(record)
    if review is None:
        raise Refusal("这一稿没有等待答复的保密审查；内容有改动的，应当重新审查。")
    if conclusion == SecrecyConclusion.REFERRED:
        raise Refusal("答复应当是可以公开或者不予公开。")
    if not organ.strip():
        raise Refusal("请填写答复机关。")
    referred_on = timezone.localdate(review.at)
    if not referred_on <= answered_on <= deed.today:
        raise Refusal(f"答复日期应在报请之日（{referred_on}）和今天之间。")
    answer = SecrecyAnswer(
        review=review, organ=organ.strip(), answered_on=answered_on, document_number=document_number.strip(),
        conclusion=conclusion, note=note.strip(), evidence=evidence, evidence_name=evidence_name, by=deed.actor,
        on_behalf_of_id=deed.on_behalf_of, at=deed.now,
    )  # fmt: skip
    answer.save()
    deed.record(
        record, {"secrecy_review": review.pk, "answer": answer.pk, "conclusion": conclusion, "evidence": evidence.pk},
        occurred_on=answered_on,
    )  # fmt: skip
    return answer
