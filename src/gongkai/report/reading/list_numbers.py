"""Automatic numbers of lists (自动编号) in DOCX: the 一、 that a heading shows but its text does not hold.

Word keeps the levels of a list apart from the paragraphs, so the number that a reader sees has to be counted. Numbers
are written as in ECMA-376 part 1, 17.18.59 (``ST_NumberFormat``); formats that are not listed here count in decimals.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

LEVELS = 9
MAX_TEXT = 60
"""Longer texts of a level are not numbers; they are left out, lest a small file become a long report."""

_DIGITS = "〇一二三四五六七八九"
_LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_HEAVENLY_STEMS = "甲乙丙丁戊己庚辛壬癸"
_EARTHLY_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ENCLOSED = "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_PLACEHOLDER = re.compile(r"%([1-9])")
_COUNT = re.compile("[0-9]{1,9}")
_NO_SPACE_AFTER = "、，。．：；）】〕》〉"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _with_units(number: int, digits: str, units: str, *, bare_ten: bool) -> str:
    """Write a number below ten thousand with units: 一百零三; ``bare_ten`` writes 十二 and not 一十二."""
    if not 0 < number < 10_000:
        return str(number)
    text = ""
    for position, digit in enumerate(reversed(str(number))):
        if digit == "0":
            text = text if not text or text.startswith("零") else "零" + text
        else:
            text = digits[int(digit)] + ("", *units)[position] + text
    return text[1:] if bare_ten and text.startswith("一十") else text


def _counting(number: int) -> str:
    return _positional(number) if number > 99 else _with_units(number, _DIGITS, "十百千", bare_ten=True)


def _thousands(number: int) -> str:
    return _with_units(number, _DIGITS, "十百千", bare_ten=True)


def _legal(number: int) -> str:
    return _with_units(number, _LEGAL_DIGITS, "拾佰仟", bare_ten=False)


def _positional(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _one_of(characters: str) -> Callable[[int], str]:
    return lambda number: characters[number - 1] if 0 < number <= len(characters) else str(number)


def _letters(number: int) -> str:
    """Return a to z, then aa, bb, cc: Word repeats the letter."""
    repeats, index = divmod(number - 1, 26)
    return chr(ord("a") + index) * (repeats + 1) if 0 <= repeats < 10 else str(number)


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    text = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        text += letters * times
    return text


def _run_of(first: str, count: int) -> Callable[[int], str]:
    return _one_of("".join(chr(ord(first) + step) for step in range(count)))


_FORMATS: Mapping[str, Callable[[int], str]] = {
    "none": lambda _number: "",
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalEnclosedCircle": _run_of("①", 20),
    "decimalEnclosedCircleChinese": _run_of("①", 20),
    "decimalEnclosedParen": _run_of("⑴", 20),
    "decimalEnclosedFullstop": _run_of("⒈", 20),
    "numberInDash": lambda number: f"- {number} -",
    "chineseCounting": _counting,
    "taiwaneseCounting": _counting,
    "chineseCountingThousand": _thousands,
    "taiwaneseCountingThousand": _thousands,
    "japaneseCounting": _thousands,
    "ideographDigital": _positional,
    "taiwaneseDigital": _positional,
    "japaneseDigitalTenThousand": _positional,
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal,
    "japaneseLegal": _legal,
    "ideographTraditional": _one_of(_HEAVENLY_STEMS),
    "ideographZodiac": _one_of(_EARTHLY_BRANCHES),
    "ideographEnclosedCircle": _one_of(_ENCLOSED),
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
}


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list: how its number is written (``%1、``), where it starts and after what it starts again."""

    format: str
    text: str
    start: int
    restart: int | None
    legal: bool
    joined: bool
    style: str | None


@dataclass(frozen=True, slots=True)
class List:
    """A numbered list (``w:num``): the definition whose counters it shares, its levels, and where it starts anew."""

    definition: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int]

    def level_of_style(self, style: str) -> int | None:
        """Return the level that is linked to a paragraph style."""
        return next((number for number, level in self.levels.items() if level.style == style), None)


@dataclass(slots=True)
class Counters:
    """The state of all lists of a document, as its paragraphs are gone through in order."""

    lists: Mapping[str, List]
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _started: set[tuple[str, int]] = field(default_factory=set)

    def next_label(self, list_id: str, level_number: int) -> str:
        """Count one paragraph of a list and return what stands before its text, a space included where one shows."""
        numbered = self.lists.get(list_id)
        level = numbered.levels.get(level_number) if numbered else None
        if numbered is None or level is None:
            return ""
        counts = self._counts.setdefault(numbered.definition, [None] * LEVELS)
        count = counts[level_number]
        if level_number in numbered.starts and (list_id, level_number) not in self._started:
            counts[level_number] = numbered.starts[level_number]
        else:
            counts[level_number] = level.start if count is None else count + 1
        self._started.add((list_id, level_number))
        for deeper in range(level_number + 1, LEVELS):
            below = numbered.levels.get(deeper)
            # A level starts again after every higher one, unless it says after which, or that it never does (0).
            if below is None or below.restart is None or level_number < below.restart:
                counts[deeper] = None
        return _shown(level, numbered.levels, counts)


def _shown(level: Level, levels: Mapping[int, Level], counts: list[int | None]) -> str:
    if level.format == "bullet":
        return ""

    def number(match: re.Match[str]) -> str:
        index = int(match[1]) - 1
        counted = levels.get(index)
        if counted is None:
            return ""
        count = counts[index]
        write = str if level.legal else _FORMATS.get(counted.format, str)
        return write(counted.start if count is None else count)

    text = _PLACEHOLDER.sub(number, level.text).strip()
    return text if not text or level.joined or text[-1] in _NO_SPACE_AFTER else text + " "


def read_lists(root: etree._Element, list_of_style: Mapping[str, str]) -> dict[str, List]:
    """Return the lists of a numbering part by id. ``list_of_style`` gives the list of each numbering style."""
    definitions: dict[str, dict[int, Level]] = {}
    links: dict[str, str] = {}
    for definition in root.iterchildren(f"{_WORD}abstractNum"):
        identifier = definition.get(f"{_WORD}abstractNumId", "")
        definitions[identifier] = _levels(definition)
        if (link := _value(definition, "numStyleLink")) is not None:
            links[identifier] = link
    lists: dict[str, List] = {}
    for element in root.iterchildren(f"{_WORD}num"):
        definition_id = _value(element, "abstractNumId") or ""
        levels = dict(definitions.get(definition_id, {}))
        starts = {}
        for override in element.iterchildren(f"{_WORD}lvlOverride"):
            levels.update(_levels(override))
            level_number = whole_number(override.get(f"{_WORD}ilvl"), 0)
            start = _value(override, "startOverride")
            if start is not None:
                starts[level_number] = whole_number(start, 1)
        lists[element.get(f"{_WORD}numId", "")] = List(definition_id, levels, starts)
    return {identifier: _followed(each, lists, links, list_of_style) for identifier, each in lists.items()}


def _followed(
    numbered: List, lists: Mapping[str, List], links: Mapping[str, str], list_of_style: Mapping[str, str]
) -> List:
    """Return a list with the definition of the numbering style that its own definition only points to."""
    style = links.get(numbered.definition)
    target = lists.get(list_of_style.get(style, "")) if style is not None else None
    if target is None:
        return numbered
    return replace(numbered, definition=target.definition, levels={**target.levels, **numbered.levels})


def _levels(parent: etree._Element) -> dict[int, Level]:
    levels = {}
    for element in parent.iterchildren(f"{_WORD}lvl"):
        number = whole_number(element.get(f"{_WORD}ilvl"), 0)
        text = _value(element, "lvlText") or ""
        restart = _value(element, "lvlRestart")
        if 0 <= number < LEVELS:
            levels[number] = Level(
                format=_value(element, "numFmt") or "decimal",
                text=text if len(text) <= MAX_TEXT else "",
                start=whole_number(_value(element, "start"), 0),
                restart=None if restart is None else whole_number(restart, 0),
                legal=is_on(next(element.iterchildren(f"{_WORD}isLgl"), None)),
                joined=_value(element, "suff") == "nothing",
                style=_value(element, "pStyle"),
            )
    return levels


def _value(parent: etree._Element, tag: str) -> str | None:
    child = next(parent.iterchildren(f"{_WORD}{tag}"), None)
    return None if child is None else child.get(f"{_WORD}val")


def is_on(element: etree._Element | None) -> bool:
    """Say whether a property that may be switched off by its value is there and on."""
    return element is not None and element.get(f"{_WORD}val", "true") not in ("0", "false", "off")


def whole_number(text: str | None, default: int) -> int:
    """Return the count that an attribute holds, or the default where it holds something else (-1, 10²⁰)."""
    return int(text) if text is not None and _COUNT.fullmatch(text) else default
