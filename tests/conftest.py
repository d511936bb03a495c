"""What all tests share: where the published reports are, and saying so when they are not there."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

# Where a change is judged, the examples are the same each time; elsewhere they are new ones.
settings.register_profile("same_examples", derandomize=True, deadline=None, database=None)
settings.register_profile("new_examples", deadline=None)
settings.load_profile("same_examples" if os.environ.get("CI") else "new_examples")

CORPUS = os.environ.get("GONGKAI_CORPUS")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests of published reports where ``GONGKAI_CORPUS`` does not say where these are."""
    if CORPUS:
        return
    left_out = [item for item in items if item.get_closest_marker("corpus")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]
        config.stash[_LEFT_OUT] = len(left_out)


_LEFT_OUT = pytest.StashKey[int]()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say plainly that tests did not run."""
    if left_out := config.stash.get(_LEFT_OUT, 0):
        terminalreporter.write_line(
            f"{left_out} tests of published reports did not run: set GONGKAI_CORPUS to the folder that has them.",
            yellow=True,
        )


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Return the folder of published reports; a folder that is named and is not there fails."""
    assert CORPUS, "Tests marked corpus are left out where GONGKAI_CORPUS is not set."
    folder = Path(CORPUS)
    assert (folder / "index.tsv").is_file(), f"GONGKAI_CORPUS names {folder}, which has no index.tsv."
    return folder
