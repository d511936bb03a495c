"""What Wagtail does when the last stage of its workflow is passed: nothing.

It stands alone because Wagtail imports it while its own models load.
"""

from typing import Any


def leave_publishing_to_the_act(workflow_state: Any, user: Any = None) -> None:
    """Publish nothing: the act `publish` writes the ledger, which alone is public."""
