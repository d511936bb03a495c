"""A new site is begun by one command: a government, and three administrators who can sign in."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from tests.site.operations.test_starting import SECRETS, run, site, surroundings

from gongkai.site.agencies.models import Agency

GIVEN = {"name": "示例县人民政府", "short_name": "示例县", "slug": "county", "valid_from": "2019-05-15"}
WHO_MAY_SIGN_IN = """
import sys, django
django.setup()
from gongkai.site.accounts.backend import RoleBackend
for username, password in zip(sys.argv[1::2], sys.argv[2::2]):
    user = RoleBackend().authenticate(None, username, password)
    print(user.name, user.must_change_password, [each.role for each in user.live_memberships])
"""


def begin(**changed):
    call_command("found", stdout=StringIO(), **GIVEN | changed)


def test_a_site_that_has_agencies_is_left_alone(region):
    with pytest.raises(CommandError, match="已经有机构"):
        begin()
    assert not Agency.objects.filter(slug="county").exists()


def test_a_day_that_is_none_is_said(region):
    with pytest.raises(CommandError, match="2019-05-15"):
        begin(valid_from="去年")


@pytest.mark.slow
def test_from_an_empty_folder_to_three_administrators_who_sign_in(tmp_path):
    env = surroundings(tmp_path, **SECRETS, DJANGO_SETTINGS_MODULE="gongkai.site.settings", GONGKAI_PLAIN_HTTP="1")
    assert site("migrate", env=env).returncode == 0
    given = [f"--{name.replace('_', '-')}={value}" for name, value in GIVEN.items()]
    wrong = site("found", *given, "--slug=office", env=env)
    assert wrong.returncode == 1
    assert "网站自己的地址" in wrong.stderr
    done = site("found", *given, env=env)
    assert done.returncode == 0, done.stderr
    logins = re.findall(r"^  (\S+)　(\w+)　(\S+)$", done.stdout, re.MULTILINE)
    told = run("-c", WHO_MAY_SIGN_IN, *(word for _, *login in logins for word in login), env=env)
    assert told.stdout.splitlines() == [
        "系统管理员 True ['system_administrator']",
        "安全保密管理员 True ['security_administrator']",
        "安全审计员 True ['audit_administrator']",
    ]
    assert site("found", *given, env=env).returncode == 1
