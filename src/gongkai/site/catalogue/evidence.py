"""What the checks say of things published elsewhere: the evidence (公开凭证) and what it holds."""

from collections.abc import Iterator

from gongkai.privacy import Severity
from gongkai.site.catalogue.models import Item
from gongkai.site.editorial import scans
from gongkai.site.editorial.manuscripts import Manuscript
from gongkai.site.editorial.models import Channel
from gongkai.site.editorial.remarks import Remark, check


@check("elsewhere", version=lambda: "1")
def evidence_of_publication(manuscript: Manuscript) -> Iterator[Remark]:
    """Advise where evidence is missing, or shows personal data: that is already public, and to be mended there."""
    if manuscript.record_type != Item.type_name():
        return
    item = Item.objects.exclude(channel=Channel.SITE).filter(pk=manuscript.record_id).first()
    if item is None:
        return
    if item.capture_id is None:
        yield Remark(
            "catalogue.capture", "公开凭证", "", "没有留存网页截图或者 PDF，日后难以证明确曾在该渠道公开", False, True
        )
        return
    for scan in scans.newest([item.capture_id]).get(item.capture_id, {}).values():
        for each in scan.findings:
            if each["severity"] != Severity.INFO:
                yield Remark(
                    f"catalogue.capture.{each['kind']}", f"公开凭证“{item.capture_name}”{each['where']}",
                    each["shown"], f"{each['why']}；请先在原渠道处理", False, True,
                )  # fmt: skip
