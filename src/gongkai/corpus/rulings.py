"""What a person has ruled on findings (对问题的判断), in a file beside the data set, so that building it anew keeps it.

``OUT.parquet.verdicts.csv`` has a row for each ruling. A finding is told by the identity of its report, its rule and
what the rule speaks of; the fingerprint is that of the values that the person saw. Where they have changed since, the
ruling is stale: it is shown, and the finding counts again.
"""

import csv
import io
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from gongkai.corpus.errors import CorpusError
from gongkai.corpus.whose import Whose
from gongkai.wording import _

_DIGITS = 12
_LARGEST = 200 * 1024 * 1024


class Decision(StrEnum):
    """What a person says of a finding: it is right, or it is to be left out."""

    ACCEPT = "accept"
    DISMISS = "dismiss"

    @property
    def label(self) -> str:
        """The decision in Chinese."""
        return {Decision.ACCEPT: _("属实"), Decision.DISMISS: _("排除")}[self]


class Rulable(Protocol):
    """A finding on which a person can rule."""

    @property
    def whose(self) -> Whose:
        """Return the report that it is about."""

    @property
    def rule(self) -> str:
        """Return its rule."""

    @property
    def subject(self) -> str:
        """Return what of the report it is about, where a rule can say several things."""

    @property
    def values(self) -> Mapping[str, object]:
        """Return the values that it rests on."""


def finding_id(finding: Rulable) -> str:
    """Return what a person calls a finding by; it stays the same while the values change."""
    return _digest([finding.whose.identity, finding.rule, finding.subject])


def fingerprint(finding: Rulable) -> str:
    """Return what changes with the values under a finding."""
    return _digest(dict(finding.values))


def _digest(value: object) -> str:
    text = json.dumps(value, ensure_ascii=True, sort_keys=True, default=str)
    return sha256(text.encode()).hexdigest()[:_DIGITS]


@dataclass(frozen=True, slots=True)
class Ruling:
    """A row of the file; what follows ``decided_on`` is for people who read it."""

    finding: str
    decision: Decision
    reason: str
    fingerprint: str
    decided_on: str
    file: str
    agency: str
    year: str
    rule: str


HEADER = tuple(each.name for each in fields(Ruling))


@dataclass(frozen=True)
class Rulings:
    """Every ruling beside a data set, by the id of its finding."""

    by_finding: Mapping[str, Ruling] = field(default_factory=dict)

    def on(self, finding: Rulable) -> Ruling | None:
        """Return what was ruled on a finding, stale or not."""
        return self.by_finding.get(finding_id(finding)) if self.by_finding else None

    def is_stale(self, finding: Rulable) -> bool:
        """Say whether a finding was ruled on when its values were others."""
        ruling = self.on(finding)
        return ruling is not None and ruling.fingerprint != fingerprint(finding)

    def dismissed(self, finding: Rulable) -> bool:
        """Say whether a finding is dismissed with the values that it has."""
        ruling = self.on(finding)
        return ruling is not None and ruling.decision is Decision.DISMISS and not self.is_stale(finding)

    def counts(self, findings: Iterable[Rulable]) -> tuple[int, int]:
        """Return how many findings are dismissed, and how many have a stale ruling."""
        found = list(findings) if self.by_finding else []
        return sum(map(self.dismissed, found)), sum(map(self.is_stale, found))

    def value(self, finding: Rulable) -> dict[str, object]:
        """Return the id of a finding and what was ruled on it as plain values."""
        ruling = self.on(finding)
        return {
            "id": finding_id(finding),
            "fingerprint": fingerprint(finding),
            "ruling": None
            if ruling is None
            else {"decision": ruling.decision.value, "reason": ruling.reason, "stale": self.is_stale(finding)},
        }


def rulings_file(data_set: Path) -> Path:
    """Return where the rulings on a data set are: beside it, where building it anew does not touch them."""
    return data_set.with_name(f"{data_set.name}.verdicts.csv")


def read_rulings(data_set: Path) -> Rulings:
    """Return the rulings on a data set, none if there is no file; raise with the line that is wrong."""
    path = rulings_file(data_set)
    if not path.exists():
        return Rulings()
    found: dict[str, Ruling] = {}
    for line, ruling in _rows(path):
        if ruling.finding in found:
            raise CorpusError(
                _("判断文件 {path} 第 {line} 行：问题 {finding} 前面已经有一行，请删去其中一行。").format(
                    path=path, line=line, finding=ruling.finding
                )
            )
        found[ruling.finding] = ruling
    return Rulings(found)


def _rows(path: Path) -> Iterator[tuple[int, Ruling]]:
    reader = csv.DictReader(io.StringIO(_text(path), newline=""))
    if tuple(reader.fieldnames or ()) != HEADER:
        raise CorpusError(_("判断文件 {path} 的第一行应当是 {header}。").format(path=path, header=",".join(HEADER)))
    try:
        for record in reader:
            yield reader.line_num, _ruling(path, reader.line_num, record)
    except csv.Error as error:
        raise CorpusError(
            _("判断文件 {path} 第 {line} 行不是 CSV：{error}。").format(path=path, line=reader.line_num, error=error)
        ) from error


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST:
            raise CorpusError(_("判断文件 {path} 超过 200 MB，请确认它没有损坏。").format(path=path))
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CorpusError(_("判断文件 {path} 不是 UTF-8 编码，请另存为“CSV UTF-8”。").format(path=path)) from None
    except OSError as error:
        raise CorpusError(
            _("判断文件 {path} 无法读取：{reason}。").format(path=path, reason=error.strerror or error)
        ) from error


def _ruling(path: Path, line: int, record: Mapping[str, str | None]) -> Ruling:
    values = {name: (record.get(name) or "").strip() for name in HEADER}
    complete = None not in record and None not in record.values()
    decisions = {each.value: each for each in Decision}
    if not complete:
        fault = _("应当有 {count} 列").format(count=len(HEADER))
    elif not values["finding"]:
        fault = _("没有写问题的编号 finding")
    elif values["decision"] not in decisions:
        fault = _("decision“{decision}”应当是 accept 或者 dismiss").format(decision=values["decision"])
    elif not values["reason"]:
        fault = _("没有写理由 reason")
    else:
        decision = decisions[values.pop("decision")]
        return Ruling(decision=decision, **values)
    raise CorpusError(_("判断文件 {path} 第 {line} 行：{fault}。").format(path=path, line=line, fault=fault))


def rule_on(
    data_set: Path, findings: Iterable[Rulable], finding: str, decision: Decision, reason: str, today: date
) -> Ruling:
    """Write down what a person rules on one of the findings of a data set; an earlier ruling on it is replaced."""
    if not reason.strip():
        raise CorpusError(_("请写明理由（--reason）。"))
    rulings = read_rulings(data_set)
    found = next((each for each in findings if finding_id(each) == finding), None)
    if found is None:
        raise CorpusError(
            _("数据集 {data_set} 里没有编号为 {finding} 的问题。编号见 check 和 compare 的输出。").format(
                data_set=data_set, finding=finding
            )
        )
    whose = found.whose
    ruling = Ruling(
        finding,
        decision,
        " ".join(reason.split()),
        fingerprint(found),
        today.isoformat(),
        whose.file,
        whose.agency or "",
        str(whose.year or ""),
        found.rule,
    )
    _write(rulings_file(data_set), {**rulings.by_finding, finding: ruling}.values())
    return ruling


def _write(path: Path, rulings: Iterable[Ruling]) -> None:
    """Write the file beside itself and rename it, so that it is never half there."""
    unfinished = path.with_name(f"{path.name}.part")
    try:
        with unfinished.open("w", encoding="utf-8-sig", newline="") as file:
            lines = csv.writer(file, lineterminator="\n")
            lines.writerow(HEADER)
            lines.writerows([getattr(each, name) for name in HEADER] for each in rulings)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise CorpusError(
            _("无法写入判断文件 {path}：{reason}。原来的文件没有改变。").format(
                path=path, reason=error.strerror or error
            )
        ) from error
