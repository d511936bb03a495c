"""Reads the claims of a report's prose: section by section, sentence by sentence, figure by figure."""

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain
from typing import NamedTuple

from gongkai.report.claims import figures, frames
from gongkai.report.claims.frames import Frame
from gongkai.report.claims.passages import PARAGRAPH, Passage, passage
from gongkai.report.claims.periods import Times
from gongkai.report.claims.sentences import Place, Sentence
from gongkai.report.claims.words import DENIAL, Kind
from gongkai.report.model import NARRATIVE_KEYS, Claim, What
from gongkai.stats.cells import Figure

_SENTENCE_END = re.compile(f"[。!！?？{PARAGRAPH}]")
# What a sentence must have to state anything: a count, or a word of denial with something to deny after it; and what
# it must speak of. The first two are searched apart, since an alternation of both is twice as slow.
_COUNTS = re.compile(
    rf"[{figures.CHARACTERS}{figures.BEFORE_ZERO}](?:(?<=[{figures.CHARACTERS}])[\d余多几百千万亿.,，]{{0,16}}+[条件篇则份期次起宗例元]"
    f"|(?<=[{figures.BEFORE_ZERO}])[0零无])"
)
_DENIES = re.compile(f"(?:{DENIAL})[^。{PARAGRAPH}]{{0,40}}?(?:公开|申请|复议|诉讼|费|结转|规章|规范性)")
_SUBJECT = re.compile(
    "公[开布示]|发[布文送表稿]|推[送出发]|刊[发登载]|上传|登载|播[发出]|编发|更新|录入|维护"
    "|申请|复议|诉讼|费|结转|办结|[收接]到|受理|规章|规范性"
)
# (二) or 2. begins another theme; 一是 and 第一 go on with the same.
_THEME = re.compile(rf"[。!！?？{PARAGRAPH}][(（]?(?:[一二三四五六七八九十]{{1,3}}|\d{{1,2}})[)）、.．](?!\d)")
_MENTIONS_OF_REQUESTS = ("依申请", "申请公开", "公开申请", "信息申请", "结转")
# A sentence that divides what the one before it stated.
_DIVIDES = re.compile("其中|在?[^,，]{0,12}中[,，]")
_PART_OF_A_YEAR = re.compile(r"20\d\d\s*年\s*度?(?:[上下]半年|第?[一二三四1-4]季度)")
_WHOLE_YEAR = re.compile(r"全年|年度|年报|12\s*月\s*31\s*日")
_EACH = re.compile("均|都|各")

_LINKS = frozenset(",:;(/")


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A count of published items and the parts into which the prose divides it (其中).

    The parts may not be all the parts, so together they are at most the total. They are no claims of their own:
    whoever added them to the total would count twice.
    """

    total: Claim
    parts: tuple[Claim, ...]


@dataclass(slots=True)
class _Division:
    """A breakdown that is being read."""

    total: Claim
    brackets: int = 0
    is_list: bool = False
    since_semicolon: int = 0
    parts: list[Claim] = field(default_factory=list)
    understood: bool = True

    def ends_with(self, letter: str, brackets: int) -> bool:
        """Say whether the parts end here: with their brackets, or a semicolon that does not part them (1.…；2.…)."""
        if letter == Kind.SEMICOLON:
            parts, self.since_semicolon = self.since_semicolon, 0
            return not self.is_list or parts > 1
        return brackets < self.brackets

    def take(self, part: Claim, *, understood: bool) -> None:
        """Add a part; ``understood`` is false where its words say that it is something else."""
        self.parts.append(part)
        self.since_semicolon += 1
        self.understood &= understood

    def breakdown(self) -> Breakdown | None:
        """Return the breakdown where its parts can be added up."""
        claims = (self.total, *self.parts)
        alike = len({claim.unit for claim in claims}) == 1 and not any(claim.approximate for claim in claims)
        return Breakdown(self.total, tuple(self.parts)) if len(self.parts) > 1 and alike and self.understood else None


class _Context(NamedTuple):
    """What a sentence is about, from what stands before it."""

    section: str
    requests: bool
    disclosure: bool


class Reader:
    """Reads the sections of one report, one after another."""

    def __init__(self, year: int | None) -> None:
        self._year = year
        self._whole_year = True
        self._claims: list[Claim] = []
        self._weak: list[Claim] = []
        self._total: Claim | None = None  # what the sentence before ended with, where it counts published items
        self.breakdowns: list[Breakdown] = []

    def read(self, narrative: Mapping[str, str]) -> None:
        """Read all sections, in their order."""
        self._whole_year = not _is_of_part_of_a_year(narrative)
        for section in NARRATIVE_KEYS:
            text = narrative.get(section)
            if text:
                self._read_section(passage(text), section)

    @property
    def claims(self) -> tuple[Claim, ...]:
        """What the prose states, in its order."""
        if self._weak and any(claim.what is What.REQUESTS_PROCESSED for claim in self._strong()):
            return tuple(self._strong())
        return tuple(self._claims)

    def _strong(self) -> list[Claim]:
        weak = set(map(id, self._weak))
        return [claim for claim in self._claims if id(claim) not in weak]

    def _read_section(self, prose: Passage, section: str) -> None:
        text = prose.text
        about_disclosure = section in ("requests", "remedies", "other")
        requests = section == "requests"
        self._total = None
        position = 0
        ends = [-1, *[match.start() for match in _SENTENCE_END.finditer(text)], len(text)]
        relevant: dict[int, int] = {}  # by sentence, where it begins to state something
        for match in chain(_COUNTS.finditer(text), _DENIES.finditer(text)):
            place = match.start()
            number = bisect_right(ends, place)
            relevant[number] = min(place, relevant.get(number, place))
        for number, place in sorted(relevant.items()):
            start, end = ends[number - 1] + 1, ends[number]
            theme = -1
            for match in _THEME.finditer(text, max(0, position - 1), start + 4):
                theme = match.start()
            if any(text.find(mention, max(theme, position), end) >= 0 for mention in _MENTIONS_OF_REQUESTS):
                requests = True
            elif theme >= 0:
                requests = section == "requests"
            position = end
            if not _SUBJECT.search(text, start, end):
                continue
            if text.find("申请", start, end) >= 0 and text.find("公开", start, end) >= 0:
                requests = True
            disclosure = about_disclosure or requests or text.find("信息公开", start, end) >= 0
            divided = self._total if self._total and _DIVIDES.match(text, start, end) else None
            sentence = Sentence(prose, start, end, place, Times(self._year, whole=self._whole_year))
            self._read_sentence(sentence, _Context(section, requests, disclosure), divided)

    def _read_sentence(self, sentence: Sentence, context: _Context, divided: Claim | None) -> None:
        row = sentence.row
        division = _Division(divided) if divided else None
        items: Claim | None = None  # what the last figure states, where it counts published items
        published = False
        last_figure = -1
        for index, place in sentence.turns(divided=division is not None):
            if division and division.ends_with(row[index], sentence.brackets(index)):
                self._finish(division)
                # 规章2件（含修改1件）、文件40件: after the brackets the list goes on.
                items, division = division.total if division.brackets else None, None
            if row[index] == Kind.PARTS:
                if items and not division and _LINKS.issuperset(row[last_figure + 1 : index]):
                    division = _Division(items, sentence.brackets(index))
                if division:
                    division.is_list |= row[index + 1 : index + 2] == Kind.COLON
            elif place and place.figure is None:
                self._read_denial(sentence, place, context)
            elif place:
                frame, taken = self._frame(sentence, index, context, listed=items is not None)
                last_figure = index
                if division and (frame is None or frame.divides):
                    items = None
                    if sentence.brackets(index) == division.brackets:
                        part = _claim(What.ITEMS_PUBLISHED, sentence, place, 0, context)
                        division.take(part, understood=_is_a_part(frame, row[index - 1]))
                elif not sentence.brackets(index) or (frame and frame.in_brackets):
                    items = None
                    if frame and self._counts(frame, taken, sentence, place, published=published):
                        for what in frame.whats:
                            claim = _claim(what, sentence, place, taken, context)
                            self._claims.append(claim)
                            if frame.weak:
                                self._weak.append(claim)
                            if frame.divides:
                                items, published = claim, True
        if division:
            self._finish(division)
        self._total = items

    def _frame(self, sentence: Sentence, index: int, context: _Context, *, listed: bool) -> tuple[Frame | None, int]:
        row = frames.row(
            sentence.before(index),
            sentence.phrase(index),
            requests=context.requests,
            disclosure=context.disclosure,
            listed=listed,
        )
        return frames.fitting(row) or (None, 0)

    def _counts(self, frame: Frame, taken: int, sentence: Sentence, place: Place, *, published: bool) -> bool:
        """Say whether a figure is claimed, given what its frame says."""
        if frame.weak and frame.divides and published:
            return False
        # A figure after two things is that of both together, unless it is zero or each has it (均, 各).
        return (
            len(frame.whats) < 2
            or not frame.apart
            or place.figure is None
            or place.figure.value == 0
            or (_EACH.search(sentence.text_between(sentence.first_of(taken, place.word), place.word)) is not None)
        )

    def _finish(self, division: _Division) -> None:
        breakdown = division.breakdown()
        if breakdown:
            self.breakdowns.append(breakdown)

    def _read_denial(self, sentence: Sentence, place: Place, context: _Context) -> None:
        following = sentence.denied(place.word)
        if following is None:
            return
        taken = 0
        preceding = sentence.before(place.word)
        if not following and preceding.endswith(Kind.COLON):
            named = re.split("[,;]", preceding)[-1]
            taken = len(named)
            whats = tuple(what for kind, what in frames.NONE_AFTER_COLON.items() if kind in named)
        else:
            whats = frames.denied(following, requests=context.requests, disclosure=context.disclosure)
        for what in whats:
            self._claims.append(_claim(what, sentence, place, taken, context))


def _is_a_part(frame: Frame | None, word_before: str) -> bool:
    """Say whether a figure after 其中 can be a part of what was published, as far as its words tell."""
    return word_before != Kind.OTHER_THING if frame is None else bool(frame.whats)


def _is_of_part_of_a_year(narrative: Mapping[str, str]) -> bool:
    """Say whether prose gives the statistics of half a year or a quarter, which is no annual report."""
    texts = [text for text in narrative.values() if "半年" in text or "季度" in text]
    return any(map(_PART_OF_A_YEAR.search, texts)) and not any(map(_WHOLE_YEAR.search, narrative.values()))


def _claim(what: What, sentence: Sentence, place: Place, taken: int, context: _Context) -> Claim:
    index, period, figure = place
    money = what is What.FEE_YUAN
    value: Figure = figure.value if figure else 0
    return Claim(
        what,
        Decimal(value) if money else value,
        figure.unit if figure and figure.unit else "元" if money else "件",
        approximate=figure is not None and figure.approximate,
        period=period,
        text=sentence.written(sentence.first_of(taken, index), index),
        section=context.section,
    )
