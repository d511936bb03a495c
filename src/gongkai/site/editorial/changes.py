"""What changed between two contents: field by field, and within long text line by line and character by character."""

import difflib
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe

BLOCK_END = re.compile(r"</(?:p|h[2-4]|li|tr|caption|blockquote)>|<br>", re.IGNORECASE)
TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs; ``marked`` is the new text with <ins> and <del>."""

    label: str
    marked: SafeString


def readable(value: Any) -> str:
    """Return a value as people read it: text without markup, a line for each paragraph."""
    if value is None or value == "":
        return ""
    if isinstance(value, list):
        return "\n".join(f"{each['name']}（{each['sha256'][:8]}）" for each in value)
    return html.unescape(TAG.sub("", BLOCK_END.sub("\n", str(value)))).strip()


def marked(old: str, new: str) -> SafeString:
    """Return the new text with what came and what went marked.

    Lines are compared first and characters only within changed lines, so the cost stays near that of the change.
    """
    old_lines, new_lines = old.split("\n"), new.split("\n")
    parts = []
    matcher = difflib.SequenceMatcher(None, old_lines, new_lines, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            parts.extend(html.escape(line) for line in new_lines[c:d])
        elif kind == "replace" and b - a == d - c:
            parts.extend(_within(one, other) for one, other in zip(old_lines[a:b], new_lines[c:d], strict=True))
        else:
            parts.extend(f"<del>{html.escape(line)}</del>" for line in old_lines[a:b])
            parts.extend(f"<ins>{html.escape(line)}</ins>" for line in new_lines[c:d])
    return mark_safe("<br>".join(parts))


def _within(old: str, new: str) -> str:
    if len(old) * len(new) > 4_000_000:
        return f"<del>{html.escape(old)}</del><ins>{html.escape(new)}</ins>"
    parts = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            parts.append(html.escape(new[c:d]))
            continue
        if b > a:
            parts.append(f"<del>{html.escape(old[a:b])}</del>")
        if d > c:
            parts.append(f"<ins>{html.escape(new[c:d])}</ins>")
    return "".join(parts)


def changes(old: dict[str, Any], new: dict[str, Any], labels: dict[str, str]) -> Iterator[Change]:
    """Yield the fields that differ, in the order of ``labels``."""
    for name, label in labels.items():
        if old.get(name) != new.get(name):
            yield Change(label, marked(readable(old.get(name)), readable(new.get(name))))
