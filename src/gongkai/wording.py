"""Words for people: Simplified Chinese message ids, translated by gettext where a catalogue is installed.

The users of this software read Chinese, so the message ids themselves are Chinese: no catalogue has to be compiled
before the first message can be shown, and none can be missing.
"""

from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path


@cache
def _catalogue() -> NullTranslations:
    return translation("gongkai", Path(__file__).with_name("locale"), fallback=True)


def _(message: str) -> str:
    """Return the message in the reader's language; Chinese unless a catalogue says otherwise."""
    return _catalogue().gettext(message)
