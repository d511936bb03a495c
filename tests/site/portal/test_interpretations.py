"""A policy and its interpretation (解读) lead to each other, by what was published and by nothing else."""

import pytest
from tests.site.conftest import fresh, make_draft, publish_fully

from gongkai.site.agencies.roles import Role
from gongkai.site.audit.projections import PROJECTIONS
from gongkai.site.catalogue.acts import save_draft
from gongkai.site.editorial.acts import withdraw
from gongkai.site.portal.models import Interpretation

TITLE = "一图读懂促消费措施"


@pytest.fixture
def policies(region):
    made = [
        make_draft(region, title=f"促消费若干措施（第{n}版）", document_number=f"示商〔2024〕{n}号") for n in (1, 2)
    ]
    for each in made:
        publish_fully(region, each)
    return made


@pytest.fixture
def interpretation(region, policies):
    made = make_draft(region, title=TITLE, document_number="", interprets=policies[0])
    publish_fully(region, made)
    return fresh(made)


def linked(client, page):
    """Return what a page links to as its policy and as its interpretations; that it shows them is on the page."""
    answer = client.get(f"/info/{page.pk}/")
    found = [each for each in (answer.context["policy"], *answer.context["interpretations"]) if each]
    assert all(f'href="/info/{each.record_id}/"' in answer.content.decode() for each in found)
    return [each.title for each in found]


def test_both_pages_lead_to_the_other(client, policies, interpretation):
    assert linked(client, policies[0]) == [TITLE]
    assert linked(client, interpretation) == [policies[0].title]
    assert linked(client, policies[1]) == []


def test_an_edit_that_nobody_reviewed_changes_no_public_page(region, client, policies, interpretation):
    drafter = region.user("commerce", Role.DRAFTER)
    save_draft(drafter, interpretation, version=interpretation.version, interprets=policies[1])
    assert linked(client, policies[0]) == [TITLE]
    assert linked(client, policies[1]) == []
    publish_fully(region, fresh(interpretation), "所解读的文件有误，现予更正。")
    assert linked(client, policies[0]) == []
    assert linked(client, policies[1]) == [TITLE]


def test_what_is_withdrawn_is_linked_from_nowhere(region, client, policies, interpretation):
    withdraw(region.user("commerce", Role.FINAL_REVIEWER), interpretation, reason="内容有误。", leak=False)
    assert linked(client, policies[0]) == []
    assert not Interpretation.objects.exists()


def test_the_links_are_made_anew_from_the_ledger(policies, interpretation):
    projection = PROJECTIONS["政策解读"]
    assert projection.differences() == []
    Interpretation.objects.update(policy=policies[1].pk)
    assert len(projection.differences()) == 1
    projection.rebuild()
    assert projection.differences() == []
    assert list(Interpretation.objects.values_list("policy", flat=True)) == [policies[0].pk]
