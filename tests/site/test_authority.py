"""Who may do what: every act and every route, for every role, inside, above, beside and beneath the agency.

Acts come from the registry and routes from the resolver; what is expected of each is written here by hand, so an act
or a route that is new fails until somebody has said who may.
"""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from tests.site.conftest import make_draft, publish_fully
from tests.site.registers.samples import decision, proposed

from gongkai.site.accounts.delegations import name_deputy
from gongkai.site.accounts.guard import policy_of
from gongkai.site.agencies.policies import SIGNED_IN
from gongkai.site.agencies.roles import Role
from gongkai.site.audit.acts import REGISTRY, Maintenance

R = Role
DRAFTERS = {R.DRAFTER, R.DISCLOSURE_OFFICER}
REVIEWERS = {R.FIRST_REVIEWER, R.SECOND_REVIEWER, R.FINAL_REVIEWER}
READERS = {*DRAFTERS, *REVIEWERS, R.COMPETENT_DEPARTMENT}
EVERYBODY = set(Role)
COMMAND = "command"

ACTS = {
    "found_region": {COMMAND},
    "create_agency": {R.SYSTEM_ADMINISTRATOR, COMMAND},
    "change_agency": {R.SYSTEM_ADMINISTRATOR, COMMAND},
    "name_competent_department": {R.SYSTEM_ADMINISTRATOR, COMMAND},
    "end_agency": {R.SYSTEM_ADMINISTRATOR, COMMAND},
    "name_reviewers": {R.SYSTEM_ADMINISTRATOR, COMMAND},
    "create_user": {R.SYSTEM_ADMINISTRATOR, COMMAND},
    "change_user": {R.SYSTEM_ADMINISTRATOR, COMMAND},
    "disable_user": {R.SYSTEM_ADMINISTRATOR, COMMAND},
    "enable_user": {R.SYSTEM_ADMINISTRATOR, COMMAND},
    "reset_password": {R.SYSTEM_ADMINISTRATOR, COMMAND},
    "unlock_user": {R.SYSTEM_ADMINISTRATOR, COMMAND},
    "open_columns": {R.SYSTEM_ADMINISTRATOR, COMMAND},
    "grant_role": {R.SECURITY_ADMINISTRATOR, COMMAND},
    "revoke_role": {R.SECURITY_ADMINISTRATOR, COMMAND},
    "change_password": EVERYBODY,
    "end_own_sessions": EVERYBODY,
    "enrol_second_factor": EVERYBODY,
    "disable_second_factor": EVERYBODY,
    "reset_second_factor": {R.SECURITY_ADMINISTRATOR, COMMAND},
    "end_sessions": {R.SYSTEM_ADMINISTRATOR, R.SECURITY_ADMINISTRATOR, COMMAND},
    "name_deputy": {*REVIEWERS, R.DISCLOSURE_OFFICER},
    "end_delegation": {*REVIEWERS, R.DISCLOSURE_OFFICER, R.SECURITY_ADMINISTRATOR},
    "create_item": DRAFTERS,
    "save_draft": DRAFTERS,
    "reassess": DRAFTERS,
    "register_elsewhere": DRAFTERS,
    "attach_file": DRAFTERS,
    "mask_personal_data": DRAFTERS,
    "remove_attachment": DRAFTERS,
    "submit_for_review": DRAFTERS,
    "approve_stage": REVIEWERS,
    "return_to_drafter": REVIEWERS,
    "review_afterwards": REVIEWERS,
    "dismiss_remark": READERS - {R.COMPETENT_DEPARTMENT},
    "review_secrecy": {R.DISCLOSURE_OFFICER},
    "publish": {R.DISCLOSURE_OFFICER, R.FINAL_REVIEWER},
    "publish_in_emergency": {R.FINAL_REVIEWER},
    "propose_import": DRAFTERS,
    "import_history": {R.DISCLOSURE_OFFICER},
    "withdraw": {R.DISCLOSURE_OFFICER, R.FINAL_REVIEWER, R.COMPETENT_DEPARTMENT},
    "file_signed_sheet": READERS - {R.COMPETENT_DEPARTMENT},
    "record_secrecy_answer": {R.DISCLOSURE_OFFICER},
    "record_remedial_measures": {R.DISCLOSURE_OFFICER, R.FINAL_REVIEWER, R.COMPETENT_DEPARTMENT},
    "schedule_publication": {R.DISCLOSURE_OFFICER, R.FINAL_REVIEWER},
    "cancel_schedule": {R.DISCLOSURE_OFFICER, R.FINAL_REVIEWER},
    "publish_scheduled": {COMMAND},
    "refuse_scheduled": {COMMAND},
    "begin_rescan": {COMMAND},
    "finish_rescan": {COMMAND},
    "record_row": DRAFTERS,
    "correct_row": DRAFTERS,
    "strike_out_row": DRAFTERS,
    "restore_row": DRAFTERS,
    "import_table": DRAFTERS,
    "propose_release": DRAFTERS,
    "confirm_release": {R.DISCLOSURE_OFFICER},
    "decline_release": {R.DISCLOSURE_OFFICER},
    "withdraw_row": {R.DISCLOSURE_OFFICER, R.FINAL_REVIEWER, R.COMPETENT_DEPARTMENT},
}
RECORD = {"kind": "item", "pk": 0, "position": 1, "signed": 1, "answer": 1, "publication": 1}
ROUTES = {
    "worklist": EVERYBODY,
    "password": EVERYBODY,
    "my_sessions": EVERYBODY,
    "second_factor": EVERYBODY,
    "second_factor_disable": EVERYBODY,
    "second_factor_reset": {R.SECURITY_ADMINISTRATOR},
    "role_person": {R.SECURITY_ADMINISTRATOR},
    "session_end": EVERYBODY,
    "sessions_end": EVERYBODY,
    "kept_form": EVERYBODY,
    "person_sessions": {R.SYSTEM_ADMINISTRATOR, R.SECURITY_ADMINISTRATOR},
    "agencies": {R.SYSTEM_ADMINISTRATOR},
    "agency": {R.SYSTEM_ADMINISTRATOR},
    "agency_new": {R.SYSTEM_ADMINISTRATOR},
    "agency_edit": {R.SYSTEM_ADMINISTRATOR},
    "agency_end": {R.SYSTEM_ADMINISTRATOR},
    "agency_reviewers": {R.SYSTEM_ADMINISTRATOR},
    "agency_department": {R.SYSTEM_ADMINISTRATOR},
    "agency_columns": {R.SYSTEM_ADMINISTRATOR},
    "people": {R.SYSTEM_ADMINISTRATOR},
    "person": {R.SYSTEM_ADMINISTRATOR},
    "person_new": {R.SYSTEM_ADMINISTRATOR},
    "person_edit": {R.SYSTEM_ADMINISTRATOR},
    "person_disable": {R.SYSTEM_ADMINISTRATOR},
    "person_enable": {R.SYSTEM_ADMINISTRATOR},
    "person_password": {R.SYSTEM_ADMINISTRATOR},
    "person_unlock": {R.SYSTEM_ADMINISTRATOR},
    "roles": {R.SECURITY_ADMINISTRATOR},
    "role_new": {R.SECURITY_ADMINISTRATOR},
    "role_revoke": {R.SECURITY_ADMINISTRATOR},
    "deputies": {*DRAFTERS, *REVIEWERS, R.SECURITY_ADMINISTRATOR},
    "deputy_end": {*REVIEWERS, R.DISCLOSURE_OFFICER, R.SECURITY_ADMINISTRATOR},
    "audit": {R.AUDIT_ADMINISTRATOR},
    "audit_verify": {R.AUDIT_ADMINISTRATOR},
    "audit_export": {R.AUDIT_ADMINISTRATOR},
    "reads": {R.AUDIT_ADMINISTRATOR},
    "reads_export": {R.AUDIT_ADMINISTRATOR},
    "styleguide": EVERYBODY,
    "items": READERS,
    "file_signed_sheet": READERS - {R.COMPETENT_DEPARTMENT},
    "signed_sheet": READERS,
    "secrecy_answer": {R.DISCLOSURE_OFFICER},
    "secrecy_evidence": READERS,
    "remedial_measures": {R.DISCLOSURE_OFFICER, R.FINAL_REVIEWER, R.COMPETENT_DEPARTMENT},
    "schedule": {R.DISCLOSURE_OFFICER, R.FINAL_REVIEWER},
    "cancel_schedule": {R.DISCLOSURE_OFFICER, R.FINAL_REVIEWER},
    "rescan": {R.DISCLOSURE_OFFICER, R.COMPETENT_DEPARTMENT},
    "item": READERS,
    "item_new": DRAFTERS,
    "item_edit": DRAFTERS,
    "elsewhere_new": DRAFTERS,
    "elsewhere_table": DRAFTERS,
    "elsewhere_template": DRAFTERS,
    "item_capture": READERS,
    "item_counts": READERS,
    "guide_edit": DRAFTERS,
    "items_export": READERS,
    "items_late": READERS,
    "reassessments": READERS,
    "item_reassess": DRAFTERS,
    "interpretations": READERS,
    "review": READERS,
    "secrecy": {R.DISCLOSURE_OFFICER},
    "dismiss": READERS - {R.COMPETENT_DEPARTMENT},
    "submit": DRAFTERS,
    "mask": DRAFTERS,
    "publish": {R.DISCLOSURE_OFFICER, R.FINAL_REVIEWER},
    "propose_import": DRAFTERS,
    "import_history": {R.DISCLOSURE_OFFICER},
    "publish_in_emergency": {R.FINAL_REVIEWER},
    "review_afterwards": REVIEWERS,
    "emergency_file": READERS,
    "withdraw": {R.DISCLOSURE_OFFICER, R.FINAL_REVIEWER, R.COMPETENT_DEPARTMENT},
    "attach": DRAFTERS,
    "draft_file": READERS,
    "detach": DRAFTERS,
    "history": READERS,
    "approval_sheet": READERS,
    "registers": READERS,
    "register_book": READERS,
    "register_row_new": DRAFTERS,
    "register_import": DRAFTERS,
    "register_template": DRAFTERS,
    "register_row": READERS,
    "register_row_correct": DRAFTERS,
    "register_row_strike_out": DRAFTERS,
    "register_row_restore": DRAFTERS,
    "register_row_withdraw": {R.DISCLOSURE_OFFICER, R.FINAL_REVIEWER, R.COMPETENT_DEPARTMENT},
    "register_releases": READERS,
    "register_release_new": DRAFTERS,
    "register_release": READERS,
}
# Routes that are not there for the item of this test. It has no such file, no doubtful text, no leak, no emergency,
# nothing to assess.
NOT_FOR_IT = {
    "emergency_file",
    "review_afterwards",
    "draft_file",
    "item_capture",
    "item_reassess",
    "remedial_measures",
    "secrecy_answer",
    "secrecy_evidence",
    "signed_sheet",
}
OF_ONESELF = {
    "agencies",
    "agency_new",
    "audit",
    "audit_export",
    "audit_verify",
    "deputies",
    "elsewhere_new",
    "elsewhere_table",
    "elsewhere_template",
    "guide_edit",
    "interpretations",
    "item_counts",
    "item_new",
    "items",
    "items_export",
    "items_late",
    "kept_form",
    "my_sessions",
    "password",
    "people",
    "person_new",
    "reads",
    "reads_export",
    "reassessments",
    "register_book",
    "register_import",
    "register_release_new",
    "register_releases",
    "register_row_new",
    "register_template",
    "registers",
    "rescan",
    "role_new",
    "roles",
    "second_factor",
    "second_factor_disable",
    "session_end",
    "sessions_end",
    "styleguide",
    "worklist",
}
POSTED = {
    "agency_columns",
    "agency_department",
    "attach",
    "audit_export",
    "audit_verify",
    "cancel_schedule",
    "deputy_end",
    "detach",
    "dismiss",
    "file_signed_sheet",
    "import_history",
    "mask",
    "person_disable",
    "person_enable",
    "person_password",
    "person_sessions",
    "person_unlock",
    "publish",
    "reads_export",
    "second_factor_reset",
    "session_end",
    "sessions_end",
    "submit",
}
PLACES = ("commerce", "government", "justice", "township", "office")


def reaches_commerce(place: str, role: Role) -> bool:
    """Roles stay at home; those of the competent department and of the administrators above reach down."""
    return place == "commerce" or (role == R.COMPETENT_DEPARTMENT or role.value.endswith("_administrator"))


def routes(resolver: URLResolver | None = None) -> list[URLPattern]:
    found: list[URLPattern] = []
    for each in (resolver or get_resolver()).url_patterns:
        found.extend(routes(each) if isinstance(each, URLResolver) else [each])
    return found


def delegate_from_tomorrow(region):
    """Return a delegation that gives nobody anything today."""
    away = region.user("commerce", R.FIRST_REVIEWER)
    tomorrow = timezone.localdate() + timedelta(days=1)
    return name_deputy(
        away, away.memberships.get(), region.user("commerce", R.DRAFTER), valid_from=tomorrow, valid_to=tomorrow
    ).pk  # fmt: skip


def test_every_act_is_in_the_table():
    assert set(REGISTRY) == set(ACTS)


@pytest.mark.parametrize("name", sorted(ACTS))
def test_an_act_is_allowed_to_whom_the_table_says_and_to_nobody_else(region, name):
    policy = REGISTRY[name].policy
    commerce = region.commerce.pk
    for place, role in region.people:
        expected = role in ACTS[name] and (reaches_commerce(place, role) or REGISTRY[name].policy is SIGNED_IN)
        assert policy.allows(region.user(place, role), commerce) is expected, (place, role)
    assert policy.allows(Maintenance("tests"), commerce) is (COMMAND in ACTS[name])
    assert policy.allows(AnonymousUser(), commerce) is False
    retired = region.user("commerce", R.DISCLOSURE_OFFICER)
    retired.is_active = False
    assert policy.allows(retired, commerce) is False


def test_every_route_names_its_policy():
    unguarded = [str(each.pattern) for each in routes() if policy_of(each.callback) is None]
    assert unguarded == []


def test_every_route_of_the_back_office_is_in_the_table():
    named = {each.name for each in routes()} - {"sign_in", "sign_out"}
    public = {each.name for each in routes() if type(policy_of(each.callback)).__name__ == "Public"}
    assert named - public == set(ROUTES)


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_a_route_answers_whom_the_table_says_and_is_not_there_for_anybody_else(region, client, name):
    from django.urls import reverse

    item = make_draft(region)
    publish_fully(region, item)
    pattern = next(each for each in routes() if each.name == name)
    drafter = region.user("commerce", R.DRAFTER)
    records = RECORD | {
        "agency": region.commerce.pk, "person": drafter.pk, "sign_in": 0, "membership": drafter.memberships.get().pk,
        "delegation": delegate_from_tomorrow(region), "book": "decisions", "ending": "csv",
        "row": (row := decision(region)).pk, "release": proposed(region, row).pk,
    }  # fmt: skip
    needed = {key: records[key] for key in pattern.pattern.converters}
    if "pk" in needed:
        needed["pk"] = item.pk
    # What is nested under `review/<kind>/<pk>/` takes all three words or fewer; the resolver knows which.
    address = reverse(name, kwargs=needed)
    ask = client.post if name in POSTED else client.get
    response = ask(address)
    assert response.status_code == 302
    assert response["Location"].startswith("/office/sign-in/")
    for place, role in region.people:
        client.force_login(region.user(place, role), backend="gongkai.site.accounts.backend.RoleBackend")
        allowed = role in ROUTES[name] and (name in OF_ONESELF or reaches_commerce(place, role))
        status = ask(address).status_code
        if allowed:
            assert status in (200, 302, 422) or (name in NOT_FOR_IT and status == 404), (place, role, status)
        else:
            assert status == 404, (place, role, status)
