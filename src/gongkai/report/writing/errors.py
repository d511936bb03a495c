"""Why a file could not be written, in words that tell its owner what to do."""

from gongkai.errors import GongkaiError
from gongkai.wording import _


class UnwritableReport(GongkaiError):
    """A report could not be written.

    ``what`` says what is wrong and ``todo`` what the person should do, both as sentences for people; ``name`` is the
    file that was to be written, empty while it is not known.
    """

    def __init__(self, what: str, *, todo: str, name: str = "") -> None:
        self.what, self.todo, self.name = what, todo, name
        if name:
            super().__init__(_("{name}：{what}。{todo}。").format(name=name, what=what, todo=todo))
        else:
            super().__init__(_("{what}。{todo}。").format(what=what, todo=todo))
