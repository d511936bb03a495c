"""Where the public addresses of the site lead, for those who check links: from the ledger, as the pages answer."""

from collections.abc import Sequence
from typing import Any

from gongkai.site.agencies.models import Agency
from gongkai.site.catalogue.models import Column, Part
from gongkai.site.editorial.links import NOWHERE, Target, leads_by
from gongkai.site.editorial.models import Publication, PublishedFile
from gongkai.site.portal.ledger import ITEM, PublicItem
from gongkai.site.registers.models import PublicEntry


@leads_by("public_item")
def items(wanted: Sequence[dict[str, Any]]) -> list[Target]:
    """Items: public while they stand."""
    standing = Publication.objects.standing().filter(record_type=ITEM, record_id__in={each["pk"] for each in wanted})
    found = {each.record_id: each for each in standing}
    return [Target(True, found[each["pk"]]) if each["pk"] in found else NOWHERE for each in wanted]


@leads_by("public_file")
def files(wanted: Sequence[dict[str, Any]]) -> list[Target]:
    """Files of items: public while the publication that carries them stands."""
    standing = items(wanted)
    carried = set(
        PublishedFile.objects.filter(publication__in=[each.publication.pk for each in standing if each.publication])
        .values_list("publication__record_id", "position")
    )  # fmt: skip
    return [
        target if (each["pk"], each["position"]) in carried else NOWHERE
        for each, target in zip(wanted, standing, strict=True)
    ]


@leads_by("public_register_row")
def rows_of_registers(wanted: Sequence[dict[str, Any]]) -> list[Target]:
    """Rows of registers: public while their entry stands."""
    standing = set(
        PublicEntry.objects.standing().filter(record_id__in={each["row"] for each in wanted})
        .values_list("agency__slug", "register", "record_id")
    )  # fmt: skip
    return [Target(public=(each["agency"], each["register"], each["row"]) in standing) for each in wanted]


@leads_by("public_registers")
@leads_by("public_register")
@leads_by("open_data")
@leads_by("open_csv")
@leads_by("open_json")
@leads_by("agency_home")
@leads_by("agency_feed")
def agencies(wanted: Sequence[dict[str, Any]]) -> list[Target]:
    """Homes, feeds, registers and open data of agencies."""
    known = set(Agency.objects.filter(slug__in={each["agency"] for each in wanted}).values_list("slug", flat=True))
    return [Target(public=each["agency"] in known) for each in wanted]


@leads_by("column")
@leads_by("column_feed")
@leads_by("statutory")
@leads_by("statutory_feed")
def columns(wanted: Sequence[dict[str, Any]]) -> list[Target]:
    """Columns and their feeds."""
    columns = Column.objects.filter(agency__slug__in={each["agency"] for each in wanted}).select_related("agency")
    known = {(each.agency.slug, each.part, each.duty) for each in columns}
    return [
        Target(public=(each["agency"], each.get("part", Part.STATUTORY.value), each.get("duty", "")) in known)
        for each in wanted
    ]


@leads_by("region_part")
@leads_by("region_part_feed")
@leads_by("sitemap_items")
@leads_by("open_schema")
def of_the_region(wanted: Sequence[dict[str, Any]]) -> list[Target]:
    """What is the whole region's, and always answers."""
    return [Target(public=True) for _ in wanted]


@leads_by("guide_version")
def guide_versions(wanted: Sequence[dict[str, Any]]) -> list[Target]:
    """Versions of an agency's guide, while it has one."""
    guides = Publication.objects.standing().filter(
        agency__slug__in={each["agency"] for each in wanted},
        column__in=Column.objects.filter(part=Part.GUIDE).values("pk"),
    )
    known = {
        (guide.agency.slug, each.publication.version)
        for guide in guides.select_related("agency")
        for each in PublicItem(guide).versions
    }
    return [Target(public=(each["agency"], each["version"]) in known) for each in wanted]
