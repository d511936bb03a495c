"""What is kept beside the records, compared with them and made anew: search index, counts, paths of agencies."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from gongkai.site import search
from gongkai.site.agencies.models import Agency
from gongkai.site.audit.jobs import job
from gongkai.site.audit.projections import Projection, register
from gongkai.site.editorial.models import Publication
from gongkai.site.portal.hearing import entry_of
from gongkai.site.portal.models import ColumnCount, Interpretation

WRONG = {
    search.What.MISSING: "没有编入索引",
    search.What.SURPLUS: "不应当在索引里",
    search.What.DIFFERENT: "索引里的内容不是现行内容",
    search.What.MISINDEXED: "索引与内容不符",
}


def entries() -> Iterator[search.Entry]:
    """Yield everything that search should find: what stands."""
    standing = Publication.objects.standing().select_related("agency").order_by("seq")
    for publication in standing.iterator(chunk_size=500):
        yield entry_of(publication)


def search_differences() -> list[str]:
    """Return in what the index is not what the ledger says."""
    try:
        return [f"公开账第 {each.seq} 号{WRONG[each.what]}" for each in search.check(entries())]
    except search.SearchUnavailable as error:
        return [f"索引损坏，不能使用：{error.__cause__ or error}"]


def rebuild_search() -> None:
    """Make the index anew."""
    search.rebuild(entries())


def _paths() -> dict[int, str]:
    """Return the path that each agency should have: the ids from the root down to it."""
    parents = dict(Agency.objects.values_list("pk", "parent_id"))

    def path(pk: int | None) -> str:
        return "/" if pk is None else f"{path(parents[pk])}{pk}/"

    return {pk: path(pk) for pk in parents}


def _wrong_paths() -> dict[int, str]:
    paths = _paths()
    return {pk: paths[pk] for pk, path in Agency.objects.values_list("pk", "path") if path != paths[pk]}


def path_differences() -> list[str]:
    """Return which agencies do not stand where their parents say."""
    return [f"机构 {pk} 应在 {path}" for pk, path in _wrong_paths().items()]


def rebuild_paths() -> None:
    """Put each agency where its parents say."""
    with transaction.atomic():
        for pk, path in _wrong_paths().items():
            Agency.objects.filter(pk=pk).update(path=path)


def count_differences() -> list[str]:
    """Return the columns whose count is not what the ledger says."""
    told = {pk: number for pk, number in ColumnCount.objects.values_list("column", "number") if number}
    true = {pk: number for pk, (_agency, number) in ColumnCount.objects.should_be().items()}
    return [
        f"栏目 {pk} 记为 {told.get(pk, 0)} 条，应为 {true.get(pk, 0)} 条"
        for pk in sorted(told.keys() | true.keys()) if told.get(pk, 0) != true.get(pk, 0)
    ]  # fmt: skip


def rebuild_counts() -> None:
    """Count anew."""
    with transaction.atomic():
        ColumnCount.objects.all().delete()
        ColumnCount.objects.bulk_create(
            ColumnCount(column=column, agency_id=agency, number=number)
            for column, (agency, number) in ColumnCount.objects.should_be().items()
        )


def interpretation_differences() -> list[str]:
    """Return which interpretations are not linked as the ledger says."""
    told, true = dict(Interpretation.objects.values_list("publication", "policy")), Interpretation.objects.should_be()
    return [
        f"公开记录 {pk} 所解读的文件记为 {told.get(pk, '无')}，应为 {true.get(pk, '无')}"
        for pk in sorted(told.keys() | true.keys()) if told.get(pk) != true.get(pk)
    ]  # fmt: skip


def rebuild_interpretations() -> None:
    """Link anew."""
    with transaction.atomic():
        Interpretation.objects.all().delete()
        Interpretation.objects.bulk_create(
            Interpretation(publication_id=pk, policy=policy)
            for pk, policy in Interpretation.objects.should_be().items()
        )


register(Projection("检索索引", search_differences, rebuild_search))
register(Projection("栏目条数", count_differences, rebuild_counts))
register(Projection("政策解读", interpretation_differences, rebuild_interpretations))
register(Projection("机构层级", path_differences, rebuild_paths))


@job("修复检索索引")
def repair_search(_now: datetime) -> None:
    """Make a damaged index anew, so that search comes back by itself."""
    if not search.usable():
        rebuild_search()
