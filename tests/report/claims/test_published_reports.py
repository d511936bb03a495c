"""The figures that published reports state, where these reports are present."""

import json
from collections import defaultdict

import pytest

from gongkai.report.claims import find_claims
from gongkai.report.model import Period, What

pytestmark = pytest.mark.corpus

STATED = {
    "received": What.REQUESTS_RECEIVED,
    "carried_in": What.REQUESTS_CARRIED_IN,
    "processed": What.REQUESTS_PROCESSED,
    "granted": What.REQUESTS_DISCLOSED,
    "partial": What.REQUESTS_PARTIALLY_DISCLOSED,
    "denied": What.REQUESTS_WITHHELD,
    "unable": What.REQUESTS_UNABLE_TO_PROVIDE,
    "not_processed": What.REQUESTS_NOT_PROCESSED,
    "other": What.REQUESTS_OTHERWISE_HANDLED,
    "carried_out": What.REQUESTS_CARRIED_OUT,
    "review_total": What.RECONSIDERATIONS,
    "litigation": What.LITIGATIONS,
}
DOCUMENTS = (What.DOCUMENTS_ISSUED, What.DOCUMENTS_REPEALED, What.DOCUMENTS_IN_FORCE)


def _differences(expected, text):
    claims = find_claims({"overview": text}, expected["year"])
    period = Period.OTHER_YEAR if expected.get("half_year") else Period.YEAR
    exact, approximate, every, cumulative = (defaultdict(set) for _ in range(4))
    for claim in claims:
        every[claim.what].add(claim.value)
        if claim.period is Period.CUMULATIVE:
            cumulative[claim.what].add(claim.value)
        elif claim.period is period:
            (approximate if claim.approximate else exact)[claim.what].add(claim.value)
    items = What.ITEMS_PUBLISHED
    yield from (("published", value) for value in expected.get("published", ()) if value not in exact[items])
    yield from (
        ("approximate", value) for value in expected.get("published_approx", ()) if value not in approximate[items]
    )
    yield from (("cumulative", value) for value in expected.get("cumulative", ()) if value not in cumulative[items])
    yield from (("not of the year", value) for value in expected.get("cumulative", ()) if value in exact[items])
    yield from (("decoy", value) for value in expected.get("decoys", ()) if value in every[items])
    for key, what in STATED.items():
        if key in expected and exact[what] != {expected[key]}:
            yield key, exact[what]
    for what, value in zip(DOCUMENTS, expected.get("normative", ()), strict=False):
        if exact[what] != {value}:
            yield what, exact[what]


def test_fragments_state_what_their_expected_lines_say(corpus):
    lines = (corpus / "partial" / "expected.jsonl").read_text(encoding="utf-8").splitlines()
    differences = {}
    for expected in map(json.loads, lines):
        text = (corpus / "partial" / expected["file"]).read_text(encoding="utf-8")
        if found := list(_differences(expected, text)):
            differences[expected["file"]] = found
    assert lines
    assert differences == {}
