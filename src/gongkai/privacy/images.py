"""Pictures: what the file says beside the picture. What can be read in the picture itself, nobody has looked at."""

import warnings
from io import BytesIO

from gongkai.opening.errors import UnreadableFile
from gongkai.privacy.contents import Contents
from gongkai.privacy.findings import Severity
from gongkai.wording import _

MAGIC = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_GPS = 0x8825
_EXIF_DETAILS = 0x8769
_TELLING = frozenset({"Make", "Model", "Software", "DateTimeOriginal", "BodySerialNumber", "LensModel", "HostComputer"})
_LONGEST = 4096


def is_picture(data: bytes) -> bool:
    """Say whether bytes are a picture of a usual format."""
    return data.startswith(MAGIC) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")


def scan_image(data: bytes, name: str, contents: Contents) -> None:
    """Search the properties of a picture (EXIF, PNG text, XMP)."""
    from PIL import ExifTags, Image

    contents.skip(_("图片中的文字"), Severity.WARN)
    try:
        # Nothing is decoded: the header and the properties are all that is read.
        with warnings.catch_warnings(action="ignore"), Image.open(BytesIO(data)) as picture:
            info = dict(picture.info)
            exif = picture.getexif()
            details = dict(exif.get_ifd(_EXIF_DETAILS))
            place = dict(exif.get_ifd(_GPS))
            plain = dict(exif)
    except MemoryError:
        raise
    # Pillow raises whatever its format plugins meet in damaged files: OSError, SyntaxError, struct.error, KeyError …
    except Exception as error:
        raise UnreadableFile(name, _("图片已损坏，打不开"), todo=_("请重新获取图片")) from error
    if place:
        contents.report("metadata.location", _("经纬度"), _("图片属性 GPS"))
    for tag, value in (plain | details).items():
        _property(str(ExifTags.TAGS.get(tag, tag)), value, contents)
    for key, value in info.items():
        if key not in {"exif", "icc_profile"}:
            _property(str(key), value, contents)


def _property(name: str, value: object, contents: Contents) -> None:
    if isinstance(value, bytes):
        wide = name.startswith("XP")
        value = value.decode("utf-16-le" if wide else "utf-8", "ignore")
    if not isinstance(value, str):
        return
    text = value[:_LONGEST].replace("\0", "").removeprefix("ASCII").strip()
    if not text:
        return
    if name in _TELLING:
        contents.report("metadata.camera", text, _("图片属性 {name}").format(name=name), Severity.WARN)
        contents.add_text(text, _("图片属性 {name}").format(name=name))
    else:
        contents.add_property(name, text)
