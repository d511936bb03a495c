"""Which of the tests are of which database, and an archive in which to look how it finds."""

import pytest
from django.db import connection
from tests.site.search.samples import COUNT, entry

from gongkai.site import search

collect_ignore = ["test_plans_on_postgresql.py" if connection.vendor == "sqlite" else "test_plans_on_sqlite.py"]


@pytest.fixture
def archive():
    """Every entry has 信息; 龙门 is in one, early on; 甲乙 and 乙丙 are in half of them, but 甲乙丙 in none."""
    search.rebuild(
        entry(
            seq,
            "关于信息的通知",
            f"{'龙门' if seq == 5 else ''}{'甲乙、乙丙' if seq % 32 < 16 else '丙'}",
            agency=seq % 7,
        )
        for seq in range(1, COUNT + 1)
    )
