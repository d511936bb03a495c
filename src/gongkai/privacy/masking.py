"""Masking (脱敏): how much of a value stays to be seen, and whether a value that is already masked hides enough."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from gongkai.privacy.findings import Kind

MASKS = "*＊×✕●■█xX"
"""What stands for a hidden character. An ``x`` as the last character of a resident ID is its check digit."""

_STRICT: Mapping[Kind, tuple[int, int]] = MappingProxyType(
    {Kind.MOBILE: (3, 4), Kind.RESIDENT_ID: (2, 3), Kind.BANK_CARD: (0, 4), Kind.PASSPORT: (1, 2)}
)


@dataclass(frozen=True)
class MaskProfile:
    """How many characters of each kind stay at the beginning and at the end.

    Without changes, the form that an inspection notice of 永安市 (2022, fourth quarter) demands: ``138****1234``,
    ``35*************123``, home addresses down to 乡镇 or 街道. It names no bank cards and passports, of
    which we let no more be seen than tells a bearer which one is meant. Places differ, so an agency can have its own.
    A kind that is not named is not masked: the telephone numbers of offices are for everybody.
    """

    shown: Mapping[Kind, tuple[int, int]] = field(default_factory=lambda: _STRICT)
    address_to_township: bool = True
    mark: str = "*"

    def __post_init__(self) -> None:
        if len(self.mark) != 1 or self.mark not in MASKS:
            raise ValueError(f"A mask is one of {MASKS}, not {self.mark!r}.")
        for kind, (head, tail) in self.shown.items():
            if head < 0 or tail < 0 or head + tail > 10:
                raise ValueError(f"{kind}: {head} + {tail} characters would stay, which hides nothing.")

    def masks(self, kind: Kind) -> bool:
        """Say whether values of a kind are to be masked."""
        return kind in self.shown or (kind is Kind.ADDRESS and self.address_to_township)

    def hidden(self, kind: Kind, length: int) -> range:
        """Return which of a value's characters are hidden."""
        head, tail = self.shown.get(kind, (0, 4))
        return range(min(head, length), max(length - tail, min(head, length)))

    def masked(self, kind: Kind, characters: str) -> str:
        """Return a value, without its separators, with what is to be hidden replaced."""
        hidden = self.hidden(kind, len(characters))
        return characters[: hidden.start] + self.mark * len(hidden) + characters[hidden.stop :]


STRICT = MaskProfile()
