"""Scanning and masking of text (文本检查、脱敏)."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from gongkai.privacy import addresses, numbers, secrecy
from gongkai.privacy.explanations import explanations
from gongkai.privacy.findings import Finding, Kind, Severity
from gongkai.privacy.folding import Folded, fold
from gongkai.privacy.masking import STRICT, MaskProfile
from gongkai.privacy.matches import Claims, Match
from gongkai.privacy.tables import LIST_FROM_ROWS, PeopleTable, people_table
from gongkai.wording import _

_PERSONAL = frozenset({Kind.RESIDENT_ID, Kind.MOBILE, Kind.BANK_CARD, Kind.PASSPORT})
_CELLS = re.compile(r"[\t|，,、 ]+")


def scan_text(text: str, *, profile: MaskProfile = STRICT) -> list[Finding]:
    """Return what a text has of personal data and markings, in the order of the text.

    ``where`` of a finding is its line; ``span`` its place in ``text``. Lines of cells (tabs, commas, bars, spaces) are
    also judged as a table: a list of people gets a finding of its own.
    """
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    found = [
        each.at(_("第{n}行").format(n=bisect_right(starts, each.span[0]) if each.span else 1))
        for each in find(text, profile)
    ]
    rows = [_CELLS.split(line.strip()) for line in text.splitlines()] if found or "姓" in text else []
    lines = [bisect_right(starts, each.span[0]) - 1 for each in found if each.kind in _PERSONAL and each.span]
    kinds = [each.kind for each in found if each.kind in _PERSONAL]
    if rows:
        judged = people_table(rows, [line for line in lines if line < len(rows)])
        found += table_findings(judged, kinds, _("第{n}行").format(n=judged.header_row + 1), _("全文"))
    return found


def find(text: str, profile: MaskProfile = STRICT, *, label: str = "") -> list[Finding]:
    """Return the findings of one piece of text; ``label`` is what a table's head says of it."""
    folded = fold(text)
    return [_finding(each, folded, profile) for each in sorted(_matches(folded.text, profile, label), key=_order)]


def _order(match: Match) -> tuple[int, int]:
    return match.start, match.end


def _matches(text: str, profile: MaskProfile, label: str) -> Iterator[Match]:
    claims = Claims(len(text))
    # In this order a number is what the most certain finder says that it is.
    for finder in (
        numbers.resident_ids(text, label),
        numbers.credit_codes(text),
        numbers.bank_cards(text, label),
        numbers.old_resident_ids(text, label),
        numbers.mobiles(text, label),
        numbers.thinly_masked(text, profile, label),
        numbers.personal_documents(text, label),
        numbers.landlines(text),
    ):
        for match in finder:
            if claims.take(match):
                yield match
    yield from addresses.home_addresses(text, label)
    seen = Claims(len(text))
    for match in secrecy.security_markings(text):
        if seen.take(match):
            yield match


def _finding(match: Match, folded: Folded, profile: MaskProfile) -> Finding:
    why, todo = explanations()[match.rule]
    return Finding(
        match.kind,
        match.severity,
        match.rule,
        _shown(match, folded.text, profile),
        why,
        todo,
        span=folded.span(match.start, match.end),
        maskable=match.severity is not Severity.INFO and profile.masks(match.kind),
    )


def _shown(match: Match, text: str, profile: MaskProfile) -> str:
    written = text[match.start : match.end]
    if match.kind is Kind.ADDRESS:
        hidden_from = match.hidden_from if match.hidden_from is not None else match.start
        return text[match.start : hidden_from] + profile.mark * 4
    if match.kind is Kind.SECURITY_MARKING:
        return written
    characters = re.sub(r"[\s-]", "", written)
    if match.kind is Kind.USCC:
        return f"{characters[:8]}{'*' * 6}{characters[-4:]}"
    if match.kind is Kind.LANDLINE:
        return f"{characters[:-4]}****"
    # What the profile would leave in the open is still not printed whole.
    shown = profile if profile.masks(match.kind) else STRICT
    return shown.masked(match.kind, characters)


def table_findings(judged: PeopleTable, kinds: Sequence[Kind], head_at: str, at: str) -> list[Finding]:
    """Return what is to be said of a table as a whole."""
    found = []
    if judged.sensitive:
        why, todo = explanations()["table.sensitive"]
        # The interface has no kind for illness and the like: what it tells, it tells of an identified person.
        heads = _("、").join(judged.sensitive)
        found.append(Finding(Kind.RESIDENT_ID, Severity.WARN, "table.sensitive", heads, why, todo, head_at))
    if judged.listed >= LIST_FROM_ROWS and kinds:
        why, todo = explanations()["table.list"]
        kind = max(dict.fromkeys(kinds), key=kinds.count)
        people = _("{n}人").format(n=judged.listed)
        found.append(Finding(kind, Severity.WARN, "table.list", people, why, todo, at))
    return found


def mask_text(text: str, profile: MaskProfile = STRICT) -> str:
    """Return a text with every maskable value masked; its length does not change.

    Masking what is masked changes nothing. Separators stay where they are, so that text in runs and cells can be masked
    piece by piece.
    """
    while hidden := list(hidden_positions(text, profile)):
        characters = list(text)
        for at in hidden:
            characters[at] = profile.mark
        # A mask can uncover a neighbour that was taken for a part of a longer number, so look again.
        text = "".join(characters)
    return text


def hidden_positions(text: str, profile: MaskProfile, *, label: str = "") -> Iterator[int]:
    """Yield where a text has characters that are to be masked."""
    folded = fold(text)
    for match in _matches(folded.text, profile, label):
        if match.severity is Severity.INFO or not profile.masks(match.kind):
            continue
        if match.kind is Kind.ADDRESS:
            hidden = range(match.hidden_from if match.hidden_from is not None else match.start, match.end)
        else:
            places = [at for at in range(match.start, match.end) if folded.text[at] not in " -\r\n"]
            needed = profile.hidden(match.kind, len(places))
            hidden_at = [places[n] for n in needed]
            yield from (folded.positions[at] for at in hidden_at if not _is_mask(folded.text[at], at, match))
            continue
        yield from (folded.positions[at] for at in hidden if folded.text[at] not in "*\r\n")


def _is_mask(character: str, at: int, match: Match) -> bool:
    return character in "*×✕●■█" or (character in "xX" and at < match.end - 1)
