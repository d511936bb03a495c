"""No form takes what its column cannot hold: PostgreSQL refuses what SQLite keeps."""

import importlib
import pkgutil

import pytest
from django import forms
from django.db import models
from django.urls import reverse
from tests.site.conftest import fresh

from gongkai.site import editorial
from gongkai.site.agencies.roles import Role
from gongkai.site.editorial.models import Publication, Review, Schedule, SecrecyReview, Withdrawal

BACKEND = "gongkai.site.accounts.backend.RoleBackend"
# Forms that are not made from a model, and which columns their fields feed.
FEEDS = {
    "ReviewForm": {"opinion": (Review, "opinion"), "content_sha256": None},
    "ScheduleForm": {"correction_note": (Schedule, "correction_note")},
    "CorrectionForm": {"correction_note": (Publication, "correction_note")},
    "WithdrawalForm": {"reason": (Withdrawal, "reason")},
}


def forms_of_the_app() -> list[type[forms.BaseForm]]:
    found = {}
    for each in pkgutil.iter_modules(editorial.__path__):
        module = importlib.import_module(f"{editorial.__name__}.{each.name}")
        for name, value in vars(module).items():
            if isinstance(value, type) and issubclass(value, forms.BaseForm) and value.__module__ == module.__name__:
                found[name] = value
    return [found[name] for name in sorted(found)]


def column_of(form: type[forms.BaseForm], name: str) -> models.Field | None:
    """Return the column that a field feeds; None where it feeds none."""
    if issubclass(form, forms.ModelForm):
        return form._meta.model._meta.get_field(name)
    feeds = FEEDS[form.__name__][name]
    return feeds and feeds[0]._meta.get_field(feeds[1])


def test_there_are_forms():
    names = {each.__name__ for each in forms_of_the_app()}
    assert names >= {"SecrecyForm", "AnswerForm", "ImportForm", "RemedialForm", "AfterReviewForm", *FEEDS}


@pytest.mark.parametrize("form", forms_of_the_app(), ids=lambda form: form.__name__)
def test_a_field_of_text_takes_no_more_than_its_column(form):
    for name, field in form.base_fields.items():
        if type(field) is not forms.CharField:
            continue
        column = column_of(form, name)
        if column is not None and column.max_length is not None:
            assert field.max_length is not None, (form.__name__, name)
            assert field.max_length <= column.max_length, (form.__name__, name)


def test_what_is_too_long_stands_beside_its_field_and_is_not_lost(region, draft, client):
    client.force_login(region.user("commerce", Role.DISCLOSURE_OFFICER), backend=BACKEND)
    address = reverse("secrecy", args=["item", draft.pk])
    assert 'value="政府网站"' in client.get(address).content.decode()
    given = {
        "content_sha256": fresh(draft).content_sha256(), "conclusion": "publishable", "summary": "一",
        "way": "长" * 101, "scope": "全社会", "timing": "即时",
    }  # fmt: skip
    answer = client.post(address, {f"secrecy-{name}": value for name, value in given.items()})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["way"]
    assert "长" * 101 in answer.content.decode()
    assert not SecrecyReview.objects.exists()
