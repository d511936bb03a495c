"""What the checks say of things published elsewhere: the evidence (公开凭证) and what it holds."""

from collections.abc import Iterator, Sequence

from gongkai.privacy import Severity
from gongkai.site.catalogue.models import Item
from gongkai.site.editorial import scans
from gongkai.site.editorial.manuscripts import Manuscript
from gongkai.site.editorial.models import Channel, FileScan
from gongkai.site.editorial.remarks import Remark, check


@check("elsewhere", version=lambda: "2")
def evidence_of_publication(manuscript: Manuscript) -> Iterator[Remark]:
    """Advise where evidence is missing, or shows personal data: that is already public, and to be mended there."""
    if manuscript.record_type != Item.type_name() or not manuscript.content.get("channel", Channel.SITE):
        return
    capture = manuscript.content.get("capture")
    if capture is None:
        yield Remark(
            "catalogue.capture", "公开凭证", "", "没有留存网页截图或者 PDF，日后难以证明确曾在该渠道公开", False, True
        )
        return
    for scan in manuscript.ask(_scans_of_evidence).get(capture["sha256"], {}).values():
        for each in scan.findings:
            if each["severity"] != Severity.INFO:
                yield Remark(
                    f"catalogue.capture.{each['kind']}", f"公开凭证“{capture['name']}”{each['where']}",
                    each["shown"], f"{each['why']}；请先在原渠道处理", False, True,
                )  # fmt: skip


def _scans_of_evidence(manuscripts: Sequence[Manuscript]) -> dict[str, dict[str, FileScan]]:
    """Return the newest scans of the evidence that some manuscripts carry, by its hash."""
    captures = [each.content["capture"] for each in manuscripts if each.content.get("capture")]
    return scans.newest({each["sha256"] for each in captures})
