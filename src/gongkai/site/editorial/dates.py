"""Days that no calendar has (不存在的日期), such as 2月30日: advice."""

import re
from collections.abc import Iterator
from datetime import date

from gongkai.site.editorial.manuscripts import Manuscript
from gongkai.site.editorial.remarks import Remark, check

DAY = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")


@check("dates", version=lambda: "1")
def days_that_do_not_exist(manuscript: Manuscript) -> Iterator[Remark]:
    """Say which dates cannot be."""
    for passage in manuscript.passages:
        for match in DAY.finditer(passage.text):
            try:
                date(*map(int, match.groups()))
            except ValueError:
                yield Remark("dates.impossible", passage.label, match[0], "没有这一天，请核对日期", False, True)
