"""What pdfium finds on the pages of a PDF: visible characters with their boxes, ruled lines, how far pictures cover it.

Coordinates are points from the top left corner of the page as it is read: the page is turned so that most of its
characters stand upright, whatever its ``/Rotate`` says.
"""

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

# A published report has at most some thousand characters and some hundred rules a page. What goes beyond these is a
# drawing, or made to wear the reader out.
MAX_CHARACTERS = 100_000
MAX_OBJECTS = 200_000
MAX_SEGMENTS = 200_000
MAX_FORM_DEPTH = 6

_FAR = 1e6  # beyond any page; what is no number at all fails the comparison too
_LARGE = 40.0  # characters higher than this are rare
_INKED = 0.4  # the share of its width that most characters ink
_THIN = 5.0  # no row or column of text is as narrow as this, so a filled shape of this width is a rule
_DOT = 2.5  # dotted rules come as rows of small squares
_FEWEST_DOTS = 5  # of a rule; where rules are double, some dots stand in line the other way too
_WHITE = 250  # printed rules and text are never that light
_QUARTER = math.pi / 2
_ASKEW = 0.08  # about 5 degrees: more than a crooked page and less than any watermark
_SAMPLE = 100

_SPACES = frozenset((0x09, 0x0A, 0x0D, 0x20, 0xA0, 0x3000, *range(0x2000, 0x200C), 0x202F, 0x205F, 0xFEFF))
_NO_TEXT = frozenset((0, 1, *range(3, 9), 0x0B, 0x0C, *range(0x0E, 0x20), 0xFFFD, 0xFFFE, 0xFFFF))
_HYPHEN_AT_LINE_END = 2
_CLEAR, _PAPER = "clear", "paper"

Box = tuple[float, float, float, float]


class Char(NamedTuple):
    """A visible character. ``base`` is its baseline; ``turned`` counts quarter turns against its page.

    A turned character's ``base`` is measured in its own direction. ``spaced`` says that a space of the text itself,
    not one guessed from a gap, stands before it; ``order`` is its place in the order in which the page was drawn.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    turned: int
    spaced: bool
    order: int


class Rule(NamedTuple):
    """A ruled line: at ``at`` across, from ``start`` to ``end`` along it."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on one page."""

    number: int
    height: float
    chars: list[Char]
    across: list[Rule]
    down: list[Rule]
    pictured: float  # how much of the page its pictures cover, 0 to 1
    unmapped: int  # how many of its characters the file does not map to Unicode
    crowded: bool = False  # more on it than is ever printed: left unread


class _Matrix(NamedTuple):
    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def __call__(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def after(self, first: "_Matrix") -> "_Matrix":
        """Return the matrix that applies ``first`` and then this one."""
        x, y = self(first.e, first.f)
        return _Matrix(
            self.a * first.a + self.c * first.b,
            self.b * first.a + self.d * first.b,
            self.a * first.c + self.c * first.d,
            self.b * first.c + self.d * first.d,
            x,
            y,
        )


_SAME = _Matrix(1, 0, 0, 1, 0, 0)


class _Paper:
    """A page as its reader holds it: ``view`` turns the page's own coordinates into those from its top left corner."""

    def __init__(self, turns: int, left: float, bottom: float, right: float, top: float) -> None:
        self.turns, self.left, self.top = turns, left, top
        self.view = (
            _Matrix(1, 0, 0, -1, -left, top),
            _Matrix(0, 1, 1, 0, -bottom, -left),
            _Matrix(-1, 0, 0, 1, right, -bottom),
            _Matrix(0, -1, -1, 0, top, right),
        )[turns]
        sides = right - left, top - bottom
        self.width, self.height = sides if turns % 2 == 0 else sides[::-1]

    def box(self, box: Box) -> Box:
        """Return left, top, right and bottom of a box given as left, bottom, right and top on the page."""
        return _spanned(self.view(box[0], box[1]), self.view(box[2], box[3]))


@dataclass(slots=True)
class _Drawing:
    """What is gathered while walking over the objects of a page, in the page's own coordinates."""

    rules: list[Box] = field(default_factory=list)  # and other strokes and fills
    shades: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    unseen: set[int] = field(default_factory=set)  # addresses of text objects
    white: set[int] = field(default_factory=set)
    objects: int = 0
    segments: int = 0

    @property
    def crowded(self) -> bool:
        """Whether there is more than is ever printed."""
        return self.objects > MAX_OBJECTS or self.segments > MAX_SEGMENTS


class PageReader:
    """Reads the pages of an open document; holds the buffers that pdfium writes into."""

    def __init__(self, raw: Any) -> None:
        self.raw = raw
        self._box = [ctypes.c_float() for _ in range(4)]
        self._ink = [ctypes.c_uint() for _ in range(4)]
        self._ways = ctypes.c_int(), ctypes.c_int()
        self._matrix = raw.FS_MATRIX()

    def read(self, page: Any, number: int) -> Page:
        """Read one loaded page."""
        raw = self.raw
        frame = raw.FS_RECTF()
        raw.FPDF_GetPageBoundingBox(page, frame)
        drawing = _Drawing()
        self._walk(page, raw.FPDFPage_CountObjects(page), raw.FPDFPage_GetObject, _SAME, 0, drawing)
        text = raw.FPDFText_LoadPage(page)
        try:
            count = max(0, raw.FPDFText_CountChars(text)) if text else 0
            if drawing.crowded or count > MAX_CHARACTERS:
                return Page(number, 0, [], [], [], 0, 0, crowded=True)
            turns = self._reading_direction(text, count)
            paper = _Paper(turns, frame.left, frame.bottom, frame.right, frame.top)
            chars, unmapped = self._chars(text, count, drawing, paper)
            if not chars and drawing.pictures and drawing.unseen:
                # Text recognition lays what it read, unseen, over the picture of a page.
                drawing.unseen.clear()
                chars, unmapped = self._chars(text, count, drawing, paper)
        finally:
            if text:
                raw.FPDFText_ClosePage(text)
        across, down = _rules(drawing, paper)
        return Page(number, paper.height, chars, across, down, _coverage(drawing, paper), unmapped)

    def _reading_direction(self, text: Any, count: int) -> int:
        """Return by how many quarters a page is turned clockwise for most of its characters to stand upright."""
        angle = self.raw.FPDFText_GetCharAngle
        step = max(1, count // _SAMPLE)
        turns = Counter(_quarters(angle(text, index)) for index in range(0, count, step))
        return turns.most_common(1)[0][0] if turns else 0

    def _chars(self, text: Any, count: int, drawing: _Drawing, paper: _Paper) -> tuple[list[Char], int]:
        """Return the visible characters in the order of the text, and how many have no meaning in Unicode."""
        raw = self.raw
        unicode, fails, loose = raw.FPDFText_GetUnicode, raw.FPDFText_HasUnicodeMapError, raw.FPDFText_GetLooseCharBox
        origin, angle, generated = raw.FPDFText_GetCharOrigin, raw.FPDFText_GetCharAngle, raw.FPDFText_IsGenerated
        box, origin_x, origin_y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
        some_unseen = bool(drawing.unseen or drawing.white)
        upright, paper_left, paper_top = paper.turns == 0, paper.left, paper.top
        width, height = paper.width + 1, paper.height + 1
        found: list[Char] = []
        unmapped = 0
        spaced = False
        for index in range(count):
            code = unicode(text, index)
            if code in _SPACES:
                spaced = spaced or not generated(text, index)
                continue
            if some_unseen and self._is_unseen(text, index, drawing):
                continue
            if code in _NO_TEXT or fails(text, index):
                unmapped += 1
                code = 0xFFFD
            elif code > 0xDFFF and _is_private(code):
                unmapped += 1
            loose(text, index, box)
            left, bottom, right, top = box.left, box.bottom, box.right, box.top
            if not (1 < top - bottom < _LARGE and right - left > 0.1):
                # Fonts that state no ascent have flat boxes, vertical ones boxes that pdfium forgets to scale.
                ink = self._ink_box(text, index)
                if not (top - bottom > _LARGE and ink[2] - ink[0] > _INKED * (right - left)):
                    left, bottom, right, top = ink
                if max(top - bottom, right - left) < 1:
                    continue  # set too small to be seen
            origin(text, index, origin_x, origin_y)
            x, y, turn = origin_x.value, origin_y.value, angle(text, index)
            if not -_FAR < left + bottom + right + top + x + y < _FAR:
                continue
            character = "-" if code == _HYPHEN_AT_LINE_END else chr(code)
            if upright and -_ASKEW < turn < _ASKEW:
                # Nearly all characters stand upright: the other branch would do the same, slower.
                x0, above, x1, below = left - paper_left, paper_top - top, right - paper_left, paper_top - bottom
                char = Char(character, x0, above, x1, below, paper_top - y, 0, spaced, index)
            else:
                if abs(turn - round(turn / _QUARTER) * _QUARTER) > _ASKEW:
                    continue  # a watermark
                x0, above, x1, below = paper.box((left, bottom, right, top))
                x, y = paper.view(x, y)
                turned = (_quarters(turn) - paper.turns) % 4
                char = Char(character, x0, above, x1, below, (y, x, -y, -x)[turned], turned, spaced, index)
            if x0 > -1 and x1 < width and above > -1 and below < height:
                found.append(char)
            spaced = False
        return found, unmapped

    def _ink_box(self, text: Any, index: int) -> Box:
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        self.raw.FPDFText_GetCharBox(text, index, left, right, bottom, top)
        return left.value, bottom.value, right.value, top.value

    def _is_unseen(self, text: Any, index: int, drawing: _Drawing) -> bool:
        owner = self.raw.FPDFText_GetTextObject(text, index)
        if not owner:
            return False
        address = _address(owner)
        if address in drawing.unseen:
            return True
        if address not in drawing.white:
            return False
        left, bottom, right, top = self._ink_box(text, index)
        x, y = (left + right) / 2, (bottom + top) / 2
        # White on a coloured cell is how heads are often set; white on white is hidden.
        return not any(a <= x <= c and b <= y <= d for a, b, c, d in (*drawing.shades, *drawing.pictures))

    def _walk(self, parent: Any, count: int, get: Any, matrix: _Matrix, depth: int, drawing: _Drawing) -> None:
        """Gather the objects of a page, or of a form on it."""
        raw = self.raw
        drawing.objects += count
        kind_of, mode_of = raw.FPDFPageObj_GetType, raw.FPDFTextObj_GetTextRenderMode
        text, path, form = raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_FORM
        for index in range(count):
            if drawing.crowded:
                return
            item = get(parent, index)
            kind = kind_of(item) if item else 0
            if kind == text:
                mode = mode_of(item)
                if mode in (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP):
                    drawing.unseen.add(_address(item))
                elif mode == raw.FPDF_TEXTRENDERMODE_FILL and (ink := self._fill_ink(item)):
                    (drawing.unseen if ink == _CLEAR else drawing.white).add(_address(item))
            elif kind == path:
                self._path(item, matrix, drawing)
            elif kind == form:
                if depth < MAX_FORM_DEPTH:
                    inner, objects = matrix.after(self._matrix_of(item)), raw.FPDFFormObj_CountObjects(item)
                    self._walk(item, objects, raw.FPDFFormObj_GetObject, inner, depth + 1, drawing)
            elif item and (box := self._bounds(item, matrix)):
                drawing.pictures.append(box)

    def _matrix_of(self, item: Any) -> _Matrix:
        m = self._matrix
        return _Matrix(m.a, m.b, m.c, m.d, m.e, m.f) if self.raw.FPDFPageObj_GetMatrix(item, m) else _SAME

    def _bounds(self, item: Any, matrix: _Matrix) -> Box | None:
        left, bottom, right, top = self._box
        if not self.raw.FPDFPageObj_GetBounds(item, left, bottom, right, top):
            return None
        box = left.value, bottom.value, right.value, top.value
        if matrix is not _SAME:
            box = _spanned(matrix(box[0], box[1]), matrix(box[2], box[3]))
        return box if -_FAR < sum(box) < _FAR else None

    def _fill_ink(self, item: Any) -> str:
        return _ink(self._ink) if self.raw.FPDFPageObj_GetFillColor(item, *self._ink) else ""

    def _path(self, item: Any, matrix: _Matrix, drawing: _Drawing) -> None:
        """Sort a path into strokes, thin fills that are rules too, and shades behind text."""
        raw = self.raw
        fill, stroke = self._ways
        if not raw.FPDFPath_GetDrawMode(item, fill, stroke):
            return
        stroked = bool(stroke.value)
        if stroked and raw.FPDFPageObj_GetStrokeColor(item, *self._ink):
            stroked = not _ink(self._ink)
        filled = bool(fill.value) and not self._fill_ink(item)
        box = self._bounds(item, matrix) if stroked or filled else None
        if box is None:
            return
        segments = raw.FPDFPath_CountSegments(item)
        thin = min(box[2] - box[0], box[3] - box[1]) < _THIN
        if thin and (segments == 2 or not stroked):
            drawing.rules.append(_without_caps(box) if stroked else box)
            return
        if filled and segments <= 5:
            drawing.shades.append(box)
            if not stroked:
                return
        drawing.segments += segments
        if drawing.crowded:
            return
        for outline in self._outlines(item, segments, matrix.after(self._matrix_of(item))):
            if stroked:
                drawing.rules.extend(_spanned(one, other) for one, other in pairwise(outline) if one and other)
            else:
                drawing.rules.append(_spanned(*(corner for corner in outline if corner)))

    def _outlines(self, item: Any, segments: int, matrix: _Matrix) -> Iterator[list[tuple[float, float] | None]]:
        """Yield the parts of a path as their corners; a curve leaves a gap, since rules are straight."""
        raw = self.raw
        x, y = ctypes.c_float(), ctypes.c_float()
        outline: list[tuple[float, float] | None] = []
        for index in range(segments):
            segment = raw.FPDFPath_GetPathSegment(item, index)
            kind = raw.FPDFPathSegment_GetType(segment)
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            point = matrix(x.value, y.value)
            if not -_FAR < point[0] + point[1] < _FAR:
                return
            if kind == raw.FPDF_SEGMENT_MOVETO:
                if len(outline) > 1:
                    yield outline
                outline = [point]
            elif kind == raw.FPDF_SEGMENT_LINETO:
                outline.append(point)
            else:
                outline += [None, point]
            if outline and raw.FPDFPathSegment_GetClose(segment):
                outline.append(outline[0])
        if len(outline) > 1:
            yield outline


def _quarters(angle: float) -> int:
    """Return how many quarters against the clock text is turned; pdfium's angles go with the clock."""
    return -round(angle / _QUARTER) % 4


def _is_private(code: int) -> bool:
    return 0xE000 <= code <= 0xF8FF or code >= 0xF0000


def _ink(channels: list[ctypes.c_uint]) -> str:
    """Return what makes a colour invisible: that it is transparent, or as white as paper; else nothing."""
    red, green, blue, alpha = channels
    if alpha.value == 0:
        return _CLEAR
    return _PAPER if red.value >= _WHITE and green.value >= _WHITE and blue.value >= _WHITE else ""


def _address(pointer: Any) -> int:
    return ctypes.addressof(pointer.contents)


def _spanned(*points: tuple[float, float]) -> Box:
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    return min(xs), min(ys), max(xs), max(ys)


def _without_caps(box: Box) -> Box:
    """Return the line inside the bounds of its stroke: these reach as far beyond its ends as to its sides."""
    left, bottom, right, top = box
    wide = min(right - left, top - bottom) / 2
    return left + wide, bottom + wide, right - wide, top - wide


def _rules(drawing: _Drawing, paper: _Paper) -> tuple[list[Rule], list[Rule]]:
    """Return the rules across and down a page, those off the page left out."""
    across: list[Rule] = []
    down: list[Rule] = []
    dots: list[tuple[float, float]] = []
    for box in drawing.rules:
        left, top, right, bottom = paper.box(box)
        left, right, top, bottom = max(left, 0), min(right, paper.width), max(top, 0), min(bottom, paper.height)
        wide, high = right - left, bottom - top
        if wide < 0 or high < 0:
            continue
        if wide < _DOT and high < _DOT:
            dots.append(((left + right) / 2, (top + bottom) / 2))
        elif high < _THIN and wide > high:
            across.append(Rule((top + bottom) / 2, left, right))
        elif wide < _THIN:
            down.append(Rule((left + right) / 2, top, bottom))
    across += _dotted([(y, x) for x, y in dots])
    down += _dotted(dots)
    return across, down


def _dotted(dots: list[tuple[float, float]]) -> Iterator[Rule]:
    """Yield the rules that dots make, given by where they are across a rule and along it."""
    lines: dict[int, list[tuple[float, float]]] = {}
    for across, along in dots:
        lines.setdefault(round(across * 2), []).append((along, across))
    for line in lines.values():
        line.sort()
        start = 0
        for end in range(1, len(line) + 1):
            if end == len(line) or line[end][0] - line[end - 1][0] > 2 * _DOT:
                if end - start >= _FEWEST_DOTS:
                    yield Rule(line[start][1], line[start][0], line[end - 1][0])
                start = end


def _coverage(drawing: _Drawing, paper: _Paper) -> float:
    """Return how much of the page its pictures cover; scans are often cut into strips, so areas are added."""
    if paper.width <= 0 or paper.height <= 0:
        return 0
    area = 0.0
    for box in drawing.pictures:
        left, top, right, bottom = paper.box(box)
        area += max(0, min(right, paper.width) - max(left, 0)) * max(0, min(bottom, paper.height) - max(top, 0))
    return min(1.0, area / (paper.width * paper.height))
