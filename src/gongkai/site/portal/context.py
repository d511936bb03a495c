"""What every template may know of the site."""

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.site.agencies.models import Agency
from gongkai.site.portal import reading, structure


@dataclass(frozen=True)
class Entry:
    """An entry of the main navigation."""

    label: str
    address: str
    current: bool


class Frame:
    """What stands around every public page; nothing is asked of the database before a template asks for it."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def region(self) -> Agency | None:
        """The government whose site this is."""
        return structure.region()

    @property
    def office(self) -> Agency | None:
        """Whom to ask: the department in charge of disclosure, or else the government itself."""
        return (self.region.competent_department or self.region) if self.region else None

    @property
    def navigation(self) -> list[Entry]:
        """The main navigation, in the order in which every portal has it."""
        entries = [(_("首页"), reverse("region_home"))]
        if self.region:
            entries.append((_("政府信息公开"), reverse("agency_home", args=[self.region.slug])))
        labels = (_("通知公告"), _("最新动态"), _("依申请公开"), _("公开年报"))
        for part, label in zip(structure.OF_THE_REGION, labels, strict=True):
            entries.append((label, reverse("region_part", args=[part.value])))
        # The longest address that the present one begins with; the home only where it is the present one.
        here = [each for _label, each in entries if each != "/" and self.request.path.startswith(each)]
        current = max(here, key=len, default=self.request.path)
        return [Entry(label, each, each == current) for label, each in entries]

    @property
    def view(self) -> str:
        """How the reader wants to read."""
        return reading.view_of(self.request)

    @property
    def views(self) -> list[tuple[str, str, bool]]:
        """The entries that change how the reader reads."""
        return reading.entries(self.request)

    @property
    def marks(self) -> list[tuple[str, str]]:
        """What the foot must say (政府网站发展指引); no number is invented: what is unset is left out."""
        missing = _("示例") if settings.EXAMPLE else ""
        marks = (
            (_("网站标识码"), settings.SITE_CODE),
            (_("ICP备案"), settings.SITE_ICP),
            (_("公安备案"), settings.SITE_POLICE),
        )
        return [(label, value or missing) for label, value in marks if value or missing]

    @property
    def faults_address(self) -> str:
        """Where 我为政府网站找错 leads."""
        return str(settings.SITE_FAULTS)


def site(request: HttpRequest) -> dict[str, object]:
    """Return what stands around a page, its accent, and whether the content is an example."""
    return {"example": settings.EXAMPLE, "accent": settings.ACCENT, "frame": Frame(request)}
