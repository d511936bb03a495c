"""What was found, marked in the text in which it was found."""

from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from gongkai.site.search.folding import composed, traced
from gongkai.site.search.queries import Query

_AROUND = 80  # Characters of a fragment.
_BEFORE = 20  # Of them before the first match.
_FRAGMENTS = 2
_GAP = "…"
# A long text is looked through in stretches, as far as the first match.
_STRETCH, _OVERLAP = 20_000, 400


@dataclass(frozen=True, slots=True)
class _Match:
    start: int
    end: int


def highlight(text: str, query: Query, *, whole: bool = False) -> SafeString:
    """Return the parts of a text around what was asked for, escaped, with <mark> around each match.

    `whole` gives the whole text, as for a title. A text without a match gives its beginning.
    """
    text, words = composed(text), query.words
    if whole:
        return _marked(text, _matches(text, words, 0, len(text)), 0, len(text))
    matches: list[_Match] = []
    for start in range(0, len(text), _STRETCH):
        if matches := _matches(text, words, start, start + _STRETCH + _OVERLAP):
            break
    windows = _windows(matches, len(text))
    parts = [_marked(text, matches, start, end) for start, end in windows]
    before = _GAP if windows[0][0] > 0 else ""
    after = _GAP if windows[-1][1] < len(text) else ""
    return mark_safe(before + _GAP.join(parts) + after)


def _matches(text: str, words: tuple[str, ...], begin: int, end: int) -> list[_Match]:
    """Return where the words are in a part of the text itself: it is folded as the index folds it, and led back."""
    folded, origins = traced(text[begin:end])
    places = set()
    for word in words:
        at = folded.find(word)
        while at >= 0:
            places.add((begin + origins[at], begin + origins[at + len(word) - 1] + 1))
            at = folded.find(word, at + len(word))
    merged: list[_Match] = []
    for start, stop in sorted(places):
        if merged and start <= merged[-1].end:
            merged[-1] = _Match(merged[-1].start, max(stop, merged[-1].end))
        else:
            merged.append(_Match(start, stop))
    return merged


def _windows(matches: list[_Match], length: int) -> list[tuple[int, int]]:
    """Return the parts to show: around the first match, and around the first after that."""
    windows: list[tuple[int, int]] = []
    for match in matches:
        if windows and match.start < windows[-1][1]:
            # A match is not cut in two.
            windows[-1] = (windows[-1][0], max(windows[-1][1], match.end))
        elif len(windows) < _FRAGMENTS:
            start = max(windows[-1][1] if windows else 0, match.start - _BEFORE)
            windows.append((start, min(length, max(match.end, start + _AROUND))))
        else:
            break
    return windows or [(0, min(length, _AROUND))]


def _marked(text: str, matches: list[_Match], start: int, end: int) -> SafeString:
    """Return a part of the text with its matches marked; everything that is not our own <mark> is escaped."""
    parts, at = [], start
    for match in matches:
        if start <= match.start and match.end <= end:
            parts += [escape(text[at : match.start]), "<mark>", escape(text[match.start : match.end]), "</mark>"]
            at = match.end
    return mark_safe("".join((*parts, escape(text[at:end]))))
