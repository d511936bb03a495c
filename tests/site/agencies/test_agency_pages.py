"""The system administrator's pages of agencies."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.site.conftest import SETUP, make_draft

from gongkai.privacy import mask_text
from gongkai.site.accounts.agency_pages import GROUPS
from gongkai.site.agencies.acts import SETTABLE, change_agency, create_agency, end_agency
from gongkai.site.agencies.models import Agency, Kind, Masking, Succession
from gongkai.site.agencies.roles import Role
from gongkai.site.audit.acts import Refusal
from gongkai.site.editorial.privacy import mask_personal_data

BACKEND = "gongkai.site.accounts.backend.RoleBackend"
TODAY = timezone.localdate()


@pytest.fixture
def administrator(region, client):
    client.force_login(region.user("government", Role.SYSTEM_ADMINISTRATOR), backend=BACKEND)
    return client


def values(agency, **changed):
    """Return what the form of an agency holds when it is opened."""
    kept = {name: getattr(agency, name) for name in SETTABLE} | {"parent": agency.parent_id}
    return {name: "" if value is None or value is False else value for name, value in (kept | changed).items()}


def fresh(agency):
    return Agency.objects.get(pk=agency.pk)


def test_the_form_shows_every_setting_under_some_heading():
    shown = [name for _title, names in GROUPS for name in names]
    assert sorted(shown) == sorted(["slug", *SETTABLE])


def test_an_agency_is_created_changed_and_given_columns_from_its_pages(region, administrator):
    typed = values(
        region.commerce, slug="culture", name="示例区文化局", short_name="文化局", parent=region.government.pk
    )
    made = administrator.post(reverse("agency_new"), typed)
    culture = Agency.objects.get(slug="culture")
    assert made["Location"] == reverse("agency", args=[culture.pk])
    administrator.post(reverse("agency_columns", args=[culture.pk]))
    assert culture.columns.exists()
    changed = values(culture, uscc="91350100M000100Y43", office_phone="示例电话", publication_working_days=10)
    assert administrator.post(reverse("agency_edit", args=[culture.pk]), changed).status_code == 302
    assert (fresh(culture).uscc, fresh(culture).publication_working_days) == ("91350100M000100Y43", 10)
    page = administrator.get(reverse("agency", args=[culture.pk])).content.decode()
    assert "<del>20</del> → <ins>10</ins>" in page


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("uscc", "91350100M000100Y42", "校验位"),
        ("index_pattern", "{code}-{serial}", "{year}"),
        ("index_pattern", "{year}{serial}{0.__class__}", "大括号"),
        ("document_number_pattern", "^商〔(号$", "正则表达式"),
        ("publication_working_days", 21, "20"),
    ],
)
def test_a_setting_that_cannot_be_is_told_beside_its_field(region, administrator, field, value, says):
    page = administrator.post(
        reverse("agency_edit", args=[region.commerce.pk]), values(region.commerce, **{field: value})
    )
    assert page.status_code == 422
    assert says in page.context["form"].errors[field][0]


def test_a_bureau_moves_with_all_beneath_it_but_never_under_itself(region, administrator):
    station = create_agency(
        SETUP, region.township, name="示例站", short_name="示例站", slug="station", kind=Kind.DISPATCHED,
        valid_from=TODAY,
    )  # fmt: skip
    change_agency(SETUP, region.township, parent=region.commerce)
    assert fresh(station).path.startswith(fresh(region.commerce).path)
    with pytest.raises(Refusal, match="下级"):
        change_agency(SETUP, fresh(region.commerce), parent=fresh(station))


def test_an_agency_ends_from_its_page_with_successors_and_basis(region, administrator):
    address = reverse("agency_end", args=[region.justice.pk])
    nothing = administrator.post(address, {"on": TODAY})
    assert set(nothing.context["form"].errors) == {"successors", "basis"}
    ended = {"on": TODAY - timedelta(days=1), "successors": [region.commerce.pk], "basis": "示例方案"}
    assert administrator.post(address, ended).status_code == 302
    assert Succession.objects.get().successor == region.commerce
    assert "示例方案" in administrator.get(reverse("agency", args=[region.commerce.pk])).content.decode()
    listed = [each for each, _depth in administrator.get(reverse("agencies"), {"state": "ended"}).context["rows"]]
    assert listed == [region.justice]


def test_an_agency_with_others_beneath_it_does_not_end_and_none_follows_itself(region):
    create_agency(
        SETUP, region.township, name="示例站", short_name="示例站", slug="station", kind=Kind.DISPATCHED,
        valid_from=TODAY,
    )  # fmt: skip
    with pytest.raises(Refusal, match="1 个下级机关"):
        end_agency(SETUP, region.township, on=TODAY, successors=[region.commerce], basis="示例方案")
    with pytest.raises(Refusal, match="另一个"):
        end_agency(SETUP, region.justice, on=TODAY, successors=[region.justice], basis="示例方案")


def test_a_competent_department_is_named_from_the_page(region, administrator):
    administrator.post(reverse("agency_department", args=[region.government.pk]), {"department": region.commerce.pk})
    assert fresh(region.government).competent_department == region.commerce


def test_an_agency_that_masks_wholly_leaves_nothing_to_be_seen(region):
    change_agency(SETUP, region.commerce, masking=Masking.WHOLE)
    item = make_draft(region, body="<p>联系人手机 13812345678。</p>")
    mask_personal_data(region.user("commerce", Role.DRAFTER), item)
    item.refresh_from_db()
    assert "***********" in item.body
    assert mask_text("联系人手机 13812345678。") == "联系人手机 138****5678。"


def test_the_tree_asks_as_often_for_many_agencies_as_for_few(region, administrator, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        administrator.get(reverse("agencies"))
    for number in range(10):
        create_agency(
            SETUP, region.government, name=f"示例局{number}", short_name=f"局{number}", slug=f"bureau-{number}",
            kind=Kind.DEPARTMENT, valid_from=TODAY,
        )  # fmt: skip
    with django_assert_num_queries(len(few)):
        administrator.get(reverse("agencies"))
