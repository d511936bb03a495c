"""Back-office pages of the registers: what is typed is kept, lists page at a cost that stays, two people let out."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.site.catalogue.plans import assert_served_by
from tests.site.registers.samples import PERSON, amount, decision, fee_item, figure, proposed, released, statement

from gongkai.site.agencies.models import Agency
from gongkai.site.agencies.roles import Role
from gongkai.site.audit.models import Read
from gongkai.site.portal.registers import standing
from gongkai.site.registers.acts import strike_out_row
from gongkai.site.registers.books import BOOKS, RowFilter
from gongkai.site.registers.models import Decision, FeeItem, PublicEntry, Register, Release

BACKEND = "gongkai.site.accounts.backend.RoleBackend"
TYPED = {
    "register": "penalties", "number": "示商罚[2023]1号", "decided_on": "2023-05-06", "subject": "未按规定备案",
    "party_kind": "organization", "party": "示例超市有限公司", "source": "",
}  # fmt: skip


@pytest.fixture
def office(region, client):
    client.force_login(region.user("commerce", Role.DRAFTER), backend=BACKEND)
    return client


def as_officer(region, client):
    client.force_login(region.user("commerce", Role.DISCLOSURE_OFFICER), backend=BACKEND)
    return client


@pytest.mark.parametrize("key", list(BOOKS))
def test_an_empty_book_says_what_would_be_here(office, key):
    page = office.get(reverse("register_book", args=[key])).content.decode()
    assert str(BOOKS[key].empty) in page
    assert "没有符合条件" in office.get(reverse("register_book", args=[key]) + "?state=struck").content.decode()


def test_one_row_from_the_form_to_the_correction(office):
    made = office.post(reverse("register_row_new", args=["decisions"]), TYPED)
    row = Decision.objects.get()
    assert made["Location"] == reverse("register_row", args=["decisions", row.pk])
    assert "示商罚〔2023〕1号" in office.get(made["Location"]).content.decode()
    again = office.post(reverse("register_row_new", args=["decisions"]), TYPED | {"subject": "另一事项"})
    assert again.status_code == 422
    assert "已经登记过" in again.content.decode()
    assert "另一事项" in again.content.decode()
    corrected = office.post(
        reverse("register_row_correct", args=["decisions", row.pk]),
        TYPED | {"subject": "改过的事项", "reason": "笔误", "version": "1"},
    )
    assert corrected.status_code == 302
    page = office.get(made["Location"]).content.decode()
    assert "<del>未按规定备案</del> → <ins>改过的事项</ins>" in page
    assert "笔误" in page


def test_a_fault_stands_beside_its_field(office):
    answer = office.post(reverse("register_row_new", args=["decisions"]), TYPED | {"decided_on": "2999-01-01"})
    assert answer.status_code == 422
    assert 'id="id_decided_on_error">决定日期不能在今天之后。' in answer.content.decode()


def test_fees_are_entered_item_first(region, office):
    item = {"name": "示例费", "basis": "示发改〔2020〕1号", "standard": "每证 10 元", "begins_on": "2020-01-01"}
    office.post(reverse("register_row_new", args=["fee-items"]), item)
    amounts = reverse("register_row_new", args=["fee-amounts"])
    typed = {"item": FeeItem.objects.get().pk, "year": "2023", "period": "1-3", "yuan": "12.50"}
    assert office.post(amounts, typed).status_code == 302
    overlapping = office.post(amounts, typed | {"period": "2-2"})
    assert overlapping.status_code == 422
    assert "重叠" in overlapping.content.decode()


@pytest.mark.parametrize("way", ["strike_out", "withdraw", "restore"])
def test_what_takes_away_asks_for_a_reason(region, client, way):
    row = decision(region)
    released(region, row)
    as_officer(region, client)
    if way == "restore":
        strike_out_row(region.user("commerce", Role.DISCLOSURE_OFFICER), row, reason="误")
    address = reverse(f"register_row_{way}", args=["decisions", row.pk])
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "写明了"}).status_code == 302
    assert not PublicEntry.objects.standing().exists()
    assert "写明了" in client.get(reverse("register_row", args=["decisions", row.pk])).content.decode()


def test_two_people_let_rows_out_on_pages(region, office):
    for n in (1, 2):
        decision(region, number=f"示商罚〔2023〕{n}号")
    new = reverse("register_release_new") + "?register=penalties"
    page = office.get(new).content.decode()
    assert page.count('type="checkbox"') == 2
    assert office.post(new, {}).status_code == 422
    made = office.post(new, {"rows": [Decision.objects.last().pk], "note": ""})
    release = Release.objects.get()
    assert made["Location"] == reverse("register_release", args=[release.pk])
    assert "请另一人核对" in office.get(made["Location"]).content.decode()
    officer = as_officer(region, office)
    assert "公开前审查" in officer.get(made["Location"]).content.decode()
    assert officer.post(made["Location"], {"confirm": ""}).status_code == 422
    assert officer.post(made["Location"], {"decline": "", "decline-reason": ""}).status_code == 422
    assert officer.post(made["Location"], {"confirm": "", "reviewed": "on"}).status_code == 302
    assert PublicEntry.objects.count() == 1
    assert "示商罚〔2023〕2号" in officer.get(made["Location"]).content.decode()


def test_a_release_waits_for_the_officer_who_did_not_propose_it(region, client):
    release = proposed(region, decision(region))
    page = as_officer(region, client).get(reverse("worklist")).content.decode()
    assert reverse("register_release", args=[release.pk]) in page
    assert "核对公开登记" in page
    client.force_login(region.user("commerce", Role.DRAFTER), backend=BACKEND)
    assert "核对公开登记" not in client.get(reverse("worklist")).content.decode()


def test_a_release_is_sent_back_on_its_page(region, client):
    release = proposed(region, decision(region))
    address = reverse("register_release", args=[release.pk])
    assert as_officer(region, client).post(address, {"decline": "", "decline-reason": "请核对"}).status_code == 302
    assert "请核对" in client.get(address).content.decode()
    assert not PublicEntry.objects.exists()


def test_filters_find_by_word_kind_year_and_state(region, office):
    old = decision(region, number="示商许〔2022〕1号", register=Register.LICENSES, decided_on=date(2022, 3, 1))
    gone = decision(region, number="示商罚〔2023〕3号", subject="占道经营")
    public = decision(region)
    released(region, public)
    strike_out_row(region.user("commerce", Role.DRAFTER), gone, reason="误")
    for wanted, found in (
        ("q=占道", {gone}), ("register=licenses", {old}), ("year=2022", {old}), ("state=struck", {gone}),
        ("state=public", {public}), ("state=hidden", {old}), ("year=1900", {old, gone, public}),
        ("q=超市&year=2023", {gone, public}), ("after=x", {old, gone, public}),
    ):  # fmt: skip
        rows = office.get(reverse("register_book", args=["decisions"]) + f"?{wanted}").context["rows"]
        assert {row for row, _cells, _entry in rows} == found, wanted


def test_a_book_pages_by_key(region, office):
    for n in range(45):
        decision(region, number=f"示商罚〔2023〕{n}号", decided_on=date(2023, 1, 1 + n % 28))
    address, seen = reverse("register_book", args=["decisions"]), []
    page = office.get(address)
    while True:
        seen += [row.pk for row, _cells, _entry in page.context["rows"]]
        if not page.context["next"]:
            break
        page = office.get(f"{address}?{page.context['next']}")
    assert len(seen) == len(set(seen)) == 45


def test_the_overview_says_what_the_report_will_say_and_why_not(region, office):
    decision(region)
    statement(region, Register.COERCION)
    item = fee_item(region)
    amount(region, item, "1-12", "12345")
    figure(region, 1, 3)
    page = office.get(reverse("registers") + "?year=2023").content.decode()
    assert "1.2345 万元" in page
    assert "“审批系统”缺 2、3" in page
    assert "已声明：本年没有发生" in page


def queries(client, address):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_pages_ask_as_many_questions_however_many_rows_there_are(region, office):
    rows = [decision(region, number=f"示商罚〔2023〕{n}号") for n in range(3)]
    entries = released(region, *rows[:2])
    addresses = [
        reverse("registers"), reverse("register_book", args=["decisions"]), reverse("register_releases"),
        reverse("register_book", args=["decisions"]) + "?state=public",
        reverse("register_release", args=[entries[0].release_id]),
        reverse("register_release_new") + "?register=penalties",
        reverse("register_row", args=["decisions", rows[0].pk]),
    ]  # fmt: skip
    for address in addresses:
        office.get(address)
    few = [queries(office, address) for address in addresses]
    more = [decision(region, number=f"示商罚〔2022〕{n}号") for n in range(15)]
    released(region, *more[:10])
    assert [queries(office, address) for address in addresses] == few
    assert max(few) < 30


def test_what_is_no_book_or_row_is_not_there(region, office):
    other = decision(region, "justice")
    for name, args in (
        ("register_book", ["nothing"]), ("register_row", ["decisions", other.pk]), ("register_row", ["figures", 1]),
        ("register_import", ["fee-items"]), ("register_row_correct", ["decisions", other.pk]),
        ("register_release", [999]),
    ):  # fmt: skip
        assert office.get(reverse(name, args=args)).status_code == 404, name


def test_who_sees_the_name_of_a_natural_person_is_noted_and_lists_show_none(region, office):
    row = decision(region, **PERSON)
    assert "欧阳小明" not in office.get(reverse("register_book", args=["decisions"])).content.decode()
    assert not Read.objects.exists()
    assert "欧阳小明" in office.get(reverse("register_row", args=["decisions", row.pk])).content.decode()
    assert Read.objects.get().subject_id == str(row.pk)
    office.get(reverse("register_row", args=["decisions", decision(region).pk]))
    assert Read.objects.count() == 1


@pytest.mark.parametrize(
    ("key", "index"),
    [
        ("decisions", "decision_newest_of_all"), ("figures", "monthly_figure_newest"), ("fee-items", "fee_item_newest"),
        ("fee-amounts", "fee_amount_newest"), ("statements", "nil_statement_newest"),
    ],
)  # fmt: skip
def test_each_book_is_read_by_its_index_without_sorting(region, key, index):
    agencies = Agency.objects.filter(pk=region.commerce.pk)
    rows = RowFilter({}, book=BOOKS[key], agencies=agencies).rows()
    assert_served_by(index, rows[:20])


def test_the_public_list_and_a_kind_of_decisions_are_read_by_their_indexes(region):
    assert_served_by("public_entry_by_register", standing(region.commerce, Register.PENALTIES)[:20])
    agencies = Agency.objects.filter(pk=region.commerce.pk)
    rows = RowFilter({"register": "penalties", "year": "2023"}, book=BOOKS["decisions"], agencies=agencies).rows()
    assert_served_by("decision_newest", rows[:20])
