"""Pictures that say nothing to those who do not see them (图片替代文字): advice (GB/T 37668, 适老化和无障碍)."""

import re
from collections.abc import Iterator
from pathlib import PurePath

from lxml import etree
from lxml import html as lxml_html

from gongkai.site.editorial.manuscripts import Manuscript
from gongkai.site.editorial.remarks import Remark, check

# What cameras, scanners and chat programs call their pictures, and names that only number them.
SAYS_NOTHING = re.compile(
    r"(?:img|dsc|dcim|image|photo|scan|pic|screenshot|mmexport|wx_camera|微信图片|屏幕截图|截图|图片?|照片|扫描件?|附件|未命名)?"
    r"[\s\d_.()（）-]*",
    re.IGNORECASE,
)
PICTURE_NAME = re.compile(r"\.(?:jpe?g|png|gif|bmp|webp)$", re.IGNORECASE)


def says_nothing(alternative: str) -> bool:
    """Return whether an alternative text tells nobody what is in the picture: empty, a number, a file's name."""
    return SAYS_NOTHING.fullmatch(PICTURE_NAME.sub("", alternative.strip())) is not None


@check("pictures", version=lambda: "1")
def alternative_text(manuscript: Manuscript) -> Iterator[Remark]:
    """Say which pictures have no text that stands for them; an attached one is known by its name."""
    for passage in manuscript.passages:
        if passage.rich and "<img" in passage.written.lower():
            for number, picture in enumerate(_pictures(passage.written), 1):
                if says_nothing(picture.get("alt", "")):
                    why = "图片没有替代文字，看不见图片的人不知道其中的内容，请补上说明"
                    yield Remark("pictures.alternative_text", f"{passage.label}第{number}幅图片", "", why, False, True)
    for each in manuscript.files:
        if each.file.media_type.startswith("image/") and says_nothing(PurePath(each.name).stem):
            why = "图片附件的名称没有说明内容，请改为说明内容的名称（如“活动现场照片”），看不见图片的人靠它了解"
            yield Remark("pictures.alternative_text", f"附件“{each.name}”", "", why, False, True)


def _pictures(markup: str) -> Iterator[etree._Element]:
    try:
        yield from lxml_html.fragment_fromstring(markup, create_parent=True).iter("img")
    except (etree.ParserError, ValueError):
        return
