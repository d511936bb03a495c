"""What stops a command on many reports; a report that cannot be read does not, it is listed."""

from gongkai.errors import GongkaiError


class CorpusError(GongkaiError):
    """The data set cannot be built, opened or asked: the message says what is wrong with it and what to do."""
