"""Why a file could not be read, in words that tell its owner what to do."""

from gongkai.errors import GongkaiError
from gongkai.wording import _


class UnreadableFile(GongkaiError):
    """A file cannot be opened, or is not what was asked for.

    ``what`` says what is wrong, ``where`` the place if one is known, ``todo`` what the person should do; all three
    are sentences for people, without the file's name. ``str()`` is the whole message with the name.
    """

    def __init__(self, name: str, what: str, *, todo: str, where: str = "") -> None:
        self.name, self.what, self.where, self.todo = name, what, where, todo
        place = _("（位置：{where}）").format(where=where) if where else ""
        super().__init__(_("{name}：{what}{place}。{todo}。").format(name=name, what=what, place=place, todo=todo))
