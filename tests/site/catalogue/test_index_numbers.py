"""Index numbers (索引号) come in sequence and without a gap; many at once are tried in `faults`."""

import pytest
from django.db import transaction
from django.utils import timezone
from tests.site.conftest import SETUP, make_draft, publish_fully

from gongkai.site.agencies.acts import change_agency
from gongkai.site.agencies.roles import Role
from gongkai.site.audit.acts import Refusal
from gongkai.site.catalogue.index_numbers import allocate
from gongkai.site.editorial.acts import withdraw


def test_an_act_that_fails_gives_its_number_back(region):
    today = timezone.localdate()
    with transaction.atomic():
        lost = allocate(region.commerce, today)
        transaction.set_rollback(True)
    assert allocate(region.commerce, today) == lost
    assert allocate(region.commerce, today) != lost


def test_a_withdrawn_item_keeps_its_number(region):
    one = make_draft(region)
    first = publish_fully(region, one)
    withdraw(region.user("commerce", Role.FINAL_REVIEWER), one, reason="示例")
    assert publish_fully(region, make_draft(region, title="又一份")).index_number != first.index_number
    one.refresh_from_db()
    assert one.index_number == first.index_number


def test_each_agency_and_each_month_count_for_themselves(region):
    change_agency(SETUP, region.commerce, index_pattern="{code}/{year}{month}-{serial:03d}")
    region.commerce.refresh_from_db()
    today = timezone.localdate()
    assert allocate(region.commerce, today.replace(day=1, month=1)).endswith("01-001")
    assert allocate(region.commerce, today.replace(day=1, month=2)).endswith("02-001")
    assert allocate(region.commerce, today.replace(day=2, month=2)).endswith("02-002")
    assert allocate(region.justice, today).endswith("-00001")


def test_a_pattern_without_a_serial_is_refused_when_it_is_set(region):
    with pytest.raises(Refusal, match="serial"):
        change_agency(SETUP, region.commerce, index_pattern="{code}")
