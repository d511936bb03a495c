"""家庭住址: where somebody lives, to the door. Down to 乡镇 or 街道 it may be published, by the strict profile."""

import re
from collections.abc import Iterator

from gongkai.privacy.findings import Kind, Severity
from gongkai.privacy.matches import Match, before
from gongkai.privacy.people import NAMED

_NUMBER = "[0-9一二三四五六七八九十百]"
_DOOR = f"{_NUMBER}{{1,5}}(?:号楼|号院|号|室|单元|栋|幢|组|户|排|弄|社|座|层)"
_DETAIL = re.compile(
    "(?:村|屯|寨|庄|路|街|巷|弄|胡同|大道|小区|花园|家园|公寓|新城|苑|社区|大队|里)"
    f"(?:民委员会|委会|第|东|西|南|北|中段|附)?[\u4e00-\u9fff]{{0,4}}?(?:{_DOOR})"
    f"(?:[\u4e00-\u9fff-]{{0,4}}?(?:{_DOOR}|[0-9]{{3,4}}(?![0-9]))){{0,4}}"
)
_STRETCH = re.compile("[\u4e00-\u9fff0-9A-Za-z-]*$")
_STRETCH_WITHIN = 40
_PERSON_WITHIN = 60
_HOME = re.compile("家庭(?:住址|地址)|现?住址|现住地?|家住|居住(?:地|在|于)|户籍(?:地|所在地|地址)?|常住地|籍贯|住在")
_TOWNSHIP = re.compile("(?:街道|乡|镇)(?:办事处)?")
_COUNTY = re.compile("[区县市旗州]")
_OFFICE = re.compile(
    "(?:单位|办公|联系|通讯|通信|公司|经营|注册|机构|法院|报名|受理)(?:场所|地点|地址|所在地)|地址[:：]?$|邮编|办公室|公司|委员会|有限|政务|大厅|窗口"
)


def home_addresses(text: str, label: str = "") -> Iterator[Match]:
    """Find addresses to the door that stand with a person's name or are called a home."""
    for found in _DETAIL.finditer(text):
        stretch = _STRETCH.search(text, max(0, found.start() - _STRETCH_WITHIN), found.start())
        start = stretch.start() if stretch else found.start()
        if homes := [each.end() for each in _HOME.finditer(text, start, found.start())]:
            start = homes[-1]
        said = f"{label} {before(text, found.start(), _PERSON_WITHIN)}"
        at_home = _HOME.search(said)
        if at_home is None and (_OFFICE.search(said) or NAMED.search(said) is None):
            continue
        hidden_from = _public_part(text, start, found.start())
        if hidden_from < found.end():
            yield Match(Kind.ADDRESS, Severity.WARN, "address", start, found.end(), hidden_from)


def _public_part(text: str, start: int, detail: int) -> int:
    """Return where the private part of an address begins: after 乡镇 or 街道, else after the county."""
    for pattern in (_TOWNSHIP, _COUNTY):
        if ends := [found.end() for found in pattern.finditer(text, start, detail)]:
            return ends[-1]
    return start
