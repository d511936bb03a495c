"""Acts by which rows become public: proposed by one person, confirmed by another, withdrawn at once.

Why two people and not the three reviews of texts: docs/decisions/0013.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, QuerySet

from gongkai.privacy.people import masked_name
from gongkai.site.accounts.models import User
from gongkai.site.agencies.models import Agency
from gongkai.site.agencies.policies import DRAFTING, RELEASING, WITHDRAWING
from gongkai.site.agencies.succession import refuse_for_ended
from gongkai.site.audit.acts import Deed, Invalid, Refusal, act
from gongkai.site.audit.canonical import canonical, digest
from gongkai.site.editorial.hands import acting
from gongkai.site.registers.models import (
    DECISIONS,
    Decision,
    FeeItem,
    PublicEntry,
    Register,
    RegisterRow,
    Release,
    ReleasedRow,
    ReleaseOutcome,
    Withdrawal,
)
from gongkai.site.registers.public_words import refuse_personal_data

MOST_ROWS = 500


def model_of(register: Register) -> type[Decision] | type[FeeItem]:
    """Return what a register makes public: its decisions, or the fees with basis and standard."""
    return Decision if register in DECISIONS else FeeItem


def rows_of(register: Register, agency: int) -> QuerySet[RegisterRow]:
    """Return the rows of a register that could be public."""
    rows = model_of(register).objects.live().filter(agency=agency)
    return rows.filter(register=register) if register in DECISIONS else rows


def awaiting_release(register: Register, agency: int) -> QuerySet[RegisterRow]:
    """Return the rows that are not public as they are now, and not proposed either; the oldest first."""
    type_name = model_of(register).type_name()
    this_version = {"record_type": type_name, "record_id": OuterRef("pk"), "version": OuterRef("version")}
    public = PublicEntry.objects.filter(**this_version)
    proposed = ReleasedRow.objects.filter(**this_version, release__outcome=None)
    return rows_of(register, agency).exclude(Exists(public)).exclude(Exists(proposed)).order_by("pk")


def standing_entry(row: RegisterRow) -> PublicEntry | None:
    """Return what the public sees of a row."""
    return PublicEntry.objects.standing().by_row(row.type_name(), [row.pk]).get(row.pk)


def rows_in(release: Release) -> list[RegisterRow]:
    """Return the rows of a release as they are now, in their order."""
    ids = list(release.rows.order_by("record_id").values_list("record_id", flat=True))
    found = model_of(Register(release.register)).objects.in_bulk(ids)
    return [found[each] for each in ids]


@act("propose_release", "提请公开登记", policy=DRAFTING)
def propose_release(
    deed: Deed, agency: Agency, *, register: Register, rows: Iterable[int], note: str = ""
) -> Release:  # fmt: skip
    """Propose rows of a register for the public; somebody else compares and confirms."""
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    wanted = list(awaiting_release(register, agency.pk).filter(pk__in=list(rows))[: MOST_ROWS + 1])
    if not wanted:
        raise Refusal("没有可以提请公开的登记：都已公开、已提请，或者已注销。")
    if len(wanted) > MOST_ROWS:
        raise Refusal(f"一批最多提请 {MOST_ROWS} 条，请缩小筛选范围。")
    standing = _standing(register, [row.pk for row in wanted])
    _refuse_new_for_ended(agency, deed.today, wanted, standing)
    if standing and not note.strip():
        said = "这一批里有更正已公开登记的，请写更正说明；公众会在页面上看到。"
        raise Invalid(ValidationError({"note": said}))
    refuse_personal_data("note", note)
    _refuse_names(wanted, note)
    release = Release.objects.create(
        agency=agency,
        register=register,
        note=note.strip(),
        by_id=deed.actor.pk,
        on_behalf_of_id=deed.on_behalf_of,
        at=deed.now,
    )
    ReleasedRow.objects.bulk_create(
        ReleasedRow(release=release, record_type=row.type_name(), record_id=row.pk, version=row.version)
        for row in wanted
    )
    deed.record(release, {"rows": {str(row.pk): row.version for row in wanted}})
    return release


def _refuse_new_for_ended(
    agency: Agency, today: date, rows: Iterable[RegisterRow], standing: Mapping[int, PublicEntry]
) -> None:
    """Refuse what would be new in the name of an agency that ended; what stands is corrected by its successors."""
    if any(row.pk not in standing for row in rows):
        refuse_for_ended(agency, today)


def _refuse_names(rows: list[RegisterRow], note: str) -> None:
    """Refuse what would still tell the name of a natural person, whatever was masked."""
    for row in rows:
        if isinstance(row, Decision) and (names := row.names_let_out(note)):
            shown = "、".join(masked_name(name) for name in names)
            raise Refusal(
                f"{row}：公开的内容或者更正说明里还有自然人姓名（{shown}），自动隐去不了。请先更正登记，删去姓名。"
            )


def same_person(release: Release, user: User) -> bool:
    """Return whether somebody proposed it themselves: by a deputy, for whom they stand in, or with the same absent."""
    people = acting(user, release.agency, *RELEASING.roles)
    return bool(people & {release.by_id, release.on_behalf_of_id})


def _answered(deed: Deed, release: Release) -> Release:
    """Return a release that nobody has answered, alone to whoever asks."""
    Agency.objects.select_for_update().get(pk=release.agency_id)
    release = Release.objects.select_related("agency").get(pk=release.pk)
    if not release.pending:
        raise Refusal("这一批已经办结，请刷新页面查看。")
    if same_person(release, deed.actor):
        raise Refusal("公开登记应由两个人：一人提请，另一人核对确认；代理人和被代理人算一个人。")
    return release


@act("confirm_release", "核对并公开登记", policy=RELEASING)
def confirm_release(deed: Deed, release: Release, *, reviewed: bool) -> list[PublicEntry]:
    """Make the rows of a release public, all or none, exactly as they were proposed."""
    release = _answered(deed, release)
    if not reviewed:
        said = "请先核对并勾选：公开前应当审查，不得含有国家秘密、商业秘密和个人隐私（条例第十四、十五、十七条）。"
        raise Invalid(ValidationError({"reviewed": said}))
    versions = dict(release.rows.values_list("record_id", "version"))
    rows = rows_in(release)
    changed = [row for row in rows if row.struck_out or row.version != versions[row.pk]]
    if changed:
        which = "、".join(map(str, changed[:3]))
        raise Refusal(f"有 {len(changed)} 条登记在提请之后又有改动（{which}）。请退回这一批，重新提请。")
    _refuse_withdrawn_since(release)
    _refuse_names(rows, release.note)
    before = _standing(Register(release.register), versions)
    _refuse_new_for_ended(release.agency, deed.today, rows, before)
    entries = [_entry(deed, release, row, before.get(row.pk)) for row in rows]
    for entry in entries:
        entry.save()
        deed.record(entry, {"content": entry.content_sha256, "record": entry.record_id, "version": entry.version})
    ReleaseOutcome.objects.create(release=release, confirmed=True, by_id=deed.actor.pk, at=deed.now)
    deed.record(release, {"entries": len(entries)})
    return entries


def _refuse_withdrawn_since(release: Release) -> None:
    ids = release.rows.values("record_id")
    type_name = model_of(Register(release.register)).type_name()
    since = Withdrawal.objects.filter(
        entry__record_type=type_name, entry__record_id__in=ids, at__gte=release.at
    )  # fmt: skip
    if since.exists():
        raise Refusal("这一批里有登记在提请之后已撤回公开。请退回这一批，核实后重新提请。")


def _standing(register: Register, ids: Iterable[int]) -> dict[int, PublicEntry]:
    return PublicEntry.objects.standing().by_row(model_of(register).type_name(), ids)


def _entry(deed: Deed, release: Release, row: RegisterRow, before: PublicEntry | None) -> PublicEntry:
    content = row.public_content()
    return PublicEntry(
        release=release, agency_id=release.agency_id, register=release.register, record_type=row.type_name(),
        record_id=row.pk, version=row.version, day=row.decided_on if isinstance(row, Decision) else row.begins_on,
        canonical=canonical(content), content_sha256=digest(content),
        correction_note=release.note if before else "", supersedes=before, proposed_by_id=release.by_id,
        confirmed_by_id=deed.actor.pk, at=deed.now,
    )  # fmt: skip


@act("decline_release", "退回公开批次", policy=RELEASING)
def decline_release(deed: Deed, release: Release, *, reason: str) -> Release:
    """Send a release back; its rows may be proposed again."""
    if not reason.strip():
        raise Invalid(ValidationError({"reason": "请写明原因。"}))
    release = _answered(deed, release)
    ReleaseOutcome.objects.create(
        release=release, confirmed=False, reason=reason.strip(), by_id=deed.actor.pk, at=deed.now
    )
    deed.record(release, said={"reason": reason.strip()})
    return release


@act("withdraw_row", "撤回已公开的登记", policy=WITHDRAWING)
def withdraw_row(deed: Deed, row: RegisterRow, *, reason: str) -> Withdrawal:
    """Take back what is public of a row, at once; the row itself stays and counts.

    A penalty that was changed, revoked or declared unlawful is taken back within three days, with the reason
    (行政处罚法第四十八条第二款).
    """
    if not reason.strip():
        raise Invalid(ValidationError({"reason": "请写明原因。"}))
    Agency.objects.select_for_update().get(pk=row.agency_id)
    withdrawal = take_back(deed, row, reason.strip())
    if withdrawal is None:
        raise Refusal("这条登记没有公开，不需要撤回。")
    deed.record(row, {"withdrawal": withdrawal.pk}, said={"reason": reason.strip()})
    return withdrawal


def take_back(deed: Deed, row: RegisterRow, reason: str) -> Withdrawal | None:
    """Withdraw what is public of a row, if anything is; what was proposed of it before is not confirmed any more.

    The public reads the reason at once.
    """
    entry = standing_entry(row)
    if entry is None:
        return None
    refuse_personal_data("reason", reason, row.names if isinstance(row, Decision) else ())
    _end_pending_releases(deed, row)
    return Withdrawal.objects.create(entry=entry, reason=reason, by_id=deed.actor.pk, at=deed.now)


def _end_pending_releases(deed: Deed, row: RegisterRow) -> None:
    """Send back what waits for confirmation with a row: whoever confirmed it would undo the withdrawal."""
    said = "其中有登记已撤回公开，核实后重新提请。"
    pending = Release.objects.filter(
        outcome=None, rows__record_type=row.type_name(), rows__record_id=row.pk
    )  # fmt: skip
    for release in pending.order_by("pk"):
        ReleaseOutcome.objects.create(release=release, confirmed=False, reason=said, by_id=deed.actor.pk, at=deed.now)
        deed.record(release, {"withdrawn": row.pk})
