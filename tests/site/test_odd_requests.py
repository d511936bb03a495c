"""What no page links to and anybody can type: odd values of every word that the pages read from addresses."""

import re
from pathlib import Path

import pytest
from django.urls import get_resolver, reverse
from tests.site.conftest import publish_fully
from tests.site.registers.samples import decision, proposed
from tests.site.test_authority import POSTED, RECORD, ROUTES, delegate_from_tomorrow, reaches_commerce, routes

import gongkai.site
from gongkai.site.accounts.office import number_in
from gongkai.site.agencies.roles import Role

SOURCES = "\n".join(path.read_text("utf-8") for path in Path(gongkai.site.__file__).parent.rglob("*.py"))
READ_BY_NAME = set(re.findall(r'(?:GET|POST|asked)\.get\(\s*"(\w+)"', SOURCES))
READ_IN_A_ROW = {
    name for row in re.findall(r"for name in \(([^)]*)\)", SOURCES) for name in re.findall(r'"(\w+)"', row)
}
WORDS = sorted(READ_BY_NAME | READ_IN_A_ROW | {"page"})
ODD = (
    "²",
    "9" * 5000,
    "9" * 20,
    "-1",
    "٣",
    "0001-01-01",
    "9999-12-31",
    "9999-12-31T23:59:59+00:00~1",
    "'\"<>%_\\",
    "１",
)
OF_NUMBERS = ("agency", "year", "before", "after", "page", "parent")
NAMED = {each.name: each for each in routes(get_resolver("gongkai.site.urls"))}
PUBLIC = sorted(set(NAMED) - set(ROUTES) - {"sign_in", "sign_out"})


def test_the_words_that_pages_read_are_known():
    assert {"agency", "year", "before", "after", "q", "only", "to", "from", "person", "parent", "order"} <= set(WORDS)


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("17", 17), ("9" * 18, 10**18 - 1), ("9" * 19, None), ("", None), (None, None), ("²", None),
     ("٣", None), ("１", None), ("-1", None), ("+1", None), (" 1", None), ("1_0", None), ("9" * 5000, None)],
)  # fmt: skip
def test_a_number_is_what_a_record_could_have(text, number):
    assert number_in(text) == number


def _address(name, region, item):
    person = region.user("commerce", Role.DRAFTER)
    known = RECORD | {
        "agency": "commerce", "part": "news", "duty": "1", "version": 1, "name": "附件.txt", "person": person.pk,
        "membership": person.memberships.get().pk, "sign_in": 0, "block": 0, "book": "decisions", "ending": "csv",
        "register": "penalties", "dataset": "decisions",
    }  # fmt: skip
    keys = NAMED[name].pattern.converters
    if "row" in keys or "release" in keys:
        row = decision(region)
        known |= {"row": row.pk, "release": proposed(region, row).pk}
    given = {key: known[key] for key in keys if key != "delegation"} | (
        {"delegation": delegate_from_tomorrow(region)} if "delegation" in keys else {}
    )
    if "agency" in keys and type(keys["agency"]).__name__ == "IntConverter":
        given["agency"] = region.commerce.pk
    if "pk" in given:
        given["pk"] = item.pk
    return reverse(name, kwargs=given)


def _whoever_may(client, region, name):
    role = min(ROUTES[name], key=list(Role).index)
    place = next(place for place, each in region.people if each == role and reaches_commerce(place, role))
    client.force_login(region.user(place, role), backend="gongkai.site.accounts.backend.RoleBackend")


@pytest.mark.parametrize("name", [*PUBLIC, *sorted(set(ROUTES) - POSTED)])
def test_odd_words_in_an_address_are_answered(region, client, draft, name):
    publish_fully(region, draft)
    if name in ROUTES:
        _whoever_may(client, region, name)
    address = _address(name, region, draft)
    for asked in [*(dict.fromkeys(WORDS, odd) for odd in ODD), *({word: "²"} for word in OF_NUMBERS)]:
        answer = client.get(address, asked)
        assert answer.status_code != 500, asked


@pytest.mark.parametrize("name", sorted(POSTED))
def test_odd_words_in_a_form_are_answered(region, client, draft, name):
    _whoever_may(client, region, name)
    address = _address(name, region, draft)
    for odd in ODD:
        answer = client.post(address, dict.fromkeys(WORDS, odd))
        assert answer.status_code != 500, (odd, answer.status_code)


def test_nul_is_refused_wherever_it_stands(region, client, draft):
    _whoever_may(client, region, "items")
    assert client.get("/search/", {"q": "补贴\0"}).status_code == 400
    assert client.get("/office/items/", {"q": "\0"}).status_code == 400
    answer = client.post(f"/office/review/item/{draft.pk}/submit/", {"stage": "\0"})
    assert answer.status_code == 400
    assert "无法理解" in answer.content.decode()
