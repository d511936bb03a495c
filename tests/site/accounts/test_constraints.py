"""What the database refuses is told in a sentence, never by the name of a constraint."""

import pytest
from django.apps import apps

CONSTRAINTS = [
    pytest.param(constraint, id=constraint.name)
    for app in ("agencies", "accounts")
    for model in apps.get_app_config(app).get_models()
    for constraint in model._meta.constraints
]


@pytest.mark.parametrize("constraint", CONSTRAINTS)
def test_a_constraint_says_what_is_wrong(constraint):
    said = constraint.violation_error_message
    assert said != constraint.default_violation_error_message
    assert said.endswith("。")
