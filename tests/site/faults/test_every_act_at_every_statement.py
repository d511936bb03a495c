"""An act that is stopped at any of its statements, or when it commits, leaves everything as it was and can be repeated.

Acts come from the registry. A few statements of each are tried among the ordinary tests, all of them by
`make test-slow`.
"""

import random
import subprocess
import sys
from copy import deepcopy
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.utils import timezone
from tests.site.committing import environment
from tests.site.faults.scenarios import SCENARIOS
from tests.site.faults.state import Killed, counted, everything, failing_commit, killed_at, stored

from gongkai.site.audit.acts import REGISTRY
from gongkai.site.audit.chain import verify
from gongkai.site.audit.jobs import tick
from gongkai.site.editorial.files import path_of
from gongkai.site.editorial.models import Publication, StoredFile

pytestmark = pytest.mark.django_db(transaction=True)
A_FEW = 5


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.FILES_ROOT, settings.HEADS_ROOT, settings.DATA = (tmp_path / each for each in ("files", "heads", "data"))


def stop_everywhere(region, name: str, some: int | None) -> None:
    prepared = SCENARIOS[name](region)

    def perform() -> None:
        # Each time as if for the first time: what people and records remember of themselves is not passed on.
        deepcopy(prepared)()

    before, files = everything(), stored()
    full = OperationalError("database or disk is full")
    with pytest.raises(OperationalError), failing_commit(full):
        perform()
    with pytest.raises(OperationalError), failing_commit(full), counted() as statements:
        perform()
    assert everything() == before
    numbers = set(range(len(statements)))
    if some is not None:
        numbers = {len(statements) - 1, *random.Random(name).sample(sorted(numbers), min(some, len(numbers)))}
    for number in sorted(numbers):
        with pytest.raises(Killed), killed_at(number):
            perform()
        assert not connection.in_atomic_block
        assert everything() == before, (number, statements[number])
    assert files <= stored()
    perform()
    assert everything() != before
    assert verify(settings.HEADS_ROOT) == []
    # What failed acts left in the file store is swept when it is old enough to belong to nobody, and nothing else.
    assert tick(timezone.now() + timedelta(days=2)) == []
    assert stored() == {path_of(sha256) for sha256 in StoredFile.objects.values_list("sha256", flat=True)}


def test_every_act_has_a_scenario():
    assert set(SCENARIOS) == set(REGISTRY)


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_an_act_that_is_stopped_changes_nothing_and_can_be_repeated(region, name):
    stop_everywhere(region, name, A_FEW)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_an_act_is_stopped_at_each_of_its_statements(region, name):
    stop_everywhere(region, name, None)


KILL = """
import os, sys, django
django.setup()
from django.db import connection
from gongkai.site.accounts.models import User
from gongkai.site.catalogue.models import Item
from gongkai.site.editorial.acts import publish
actor, item, number = sys.argv[1:]
at = 0
def kill(execute, *of):
    global at
    at += 1
    if at == int(number):
        os.kill(os.getpid(), 9)
    return execute(*of)
actor, item = User.objects.get(pk=actor), Item.objects.get(pk=item)
with connection.execute_wrapper(kill):
    connection.commit = lambda: os.kill(os.getpid(), 9)
    publish(actor, item)
"""


@pytest.mark.parametrize("number", [7, 25, 10_000], ids=["early", "in the middle", "at the commit"])
def test_a_process_that_is_killed_leaves_everything_as_it_was(region, number):
    call = SCENARIOS["publish"](region)
    before = everything()
    actor, item = call.args
    connection.close()
    done = subprocess.run(
        [sys.executable, "-c", KILL, str(actor.pk), str(item.pk), str(number)],
        env=environment(), check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == -9, done.stderr
    assert everything() == before
    call()
    assert Publication.objects.standing().filter(record_id=item.pk).exists()
