"""Why a file could not be read, under the name that callers of ``gongkai.report`` know."""

from gongkai.opening.errors import UnreadableFile

UnreadableReport = UnreadableFile
"""One class: a file that cannot be opened is, to who asked for its report, a report that cannot be read."""

__all__ = ["UnreadableReport"]
