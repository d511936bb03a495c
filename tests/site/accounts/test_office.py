"""What the administrators' pages and forms have in common."""

import re
from pathlib import Path

import pytest
from django.urls import reverse

import gongkai.site.accounts
from gongkai.site.agencies.roles import ADMINISTRATORS, Role

BACKEND = "gongkai.site.accounts.backend.RoleBackend"
TEMPLATES = Path(gongkai.site.accounts.__file__).parent / "templates" / "office"
FORMS = [
    (Role.SYSTEM_ADMINISTRATOR, "agency_new", ["kind", "parent"]),
    (Role.SYSTEM_ADMINISTRATOR, "person_new", ["agency"]),
    (Role.SECURITY_ADMINISTRATOR, "role_new", ["agency", "lent_by"]),
]


def enter(client, region, role):
    client.force_login(region.user("government", role), backend=BACKEND)


@pytest.mark.parametrize(("role", "route", "names"), FORMS)
def test_an_empty_choice_is_said_in_words(region, client, role, route, names):
    enter(client, region, role)
    response = client.get(reverse(route))
    assert "---" not in response.content.decode()
    for name in names:
        field = response.context["form"].fields[name]
        value, label = next(iter(field.choices))
        assert (str(value), label) == ("", "请选择" if field.required else "无")


@pytest.mark.parametrize(("role", "route", "names"), FORMS)
def test_what_is_missing_is_told_by_the_page_and_not_by_bubbles_of_the_browser(region, client, role, route, names):
    enter(client, region, role)
    page = client.post(reverse(route), dict.fromkeys(names, ""))
    assert page.status_code == 422
    assert "还有内容需要改正" in page.content.decode()


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.html")), ids=lambda path: path.stem)
def test_no_form_to_be_filled_in_stops_in_the_browser(path):
    forms = re.findall(r'<form method="post" class="form[^>]*>', path.read_text("utf-8"))
    assert [each for each in forms if "novalidate" not in each] == []


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
def test_an_administrators_first_page_leads_to_their_work(region, client, role):
    enter(client, region, role)
    page = client.get(reverse("worklist")).content.decode()
    main = page[page.index("<main") :]
    assert "我起草的" not in main
    led_to = {Role.SYSTEM_ADMINISTRATOR: "people", Role.SECURITY_ADMINISTRATOR: "roles"}.get(role, "audit")
    assert f'href="{reverse(led_to)}"' in main


def test_nothing_chosen_as_competent_department_is_told(region, client):
    enter(client, region, Role.SYSTEM_ADMINISTRATOR)
    page = client.post(reverse("agency_department", args=[region.government.pk]), {"department": ""}, follow=True)
    assert "请先选择一个部门" in page.content.decode()
