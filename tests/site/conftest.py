"""A small region, with people for every role."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.site.committing import commit_to_copies

from gongkai.site.accounts.acts import create_user, grant_role
from gongkai.site.accounts.models import Membership, User
from gongkai.site.agencies.acts import Root, create_agency, found_region, name_competent_department
from gongkai.site.agencies.models import Agency, Kind
from gongkai.site.agencies.roles import ADMINISTRATORS, Role
from gongkai.site.audit.acts import Maintenance
from gongkai.site.catalogue.acts import create_item, open_columns
from gongkai.site.catalogue.models import TOP, Column, Item, Part
from gongkai.site.editorial.acts import approve_stage, publish, review_secrecy, submit_for_review
from gongkai.site.editorial.models import Gate, Publication, SecrecyConclusion, Stage

SETUP = Maintenance("tests")
FOUNDED = date(2019, 5, 15)
PASSWORD = "only-for-tests-1"
IN_AGENCY = [role for role in Role if role not in ADMINISTRATORS and role != Role.COMPETENT_DEPARTMENT]


@dataclass
class Region:
    """A district government with its office, two bureaus and a township, and people by (agency, role)."""

    government: Agency
    office: Agency
    commerce: Agency
    justice: Agency
    township: Agency
    people: dict[tuple[str, Role], User] = field(default_factory=dict)

    def user(self, agency: str, role: Role) -> User:
        """Return somebody afresh, as a request would load them."""
        return User.objects.get(pk=self.people[agency, role].pk)


def person(agency: Agency, role: Role) -> User:
    user = create_user(
        SETUP, agency, username=f"{agency.slug}-{role.value.replace('_', '-')}", name=f"示例{role.label}",
        password=PASSWORD,
    )  # fmt: skip
    grant_role(SETUP, agency, user, role, valid_from=FOUNDED)
    return user


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Make the region once; every test then works in a transaction that is rolled back, or on a copy."""
    commit_to_copies()
    with django_db_blocker.unblock():
        build_region()


@pytest.fixture
def region(db: None) -> Region:
    """The region, read afresh."""
    return region_as_built()


def region_as_built() -> Region:
    """Return the region with its people."""
    agencies = {each.slug: each for each in Agency.objects.all()}
    people = {
        (each.agency.slug, Role(each.role)): each.user
        for each in Membership.objects.select_related("agency", "user").all()
    }
    places = {"district": "government", "government-office": "office"}
    return Region(
        agencies["district"],
        agencies["government-office"],
        agencies["commerce"],
        agencies["justice"],
        agencies["township"],
        {(places.get(slug, slug), role): user for (slug, role), user in people.items()},
    )


def build_region() -> None:
    government = found_region(
        SETUP, Root(), name="示例区人民政府", short_name="示例区", slug="district", valid_from=FOUNDED
    )

    def agency(slug: str, name: str, kind: Kind = Kind.DEPARTMENT) -> Agency:
        return create_agency(
            SETUP, government, name=name, short_name=name.removeprefix("示例区"), slug=slug, kind=kind,
            valid_from=FOUNDED,
        )  # fmt: skip

    office = agency("government-office", "示例区人民政府办公室")
    bureaus = (agency("commerce", "示例区商务局"), agency("justice", "示例区司法局"))
    township = agency("township", "示例区示例镇人民政府", Kind.TOWNSHIP)
    name_competent_department(SETUP, government, office)
    for each in (government, office, *bureaus):
        open_columns(SETUP, each)
    for role in IN_AGENCY:
        for each in (*bureaus, government, township):
            person(each, role)
    person(office, Role.COMPETENT_DEPARTMENT)
    for role in ADMINISTRATORS:
        person(government, role)


def column(agency: Agency, part: Part) -> Column:
    return Column.objects.get(TOP, agency=agency, part=part)


@pytest.fixture
def draft(region: Region) -> Item:
    return make_draft(region)


def make_draft(region: Region, **fields: Any) -> Item:
    fields = {
        "column": column(region.commerce, Part.NOTICES),
        "title": "关于开展促消费活动的通知",
        "body": "<p>现将有关事项通知如下。</p>",
        "formed_on": timezone.localdate() - timedelta(days=3),
        "document_number": "示商〔2024〕5号",
    } | fields
    return create_item(region.user("commerce", Role.DRAFTER), region.commerce, **fields)


def pass_stage(region: Region, item: Item, stage: Stage, agency: str = "commerce") -> Any:
    return approve_stage(
        region.user(agency, stage.role), item, stage=stage, content_sha256=fresh(item).content_sha256(),
        gates=[gate.value for gate in Gate], proofread=True, opinion="同意",
    )  # fmt: skip


def pass_secrecy(region: Region, item: Item, agency: str = "commerce") -> Any:
    return review_secrecy(
        region.user(agency, Role.DISCLOSURE_OFFICER), item, conclusion=SecrecyConclusion.PUBLISHABLE,
        content_sha256=fresh(item).content_sha256(), summary="促消费活动安排", way="网站", scope="全社会",
        timing="审核通过后",
    )  # fmt: skip


def review_fully(region: Region, item: Item, agency: str = "commerce") -> None:
    submit_for_review(region.user(agency, Role.DRAFTER), item)
    pass_secrecy(region, item, agency)
    for stage in Stage:
        pass_stage(region, item, stage, agency)


def publish_fully(region: Region, item: Item, note: str = "", agency: str = "commerce") -> Publication:
    review_fully(region, item, agency)
    return publish(region.user(agency, Role.DISCLOSURE_OFFICER), item, correction_note=note)


def fresh(item: Item) -> Item:
    return Item.objects.get(pk=item.pk)


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))
