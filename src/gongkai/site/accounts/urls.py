"""Routes of signing in, and of the administrators' pages."""

from django.urls import path

from gongkai.site.accounts import (
    agency_pages,
    audit_pages,
    delegation_pages,
    people_pages,
    reads_pages,
    role_pages,
    second_factor_pages,
    session_pages,
    views,
)

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-in/code/", second_factor_pages.second_step, name="second_step"),
    path("second-factor/", second_factor_pages.second_factor, name="second_factor"),
    path("second-factor/disable/", second_factor_pages.second_factor_disable, name="second_factor_disable"),
    path("roles/people/<int:person>/", second_factor_pages.role_person, name="role_person"),
    path(
        "roles/people/<int:person>/second-factor/", second_factor_pages.second_factor_reset, name="second_factor_reset"
    ),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("password/", views.password, name="password"),
    path("sessions/", session_pages.my_sessions, name="my_sessions"),
    path("sessions/end/", session_pages.sessions_end, name="sessions_end"),
    path("sessions/<int:sign_in>/end/", session_pages.session_end, name="session_end"),
    path("kept-form/", session_pages.kept_form, name="kept_form"),
    path("people/<int:person>/sessions/", session_pages.person_sessions, name="person_sessions"),
    path("agencies/", agency_pages.agencies, name="agencies"),
    path("agencies/new/", agency_pages.agency_new, name="agency_new"),
    path("agencies/<int:agency>/", agency_pages.agency, name="agency"),
    path("agencies/<int:agency>/edit/", agency_pages.agency_edit, name="agency_edit"),
    path("agencies/<int:agency>/end/", agency_pages.agency_end, name="agency_end"),
    path("agencies/<int:agency>/department/", agency_pages.agency_department, name="agency_department"),
    path("agencies/<int:agency>/reviewers/", agency_pages.agency_reviewers, name="agency_reviewers"),
    path("people/", people_pages.people, name="people"),
    path("people/new/", people_pages.person_new, name="person_new"),
    path("people/<int:person>/", people_pages.person, name="person"),
    path("people/<int:person>/edit/", people_pages.person_edit, name="person_edit"),
    path("people/<int:person>/disable/", people_pages.person_disable, name="person_disable"),
    path("people/<int:person>/enable/", people_pages.person_enable, name="person_enable"),
    path("people/<int:person>/password/", people_pages.person_password, name="person_password"),
    path("people/<int:person>/unlock/", people_pages.person_unlock, name="person_unlock"),
    path("roles/", role_pages.roles, name="roles"),
    path("roles/new/", role_pages.role_new, name="role_new"),
    path("roles/<int:membership>/revoke/", role_pages.role_revoke, name="role_revoke"),
    path("deputies/", delegation_pages.deputies, name="deputies"),
    path("deputies/<int:delegation>/end/", delegation_pages.deputy_end, name="deputy_end"),
    path("audit/", audit_pages.audit, name="audit"),
    path("audit/verify/", audit_pages.audit_verify, name="audit_verify"),
    path("audit/export/", audit_pages.audit_export, name="audit_export"),
    path("audit/reads/", reads_pages.reads, name="reads"),
    path("audit/reads/export/", reads_pages.reads_export, name="reads_export"),
]
