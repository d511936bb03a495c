"""Somebody who holds the database itself attacks the chains; each attack is found, here and from an export."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from tests.site.committing import without_triggers
from tests.site.conftest import publish_fully

from gongkai.site.audit import verifier
from gongkai.site.audit.canonical import canonical, event_hash
from gongkai.site.audit.chain import export, lines, verify, write_heads
from gongkai.site.audit.models import Event, Head


def sql(text: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(text, values)


def change_a_row(agency: int, _last: int) -> None:
    sql("UPDATE audit_event SET act = 'nothing' WHERE agency = %s AND seq = 2", agency)


def remove_the_middle(agency: int, _last: int) -> None:
    sql("DELETE FROM audit_event WHERE agency = %s AND seq = 2", agency)


def remove_the_tail(agency: int, last: int) -> None:
    sql("DELETE FROM audit_event WHERE agency = %s AND seq > %s", agency, last - 2)


def remove_the_tail_and_move_the_head(agency: int, last: int) -> None:
    remove_the_tail(agency, last)
    hash_ = Event.objects.get(agency=agency, seq=last - 2).hash
    sql("UPDATE audit_head SET seq = %s, hash = %s WHERE agency = %s", last - 2, hash_, agency)


def rebuild(agency: int, _last: int) -> None:
    """Change an early event, hash everything after it anew, and move the head along."""
    previous = verifier.FIRST_HASH
    for line in list(lines(agency)):
        if line["seq"] == 1:
            line["act"] = "nothing"
        line["previous"] = previous
        previous = event_hash(line)
        sql(
            "UPDATE audit_event SET act = %s, previous = %s, hash = %s WHERE agency = %s AND seq = %s",
            line["act"], line["previous"], previous, agency, line["seq"],
        )  # fmt: skip
    sql("UPDATE audit_head SET hash = %s WHERE agency = %s", previous, agency)


def remove_the_whole_chain(agency: int, _last: int) -> None:
    sql("DELETE FROM audit_event WHERE agency = %s", agency)
    sql("DELETE FROM audit_head WHERE agency = %s", agency)


@pytest.mark.parametrize(
    ("attack", "says"),
    [
        pytest.param(change_a_row, "被改动", id="a changed row"),
        pytest.param(remove_the_middle, "中间的事件缺失", id="a removed middle"),
        pytest.param(remove_the_tail, "尾部缺失", id="a removed tail"),
        pytest.param(remove_the_tail_and_move_the_head, "尾部缺失", id="a removed tail with its head"),
        pytest.param(rebuild, "被重建", id="a rebuilt chain"),
        pytest.param(remove_the_whole_chain, "尾部缺失", id="a removed chain"),
    ],
)
def test_each_attack_is_found(region, draft, tmp_path: Path, attack, says):
    publish_fully(region, draft)
    agency = region.commerce.pk
    kept = tmp_path / "heads"
    write_heads(kept, date(2026, 1, 2))
    assert verify(kept) == []
    last = Head.objects.get(agency=agency).seq
    with without_triggers():
        attack(agency, last)
    breaks = verify(kept)
    assert {each.agency for each in breaks} == {agency}
    assert any(says in each.what for each in breaks)
    for scope in (None, agency):
        to = tmp_path / f"export-{scope}"
        export(to, kept, scope)
        # -I and -S: nothing of the project and nothing installed is in reach of the verifier.
        done = subprocess.run(
            [sys.executable, "-I", "-S", str(to / "verifier.py"), str(to)], capture_output=True, text=True, check=False
        )
        assert done.returncode == 1
        assert says in done.stdout


def test_a_sound_export_verifies_alone(region, draft, tmp_path: Path):
    publish_fully(region, draft)
    to = tmp_path / "export"
    assert export(to, tmp_path) == Event.objects.count()
    done = subprocess.run([sys.executable, "-I", "-S", str(to / "verifier.py"), str(to)], check=False)
    assert done.returncode == 0


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.dates(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.text(max_size=5), VALUES, max_size=6))
def test_a_value_has_one_spelling_which_reads_back_to_itself(value):
    text = canonical(value)
    assert canonical(dict(reversed(value.items()))) == text
    assert canonical(json.loads(text)) == text


@given(st.floats())
def test_a_float_has_no_spelling(value):
    with pytest.raises(TypeError):
        canonical({"a": [value]})
