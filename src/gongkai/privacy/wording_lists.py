"""Near misses of protected wording (表述差错): 领导小姐 for 领导小组, 中华人民共合国 for 中华人民共和国.

Lists are data with version, date and source, and an agency can have its own. A hit is advice: a person accepts or
dismisses it. Two ways of finding: errors that are listed by name, and texts that are one character away from a
protected term of four characters or more (a wrong, a missing, an extra or two exchanged characters).
"""

import hashlib
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from importlib.resources import files
from os import PathLike
from pathlib import Path

from gongkai.errors import GongkaiError
from gongkai.wording import _

OURS = "protected_terms.toml"
_SHORTEST_TERM = 4
_CHINESE = re.compile("[\u4e00-\u9fff]+")


class WordingListInvalid(GongkaiError):
    """A list of protected wording is not in the form that is described at the head of the list that comes with us."""


@dataclass(frozen=True, slots=True)
class NearMiss:
    """What a text says in a place, and what was probably meant; ``source`` names list and version."""

    written: str
    meant: str
    span: tuple[int, int]
    source: str


@dataclass(frozen=True)
class WordingList:
    """One list of protected terms and known errors, known by its file's name and its version."""

    name: str
    sha256: str  # Of the file as it is: a list that changed without a new version is another list all the same.
    version: str
    date: date
    source: str
    terms: frozenset[str]
    right: frozenset[str]
    confusions: tuple[tuple[str, str], ...]

    @cached_property
    def _parts(self) -> dict[str, list[tuple[str, int]]]:
        """Both halves of every term, with the term and where the half stands: one error leaves one half whole."""
        parts: dict[str, list[tuple[str, int]]] = {}
        for term in sorted(self.terms):
            middle = len(term) // 2
            parts.setdefault(term[:middle], []).append((term, 0))
            parts.setdefault(term[middle:], []).append((term, middle))
        return parts

    @cached_property
    def _lengths(self) -> tuple[int, ...]:
        return tuple(sorted({len(part) for part in self._parts}))

    @cached_property
    def _confusion_pattern(self) -> re.Pattern[str] | None:
        written = sorted((written for written, _meant in self.confusions), key=len, reverse=True)
        return re.compile("|".join(map(re.escape, written))) if written else None

    def near_misses(self, text: str) -> Iterator[NearMiss]:
        """Yield the near misses of one text, those that are listed by name first."""
        label = f"{self.source}（{self.version}）"
        meant = dict(self.confusions)
        taken: set[int] = set()
        if self._confusion_pattern is not None:
            for found in self._confusion_pattern.finditer(text):
                taken.update(range(*found.span()))
                yield NearMiss(found[0], meant[found[0]], found.span(), label)
        for run in _CHINESE.finditer(text):
            for start, end, term in self._in_run(run[0]):
                span = run.start() + start, run.start() + end
                if taken.isdisjoint(range(*span)):
                    taken.update(range(*span))
                    yield NearMiss(text[slice(*span)], term, span, label)

    def _in_run(self, run: str) -> Iterator[tuple[int, int, str]]:
        correct = self._correct(run)
        for at in range(len(run)):
            for length in self._lengths:
                for term, offset in self._parts.get(run[at : at + length], ()):
                    start = at - offset
                    for size in (1, -1, 0):
                        # A first half fixes the beginning, a second half the end.
                        begin = start if offset == 0 else start - size
                        end = start + len(term) + size if offset == 0 else start + len(term)
                        if begin < 0 or end > len(run):
                            continue
                        written = run[begin:end]
                        if written != term and _is_one_away(written, term) and not any(correct[begin:end]):
                            yield begin, end, term

    def _correct(self, run: str) -> list[bool]:
        """Return which characters stand in a term that is written as it should be."""
        correct = [False] * len(run)
        for word in (*self.terms, *self.right):
            at = run.find(word)
            while at >= 0:
                correct[at : at + len(word)] = [True] * len(word)
                at = run.find(word, at + 1)
        return correct


def _is_one_away(written: str, term: str) -> bool:
    """Say whether two texts differ by one change, the first and last characters being whole unless one is wrong."""
    if len(written) == len(term):
        wrong = [n for n, (one, other) in enumerate(zip(written, term, strict=True)) if one != other]
        if len(wrong) == 1:
            return True
        return (
            len(wrong) == 2
            and wrong[1] == wrong[0] + 1
            and written[wrong[0]] == term[wrong[1]]
            and written[wrong[1]] == term[wrong[0]]
        )
    shorter, longer = sorted((written, term), key=len)
    first = next((n for n, (one, other) in enumerate(zip(shorter, longer, strict=False)) if one != other), len(shorter))
    # A character more or less at an end is a neighbour, or a shorter word.
    return 0 < first < len(shorter) and shorter[first:] == longer[first + 1 :]


def near_misses(text: str, lists: Sequence[WordingList] | None = None) -> list[NearMiss]:
    """Return the near misses of protected wording in a text, in its order; by our own list if none is given."""
    found = [each for one in (bundled_lists() if lists is None else lists) for each in one.near_misses(text)]
    return sorted(found, key=lambda each: each.span)


@cache
def bundled_lists() -> tuple[WordingList, ...]:
    """Return the list that comes with the program."""
    return (_parsed(files("gongkai.privacy").joinpath("data", OURS).read_text("utf-8"), OURS),)


def load_lists(*paths: str | PathLike[str]) -> tuple[WordingList, ...]:
    """Return an agency's own lists."""
    lists = []
    for path in paths:
        try:
            lists.append(_parsed(Path(path).read_text("utf-8"), str(path)))
        except (OSError, UnicodeDecodeError) as error:
            raise WordingListInvalid(_("{path}：读不出来，请检查文件名和编码（UTF-8）。").format(path=path)) from error
    return tuple(lists)


def _parsed(text: str, name: str) -> WordingList:
    try:
        values = tomllib.loads(text)
        terms = frozenset(values["terms"])
        if short := sorted(term for term in terms if len(term) < _SHORTEST_TERM):
            raise ValueError(_("“{term}”不足四个字，请写入 confusions").format(term=short[0]))
        if not isinstance(values["date"], date):
            raise TypeError("date")
        return WordingList(
            Path(name).stem,
            hashlib.sha256(text.encode()).hexdigest(),
            str(values["version"]),
            values["date"],
            str(values["source"]),
            terms,
            frozenset(values.get("right", ())),
            tuple(values.get("confusions", {}).items()),
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise WordingListInvalid(
            _("{name}：用语表的格式不对（{error}），请参照自带的用语表。").format(name=name, error=error)
        ) from error
