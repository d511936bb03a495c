"""Who had a hand in a text (经手): its drafter, whoever changed it, and those for whom these stood in as deputies.

None of them reviews it: at a stage, for secrecy, before or after an emergency. It is a design rule of ours: that
whoever drafts, reviews and signs each answers for their part (谁起草谁负责、谁审核谁负责、谁签发谁负责) takes several
people.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from gongkai.site.accounts.models import User
from gongkai.site.agencies.models import Agency
from gongkai.site.agencies.roles import Role
from gongkai.site.audit.acts import Deed
from gongkai.site.editorial.models import Edit, Publication, Review, Submission
from gongkai.site.editorial.records import ReviewedRecord


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a record, by its hash: that of the draft, or that of a version of the ledger."""

    record_id: int
    content_sha256: str
    version: int | None = None  # None: the draft.


def note_edit(deed: Deed, record: ReviewedRecord) -> None:
    """Keep who changes a record, and whom they stand in for."""
    latest = record.latest_publication
    Edit(
        **record.key, agency=record.agency, by=deed.actor, on_behalf_of_id=deed.on_behalf_of,
        after_version=latest.version if latest else 0, at=deed.now,
    ).save()  # fmt: skip


def editors(record_type: str, texts: Sequence[Text], people: Collection[int] | None = None) -> list[set[int]]:
    """Return who changed each of some texts since another one of the record stood; of these people, where given.

    Only what others reviewed counts as having stood: what was withdrawn and comes back, what went out in an emergency
    and waits for its review, and what was imported is still theirs who wrote it. Two questions.
    """
    ids = {each.record_id for each in texts}
    edits = Edit.objects.filter(record_type=record_type, record_id__in=ids)
    if people is not None:
        edits = edits.filter(Q(by__in=people) | Q(on_behalf_of__in=people))
    by_record: dict[int, list[tuple[int, set[int]]]] = {}
    for pk, by, instead_of, after in edits.values_list("record_id", "by", "on_behalf_of", "after_version"):
        by_record.setdefault(pk, []).append((after, {by, instead_of} - {None}))
    stood: dict[int, list[tuple[int, str]]] = {}
    publications = Publication.objects.reviewed().filter(record_type=record_type, record_id__in=ids, withdrawal=None)
    for pk, version, sha256 in publications.values_list("record_id", "version", "content_sha256"):
        stood.setdefault(pk, []).append((version, sha256))
    found = []
    for text in texts:
        before = [version for version, sha256 in stood.get(text.record_id, ()) if sha256 != text.content_sha256]
        until = text.version if text.version is not None else float("inf")
        since = max((version for version in before if version < until), default=0)
        hands = [who for after, who in by_record.get(text.record_id, ()) if since <= after < until]
        found.append(set().union(*hands))
    return found


def handled_before(submissions: Iterable[Submission]) -> dict[int, set[int | None]]:
    """Return who submitted or reviewed, by the review on its way, those for whom deputies stood in included."""
    found: dict[int, set[int | None]] = {
        each.workflow_state_id: {each.by_id, each.on_behalf_of_id} for each in submissions
    }
    reviews = Review.objects.filter(workflow_state__in=found)
    for state, reviewer, instead_of in reviews.values_list("workflow_state", "reviewer", "on_behalf_of"):
        found[state] |= {reviewer, instead_of}
    return found


def acting(user: User, agency: Agency, *roles: Role) -> frozenset[int]:
    """Return as whom somebody uses one of the roles at an agency: themselves, and whom they stand in for."""
    if user.own_roles_at(agency) & set(roles):
        return frozenset({user.pk})
    absent = (user.stands_in_for(agency, role) for role in sorted(roles))
    first = next((each.pk for each in absent if each is not None), None)
    return frozenset({user.pk} if first is None else {user.pk, first})


def objection(record: ReviewedRecord, text: Text, user: User, absent: int | None = None) -> str:
    """Return why somebody, or whom they stand in for, does not review a text, in a sentence; empty if they may."""
    (changed,) = editors(record.type_name(), [text])
    for pk in (user.pk, absent):
        if pk is None or (pk != record.drafter_id and pk not in changed):
            continue
        who = "您" if pk == user.pk else f"您代理的{User.objects.get(pk=pk)}"
        if pk == record.drafter_id:
            return f"{who}是拟稿人，拟稿人不能审核自己的稿件。"
        return f"{who}改过这一稿的正文、信息项或者附件，不能再审核它；请由没有改过这一稿的人办理。"
    return ""


def objection_to_draft(record: ReviewedRecord, user: User, absent: int | None = None) -> str:
    """Return why somebody does not review the present text of a record; empty if they may."""
    return objection(record, Text(record.pk, record.content_sha256()), user, absent)
