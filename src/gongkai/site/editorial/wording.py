"""Near misses of protected wording (表述差错) in texts and files: advice, by dated lists that can be replaced.

The list that comes with the program is used unless the folder of the setting ``WORDING_LISTS`` has one of the same
name; every other list in that folder is used besides.
"""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from gongkai.privacy.wording_lists import OURS, WordingList, WordingListInvalid, bundled_lists, load_lists
from gongkai.site.audit.canonical import digest
from gongkai.site.editorial import scans
from gongkai.site.editorial.manuscripts import Manuscript
from gongkai.site.editorial.models import StoredFile
from gongkai.site.editorial.remarks import Remark, check

Signature = tuple[tuple[str, int, int], ...]


def lists() -> tuple[WordingList, ...]:
    """Return the lists in force, or raise ``WordingListInvalid`` where one of them cannot be read."""
    folder = Path(settings.WORDING_LISTS)
    found = sorted(folder.glob("*.toml")) if folder.is_dir() else []
    return _read(tuple((str(each), (stat := each.stat()).st_mtime_ns, stat.st_size) for each in found))


@lru_cache(maxsize=2)
def _read(signature: Signature) -> tuple[WordingList, ...]:
    """Read the lists once while none of their files changes."""
    own = load_lists(*(path for path, _, _ in signature))
    replaced = any(Path(path).name == OURS for path, _, _ in signature)
    return own if replaced else (*bundled_lists(), *own)


def version() -> str:
    """Return a digest of the lists in force, each by its name and whole text."""
    try:
        return digest([[each.name, each.version, each.sha256] for each in lists()])
    except WordingListInvalid as error:
        return digest(str(error))


def _near_misses(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield what is written, what was probably meant, and the list that says so with its version."""
    for each in lists():
        for miss in each.near_misses(text):
            yield miss.written, miss.meant, f"{each.name} {each.version}"


@scans.examiner("wording", version=version)
def _examine(file: StoredFile) -> scans.Findings:
    """Look for near misses in the text of a file."""
    try:
        found = dict.fromkeys(_near_misses(file.text))
    except WordingListInvalid:
        return []  # The check says of the whole manuscript that the lists cannot be read.
    return [{"shown": written, "meant": meant, "source": source} for written, meant, source in found]


@check("wording", version=version)
def protected_wording(manuscript: Manuscript) -> Iterator[Remark]:
    """Say what looks like a slip in a protected term."""
    try:
        lists()
    except WordingListInvalid as error:
        why = f"用语表读不出来，没有核对表述，请告知系统管理员（{error}）"
        yield Remark("wording.not_examined", "全文", "", why, True, True)
        return
    for passage in manuscript.passages:
        for written, meant, source in _near_misses(passage.text):
            yield _remark(passage.label, written, meant, source)
    for each in manuscript.files:
        scan = each.scans.get("wording")
        for found in scan.findings if scan else ():
            yield _remark(f"附件“{each.name}”", found["shown"], found["meant"], found["source"])


def _remark(where: str, written: str, meant: str, source: str) -> Remark:
    why = f"疑似表述差错，是否应为“{meant}”？（用语表 {source}）"
    return Remark("wording.near_miss", where, written, why, False, True, source)
