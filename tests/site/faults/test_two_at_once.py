"""Two people at once: exactly one wins, the other is told in a sentence, and every chain verifies afterwards."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from tests.site.conftest import (
    FOUNDED,
    PASSWORD,
    SETUP,
    column,
    fresh,
    make_draft,
    noon,
    pass_stage,
    publish_fully,
    review_fully,
)
from tests.site.registers.samples import amount, decision, fee_item, proposed
from tests.site.registers.test_importing import text as table_text

from gongkai.site import search
from gongkai.site.accounts.acts import create_user, grant_role
from gongkai.site.accounts.models import User
from gongkai.site.agencies.acts import create_agency
from gongkai.site.agencies.models import Kind
from gongkai.site.agencies.roles import ADMINISTRATORS, Role
from gongkai.site.audit.acts import Refusal
from gongkai.site.audit.chain import verify
from gongkai.site.audit.models import Event, Head
from gongkai.site.catalogue.acts import create_item, open_columns, save_draft
from gongkai.site.catalogue.models import Part
from gongkai.site.editorial.acts import approve_stage, publish, submit_for_review, withdraw
from gongkai.site.editorial.models import Gate, Publication, Review, Stage
from gongkai.site.portal.repairs import entries
from gongkai.site.registers.acts import correct_row
from gongkai.site.registers.importing import import_table
from gongkai.site.registers.models import Decision, FeeAmount, PublicEntry, RowVersion, TableImport
from gongkai.site.registers.releasing import confirm_release, decline_release

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Call all in threads with connections of their own; return what each returned, or how it was refused."""
    ready = Barrier(len(calls))

    def begin(call: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            ready.wait(30)
            return call()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(begin, calls))


def refusals(outcomes: list[Any]) -> list[str]:
    return [str(each) for each in outcomes if isinstance(each, Refusal)]


@pytest.fixture(autouse=True)
def all_is_sound(tmp_path, transactional_db):
    yield
    assert verify(tmp_path) == []
    assert search.check(entries()) == []
    standing = Publication.objects.standing().values_list("record_type", "record_id")
    assert len(standing) == len(set(standing))


def newcomer(region, username: str, role: Role | None = None) -> User:
    user = create_user(SETUP, region.commerce, username=username, name="示例新人", password=PASSWORD)
    if role:
        grant_role(SETUP, region.commerce, user, role, valid_from=FOUNDED)
    return User.objects.get(pk=user.pk)


def test_one_of_two_reviewers_passes_a_stage(region, draft):
    submit_for_review(region.user("commerce", Role.DRAFTER), draft)
    both = (region.user("commerce", Role.FIRST_REVIEWER), newcomer(region, "second-pair", Role.FIRST_REVIEWER))
    shown = fresh(draft).content_sha256()

    def approve(reviewer: User) -> Callable[[], Review]:
        return lambda: approve_stage(
            reviewer, fresh(draft), stage=Stage.FIRST, content_sha256=shown, gates=[gate.value for gate in Gate],
            proofread=True, opinion="同意",
        )  # fmt: skip

    outcomes = at_once(*map(approve, both))
    assert refusals(outcomes) == ["初审这一环节已经办结，请刷新页面查看进展。"]
    assert Review.objects.count() == 1
    pass_stage(region, draft, Stage.SECOND)


def test_one_of_two_publishes_an_item(region, draft):
    review_fully(region, draft)
    both = (region.user("commerce", Role.DISCLOSURE_OFFICER), region.user("commerce", Role.FINAL_REVIEWER))
    outcomes = at_once(*(lambda who=who: publish(who, fresh(draft)) for who in both))
    assert len(refusals(outcomes)) == 1
    assert "已" in refusals(outcomes)[0]
    assert Publication.objects.count() == 1


def test_index_numbers_and_the_ledger_are_dense_when_many_publish(region):
    items = [make_draft(region, title=f"第 {number} 份") for number in range(4)]
    for each in items:
        review_fully(region, each)
    officer = region.user("commerce", Role.DISCLOSURE_OFFICER)
    outcomes = at_once(*(lambda item=item: publish(officer, fresh(item)) for item in items))
    assert refusals(outcomes) == []
    assert sorted(Publication.objects.values_list("seq", flat=True)) == [1, 2, 3, 4]
    assert sorted(each.index_number[-5:] for each in outcomes) == ["00001", "00002", "00003", "00004"]


def test_what_is_withdrawn_while_it_is_corrected_is_one_or_the_other(region, draft):
    publish_fully(region, draft)
    save_draft(region.user("commerce", Role.DRAFTER), draft, version=0, body="<p>时间改为下周一。</p>")
    review_fully(region, draft)
    officer, signer = (region.user("commerce", role) for role in (Role.DISCLOSURE_OFFICER, Role.FINAL_REVIEWER))
    outcomes = at_once(
        lambda: publish(officer, fresh(draft), correction_note="时间有误，现予更正。"),
        lambda: withdraw(signer, fresh(draft), reason="内容有误。"),
    )
    # Either the correction came first and is withdrawn, or its reviews are from before the withdrawal.
    assert [each[:15] for each in refusals(outcomes)] in ([], ["审核之后这条信息被撤回过；再次"])
    assert Publication.objects.count() == 2 - len(refusals(outcomes))
    assert not Publication.objects.standing().exists()


def test_of_two_who_edit_the_second_is_told(region, draft):
    drafter, officer = (region.user("commerce", role) for role in (Role.DRAFTER, Role.DISCLOSURE_OFFICER))
    outcomes = at_once(
        lambda: save_draft(drafter, fresh(draft), version=0, title="甲的标题"),
        lambda: save_draft(officer, fresh(draft), version=0, title="乙的标题"),
    )
    assert [said[:17] for said in refusals(outcomes)] == ["这份稿件在您编辑时已被他人修改。您"]
    assert fresh(draft).version == 1


def test_a_role_is_granted_once(region):
    user = newcomer(region, "newcomer")
    security = region.user("government", Role.SECURITY_ADMINISTRATOR)
    outcomes = at_once(*(lambda: grant_role(security, region.commerce, user, Role.DRAFTER) for _ in range(3)))
    assert refusals(outcomes) == ["示例新人在示例区商务局这段时间已是信息员。"] * 2
    assert user.memberships.count() == 1


def test_nobody_becomes_administrator_and_drafter_at_once(region):
    user = newcomer(region, "newcomer")
    security = region.user("government", Role.SECURITY_ADMINISTRATOR)
    outcomes = at_once(
        lambda: grant_role(security, region.commerce, user, Role.DRAFTER),
        lambda: grant_role(security, region.commerce, user, Role.AUDIT_ADMINISTRATOR),
    )
    assert len(refusals(outcomes)) == 1
    held = {Role(each.role) for each in user.memberships.all()}
    assert len(held & ADMINISTRATORS) + len(held - ADMINISTRATORS) == 1


def test_many_acts_make_one_chain(region):
    drafter = region.user("commerce", Role.DRAFTER)
    before = Head.objects.get(agency=region.commerce.pk).seq
    where = column(region.commerce, Part.NOTICES)

    def draft_five() -> None:
        for number in range(5):
            create_item(
                drafter, region.commerce, column=where, title=f"第 {number} 份", body="<p>正文</p>",
                formed_on=noon(FOUNDED).date(),
            )  # fmt: skip

    at_once(*[draft_five] * 6)
    assert Head.objects.get(agency=region.commerce.pk).seq == before + 30


def test_columns_are_opened_once(region):
    finance = create_agency(
        SETUP, region.government, name="示例区财政局", short_name="财政局", slug="finance", kind=Kind.DEPARTMENT,
        valid_from=FOUNDED,
    )  # fmt: skip
    outcomes = at_once(*(lambda: open_columns(SETUP, finance) for _ in range(3)))
    assert refusals(outcomes) == ["示例区财政局的公开栏目齐全，没有要补开的。"] * 2
    assert Event.objects.filter(agency=finance.pk, act="open_columns").count() == 1


def test_two_who_import_one_table_at_once_register_it_once(region):
    both = (region.user("commerce", Role.DRAFTER), region.user("commerce", Role.DISCLOSURE_OFFICER))
    text = table_text("decisions", *({"决定书文号": f"示商罚〔2023〕{n}号"} for n in range(5)))
    outcomes = at_once(
        *(lambda who=who: import_table(who, region.commerce, table="decisions", text=text, seen={}) for who in both)
    )
    assert refusals(outcomes) == ["没有需要导入的内容：表格里的各行都已登记，而且没有变化。"]
    assert (Decision.objects.count(), RowVersion.objects.count(), TableImport.objects.count()) == (5, 5, 1)


def test_two_tables_that_share_a_row_at_once_register_it_once(region):
    both = (region.user("commerce", Role.DRAFTER), region.user("commerce", Role.DISCLOSURE_OFFICER))
    texts = [table_text("decisions", {}, {"决定书文号": f"示商罚〔2023〕{n}号"}) for n in (1, 2)]
    outcomes = at_once(
        *(lambda who=who, text=text: import_table(who, region.commerce, table="decisions", text=text, seen={})
          for who, text in zip(both, texts, strict=True))
    )  # fmt: skip
    assert refusals(outcomes) == []
    assert Decision.objects.count() == 3


def test_of_two_who_correct_a_row_the_second_is_told(region):
    row = decision(region)
    both = (region.user("commerce", Role.DRAFTER), region.user("commerce", Role.DISCLOSURE_OFFICER))
    outcomes = at_once(
        *(lambda who=who: correct_row(who, Decision.objects.get(pk=row.pk), version=1, reason="笔误", subject=who.name)
          for who in both)
    )  # fmt: skip
    assert len(refusals(outcomes)) == 1
    assert "已被他人更正" in refusals(outcomes)[0]


def test_of_two_who_answer_a_release_one_wins(region):
    release = proposed(region, decision(region))
    officer = region.user("commerce", Role.DISCLOSURE_OFFICER)
    other = newcomer(region, "second-officer", Role.DISCLOSURE_OFFICER)
    outcomes = at_once(
        lambda: confirm_release(officer, release, reviewed=True),
        lambda: decline_release(other, release, reason="请核对"),
    )
    assert refusals(outcomes) == ["这一批已经办结，请刷新页面查看。"]
    assert PublicEntry.objects.count() in (0, 1)


def test_amounts_that_overlap_are_not_entered_by_two_at_once(region):
    item = fee_item(region)
    outcomes = at_once(
        lambda: amount(region, item, "1-3", "10"), lambda: amount(region, item, "2-2", "10"),
    )  # fmt: skip
    assert len(refusals(outcomes)) == 1
    assert FeeAmount.objects.count() == 1
