"""What can go wrong with search."""

from gongkai.errors import GongkaiError


class SearchUnavailable(GongkaiError):
    """The index is damaged, missing or of another edition: search has no answer, which is not an empty answer."""

    def __init__(self, why: object) -> None:
        super().__init__(
            f"The search index cannot be used ({why}). What is published is not affected; "
            f"rebuild the index from it with `gongkai site rebuild`."
        )


class BadCursor(GongkaiError):
    """What is given as the place to go on from is none: an address that was cut off or made up."""

    def __init__(self, cursor: str) -> None:
        super().__init__(f"{cursor[:40]!r} is not a place in a list of results; begin with the first page.")
