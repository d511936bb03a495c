#!/usr/bin/env python3
"""核验政府信息公开网站审计链的导出文件。只用 Python 标准库，不需要安装本项目。

用法：python3 verifier.py 导出目录    （目录内有 events.jsonl、heads.json，可有 heads-年-月-日.json）
退出码：0 完整；1 有改动、缺失或者重建；2 读不了。

Verifies an export of the audit chains with nothing but the standard library: this file goes along with each export,
and the site verifies its own database with the same functions. Fields and spelling are those of `canonical.py`,
which a test holds equal.
"""

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timezone
from pathlib import Path
from typing import Any

FIRST_HASH = "0" * 64
CHAINED_FIELDS = (
    "agency", "seq", "act", "subject_type", "subject_id", "actor", "recorded_at", "occurred_on", "facts", "previous",
)  # fmt: skip


@dataclass(frozen=True)
class Break:
    """One place where a chain does not hold."""

    agency: int
    seq: int
    what: str


def spelled(value: Any) -> str:
    """Return how an export writes a date or a time, which is how the chain hashes it."""
    if isinstance(value, datetime):
        return value.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")  # noqa: UP017 -- any Python 3
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no canonical spelling")


def event_hash(fields: dict[str, Any]) -> str:
    """Return the hash that chains an event to the one before it."""
    chained = {name: fields[name] for name in CHAINED_FIELDS}
    text = json.dumps(chained, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=spelled)
    return hashlib.sha256(text.encode()).hexdigest()


def verify_lines(
    lines: Iterable[dict[str, Any]], *kept: dict[int, tuple[int, str]], only: int | None = None
) -> Iterator[Break]:
    """Yield every break in events that come ordered by agency and seq, against heads that were kept elsewhere.

    Each of ``kept`` gives for an agency a seq and the hash that was at it. A chain that ends before it has lost its
    tail; one with another hash there was rebuilt. Of a single agency's export the other heads say nothing (``only``).
    """
    expected: dict[tuple[int, int], set[str]] = {}
    for heads in kept:
        for of, (at, hash_) in heads.items():
            if at and only in (None, of):
                expected.setdefault((of, at), set()).add(hash_)
    agency, seq, previous = None, 0, FIRST_HASH
    seen: dict[int, int] = {}
    for line in lines:
        if line["agency"] != agency:
            agency, seq, previous = line["agency"], 0, FIRST_HASH
        if line["seq"] != seq + 1:
            yield Break(agency, seq + 1, f"序号从 {seq} 跳到 {line['seq']}，中间的事件缺失")
        elif line["previous"] != previous:
            yield Break(agency, line["seq"], "与上一事件的校验值不衔接")
        if event_hash(line) != line["hash"]:
            yield Break(agency, line["seq"], "内容与校验值不符，事件被改动")
        seq, previous = line["seq"], line["hash"]
        seen[agency] = max(seq, seen.get(agency, 0))
        if expected.get((agency, seq), {line["hash"]}) != {line["hash"]}:
            yield Break(agency, seq, "与留存的链首不符，整条链被重建")
    last: dict[int, int] = {}
    for of, at in expected:
        last[of] = max(at, last.get(of, 0))
    for of, at in sorted(last.items()):
        if seen.get(of, 0) < at:
            yield Break(of, at, f"链首记录到第 {at} 号，事件只到第 {seen.get(of, 0)} 号，尾部缺失")


def read_heads(path: Path) -> dict[int, tuple[int, str]]:
    """Read a file of heads: {agency: [seq, hash]}."""
    return {int(k): (v[0], v[1]) for k, v in json.loads(path.read_text(encoding="ascii")).items()}


def verify_export(folder: Path) -> list[Break]:
    """Return every break of an export, against all the files of heads in it."""
    scope = json.loads((folder / "scope.json").read_text(encoding="ascii"))["agency"]
    kept = [read_heads(folder / "heads.json"), *(read_heads(path) for path in sorted(folder.glob("heads-*.json")))]
    with (folder / "events.jsonl").open(encoding="utf-8") as lines:
        return list(verify_lines((json.loads(line) for line in lines), *kept, only=scope))


def main(arguments: list[str]) -> int:
    """Verify the export in a folder."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        breaks = verify_export(Path(arguments[0]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"读不了这份导出：{error}", file=sys.stderr)
        return 2
    for each in breaks:
        print(f"机构 {each.agency} 的审计链第 {each.seq} 号：{each.what}")
    print(f"共有 {len(breaks)} 处不完整。" if breaks else "审计链完整。")
    return 1 if breaks else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
