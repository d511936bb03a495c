"""Personal and hidden data in text and files: found, shown masked, and masked (隐私检查、脱敏).

``scan_text`` and ``scan_file`` return findings that a person decides on; ``mask_text`` and ``mask_file`` replace what a
profile says. What is not allowed to be seen is never printed whole. These names are loaded when first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongkai.opening.errors import UnreadableFile as UnreadableFile
    from gongkai.privacy.files import scan_file as scan_file
    from gongkai.privacy.files import scan_path as scan_path
    from gongkai.privacy.findings import Finding as Finding
    from gongkai.privacy.findings import Kind as Kind
    from gongkai.privacy.findings import Scan as Scan
    from gongkai.privacy.findings import Severity as Severity
    from gongkai.privacy.mask_files import CannotMask as CannotMask
    from gongkai.privacy.mask_files import mask_file as mask_file
    from gongkai.privacy.masking import STRICT as STRICT
    from gongkai.privacy.masking import MaskProfile as MaskProfile
    from gongkai.privacy.text import mask_text as mask_text
    from gongkai.privacy.text import scan_text as scan_text
    from gongkai.privacy.version import finders_version as finders_version
    from gongkai.privacy.wording_lists import near_misses as near_misses

_MODULES = {
    "STRICT": "gongkai.privacy.masking",
    "CannotMask": "gongkai.privacy.mask_files",
    "Finding": "gongkai.privacy.findings",
    "Kind": "gongkai.privacy.findings",
    "MaskProfile": "gongkai.privacy.masking",
    "Scan": "gongkai.privacy.findings",
    "Severity": "gongkai.privacy.findings",
    "UnreadableFile": "gongkai.opening.errors",
    "finders_version": "gongkai.privacy.version",
    "mask_file": "gongkai.privacy.mask_files",
    "mask_text": "gongkai.privacy.text",
    "near_misses": "gongkai.privacy.wording_lists",
    "scan_file": "gongkai.privacy.files",
    "scan_path": "gongkai.privacy.files",
    "scan_text": "gongkai.privacy.text",
}

__all__ = tuple(_MODULES)


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_MODULES[name]), name)
