"""The room is cheap to import: what the command does not use it does not load."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import gongkai.law


def loaded_after(statement: str) -> set[str]:
    code = f"import sys\n{statement}\nprint(*sys.modules)"
    # However this test found the package, the new process shall find the same one.
    environment = {**os.environ, "PYTHONPATH": str(Path(gongkai.law.__file__).parents[2])}
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    return set(run.stdout.split())


def test_importing_the_room_loads_none_of_its_modules() -> None:
    loaded = loaded_after("import gongkai.law")
    assert not [module for module in loaded if module.startswith("gongkai.law.")]


def test_the_clock_loads_no_data_before_it_is_asked() -> None:
    assert "tomllib" not in loaded_after("from gongkai.law import reply_due")
    assert "tomllib" in loaded_after("from gongkai.law import national_calendar; national_calendar()")


def test_the_clock_loads_nothing_heavy() -> None:
    loaded = loaded_after("from datetime import date\nfrom gongkai.law import reply_due\nreply_due(date(2024, 4, 26))")
    assert not loaded & {"lxml", "pandas", "selectolax", "gongkai.report", "gongkai.stats", "asyncio", "urllib.request"}


@pytest.mark.parametrize("name", gongkai.law.__all__)
def test_every_name_of_the_room_can_be_taken_from_it(name: str) -> None:
    assert getattr(gongkai.law, name) is not None


def test_other_names_are_not_there() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'no_such_name'"):
        gongkai.law.__getattr__("no_such_name")
