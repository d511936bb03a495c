"""The base of every error that callers of Gongkai may want to catch."""


class GongkaiError(Exception):
    """The program cannot go on: the message says what happened, where, and what to do next."""
