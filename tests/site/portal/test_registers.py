"""Public pages and open data of the registers: what two people let out, and nothing else, anywhere."""

import csv
import io
import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import validate
from tests.site.conftest import make_draft, publish_fully
from tests.site.registers.samples import PERSON, decision, fee_item, proposed, released

from gongkai.site.accounts.tables import inert
from gongkai.site.agencies.roles import Role
from gongkai.site.audit.models import Event
from gongkai.site.editorial.links import targets
from gongkai.site.portal.open_data import DATASETS
from gongkai.site.registers.acts import correct_row, strike_out_row
from gongkai.site.registers.models import Register
from gongkai.site.registers.releasing import withdraw_row

WORD = "龘靐"
DATA = [f"/open/commerce/{key}.{ending}" for key in DATASETS for ending in ("csv", "json")]


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.getvalue().decode()


def everywhere(client, row, word=WORD):
    """Return the channels in which the public finds a row."""
    register = row.of_register.value
    own = f"/commerce/registers/{register}/{row.pk}/"
    pages = [
        "/", "/commerce/", "/commerce/registers/", *(f"/commerce/registers/{each.value}/" for each in Register),
        f"/commerce/registers/{register}/?year=2023", "/open/commerce/", "/feed.xml", "/commerce/feed.xml", *DATA,
    ]  # fmt: skip
    found = {address for address in pages if word in read(client, address)}
    return found | ({own} if word in client.get(own).content.decode() else set())


def channels(row):
    register = row.of_register.value
    return {
        f"/commerce/registers/{register}/", f"/commerce/registers/{register}/?year=2023",
        f"/commerce/registers/{register}/{row.pk}/", "/open/commerce/decisions.csv", "/open/commerce/decisions.json",
    }  # fmt: skip


@pytest.mark.parametrize("register", [Register.LICENSES, Register.PENALTIES, Register.COERCION])
def test_a_row_is_nowhere_before_two_people_let_it_out_and_nowhere_after_it_is_taken_back(region, client, register):
    row = decision(region, register=register, subject=f"未按规定备案{WORD}")
    assert everywhere(client, row) == set()
    proposed(region, row)
    assert everywhere(client, row) == set()
    other = decision(region, register=register, subject=f"无证经营{WORD}", number="示商〔2023〕2号")
    released(region, other)
    assert everywhere(client, other) == channels(other)
    withdraw_row(region.user("commerce", Role.FINAL_REVIEWER), other, reason="决定已撤销。")
    assert everywhere(client, other) == set()
    gone = client.get(f"/commerce/registers/{register.value}/{other.pk}/")
    assert gone.status_code == 410
    assert "决定已撤销。" in gone.content.decode()
    assert client.get(f"/commerce/registers/{register.value}/{row.pk}/").status_code == 404


def test_what_is_struck_out_or_corrected_shows_as_it_was_let_out(region, client):
    drafter = region.user("commerce", Role.DRAFTER)
    row = decision(region)
    released(region, row)
    correct_row(drafter, row, version=1, reason="笔误", subject=WORD)
    assert everywhere(client, row) == set()
    released(region, row, note="事项名称有误，现予更正。")
    assert everywhere(client, row) == channels(row)
    assert "事项名称有误" in client.get(f"/commerce/registers/penalties/{row.pk}/").content.decode()
    officer = region.user("commerce", Role.DISCLOSURE_OFFICER)
    strike_out_row(officer, row, reason="重复登记")
    assert everywhere(client, row) == set()


def test_the_address_in_a_register_that_was_wrong_leads_to_the_right_one(region, client):
    row = decision(region, subject=WORD)
    released(region, row)
    drafter = region.user("commerce", Role.DRAFTER)
    row = correct_row(drafter, row, version=1, reason="类别有误", register=Register.COERCION, subject="改过的事项")
    released(region, row, note="类别有误，现予更正。")
    before, now = (f"/commerce/registers/{each}/{row.pk}/" for each in ("penalties", "coercion"))
    answer = client.get(before)
    assert (answer.status_code, answer["Location"]) == (301, now)
    assert client.get(now).status_code == 200
    assert client.get(f"/commerce/registers/licenses/{row.pk}/").status_code == 404
    withdraw_row(region.user("commerce", Role.FINAL_REVIEWER), row, reason="决定已撤销。")
    for address in (before, now):
        gone = client.get(address)
        assert gone.status_code == 410
        assert WORD not in gone.content.decode()


def test_nobody_reads_the_name_of_a_natural_person(region, client):
    row = decision(region, **PERSON)
    released(region, row)
    assert everywhere(client, row, "欧阳小明") == set()
    assert everywhere(client, row, "欧阳某某") == channels(row)


def test_the_page_of_a_row_says_what_the_files_say_in_the_order_of_the_register(region, client):
    row = decision(region, **PERSON)
    released(region, row)
    shown = client.get(f"/commerce/registers/penalties/{row.pk}/").context["shown"]
    (told,) = json.loads(read(client, "/open/commerce/decisions.json"))["rows"]
    assert shown == [
        ("决定书文号", told["number"]), ("决定日期", told["decided_on"]), ("事项", told["subject"]),
        ("当事人类型", told["party_kind"]), ("当事人", told["party"]),
    ]  # fmt: skip
    assert told["party_kind"] == "自然人"


def test_fees_say_whether_they_are_collected(region, client):
    released(region, fee_item(region), fee_item(region, name="停征的示例费", ended_on=date(2022, 12, 31)))
    page = read(client, "/commerce/registers/fees/")
    assert page.count("正在收费") == 1
    assert page.count("已停止收费") == 1
    row = fee_item(region, name=WORD)
    released(region, row)
    assert everywhere(client, row) == {
        "/commerce/registers/fees/", "/commerce/registers/fees/?year=2023", f"/commerce/registers/fees/{row.pk}/",
        "/open/commerce/fees.csv", "/open/commerce/fees.json",
    }  # fmt: skip


def test_an_empty_register_says_so_and_what_is_none_is_not_there(region, client):
    assert "还没有公开“行政许可”的记录" in read(client, "/justice/registers/licenses/")
    for address in ("/commerce/registers/nothing/", "/nobody/registers/", "/open/nobody/", "/open/nobody/fees.csv",
                    "/open/commerce/nothing.csv", "/commerce/registers/penalties/?before=x"):  # fmt: skip
        assert client.get(address).status_code == 404, address
    row = decision(region)
    released(region, row)
    assert client.get(f"/justice/registers/penalties/{row.pk}/").status_code == 404
    assert client.get(f"/commerce/registers/licenses/{row.pk}/").status_code == 404


def test_a_list_pages_by_key_and_by_year(region, client):
    rows = [decision(region, number=f"示商罚〔2023〕{n}号", decided_on=date(2022 + n % 2, 5, 6)) for n in range(45)]
    released(region, *rows)
    address, seen = "/commerce/registers/penalties/", []
    while address:
        page = client.get(address).context["page"]
        seen += [each.record_id for each in page.rows]
        address = page.older
    assert sorted(seen) == [row.pk for row in rows]
    of_2022 = client.get("/commerce/registers/penalties/?year=2022").context["page"]
    assert {each.day.year for each in of_2022.rows} == {2022}


def questions(client, address):
    with CaptureQueriesContext(connection) as asked:
        read(client, address)
    return len(asked)


def test_pages_and_files_ask_as_many_questions_however_many_rows_there_are(region, client):
    addresses = ["/commerce/registers/", "/commerce/registers/penalties/", "/open/commerce/", *DATA]
    released(region, *(decision(region, number=f"示商罚〔2023〕{n}号") for n in range(2)))
    publish_fully(region, make_draft(region))
    few = [questions(client, address) for address in addresses]
    released(region, *(decision(region, number=f"示商罚〔2022〕{n}号") for n in range(17)))
    assert [questions(client, address) for address in addresses] == few
    assert max(few) <= 12


@pytest.fixture
def published(region):
    item = make_draft(region)
    publish_fully(region, item)
    released(region, decision(region, subject="=HYPERLINK(1)"), decision(region, **PERSON))
    released(region, fee_item(region))
    return item


@pytest.mark.parametrize("key", list(DATASETS))
def test_files_are_as_their_schema_says_and_csv_says_the_same(published, client, key):
    schema = json.loads(read(client, reverse("open_schema", args=[key])))
    Draft202012Validator.check_schema(schema)
    data = json.loads(read(client, f"/open/commerce/{key}.json"))
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(data)
    assert data["updated_at"]
    assert data["schema"] == schema["$id"]
    text = read(client, f"/open/commerce/{key}.csv")
    assert text.startswith("\ufeff")
    head, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    assert head == [each["title"] for each in schema["properties"]["rows"]["items"]["properties"].values()]
    assert len(rows) == len(data["rows"]) > 0
    assert rows == [[inert(cell or "") for cell in row.values()] for row in data["rows"]]
    assert key != "decisions" or "'=HYPERLINK(1)" in text
    for row in data["rows"]:
        assert client.get(row["address"]).status_code == 200
        assert targets([row["address"]])[row["address"]].public


def test_a_set_without_rows_is_a_file_all_the_same(region, client):
    for key in DATASETS:
        data = json.loads(read(client, f"/open/justice/{key}.json"))
        assert (data["rows"], data["updated_at"]) == ([], None)
        assert read(client, f"/open/justice/{key}.csv").count("\n") == 1


def test_the_openapi_document_is_valid_and_names_every_file(published, client):
    document = json.loads(read(client, reverse("open_api")))
    validate(document)
    assert {path.replace("{agency}", "commerce") for path in document["paths"]} == set(DATA)
    for path in document["paths"]:
        answer = client.get(path.replace("{agency}", "commerce"))
        assert answer["Content-Type"].split(";")[0] in document["paths"][path]["get"]["responses"]["200"]["content"]
        assert answer["Last-Modified"]
        assert answer["Access-Control-Allow-Origin"] == "*"


def test_a_withdrawal_is_a_new_time_of_update(region, client):
    row = decision(region)
    released(region, row)
    before = json.loads(read(client, "/open/commerce/decisions.json"))["updated_at"]
    withdraw_row(region.user("commerce", Role.FINAL_REVIEWER), row, reason="决定已撤销。")
    after = json.loads(read(client, "/open/commerce/decisions.json"))
    assert after["updated_at"] > before
    assert after["rows"] == []
    assert Event.objects.filter(act="withdraw_row").count() == 1
