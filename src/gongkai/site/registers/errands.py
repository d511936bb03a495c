"""What of the registers waits for the disclosure officer (待办): releases that somebody else proposed."""

from collections.abc import Iterator

from gongkai.site.accounts.models import User
from gongkai.site.agencies.policies import RELEASING
from gongkai.site.editorial import worklist
from gongkai.site.editorial.worklist import Errand, Waiting
from gongkai.site.registers.models import Release
from gongkai.site.registers.releasing import same_person

AT_MOST = 50


def releases(user: User) -> Iterator[Waiting]:
    """Yield the releases that this person may answer, the oldest first."""
    pending = Release.objects.filter(agency__in=user.agencies_by_role(*RELEASING.roles), outcome=None)
    for release in pending.exclude(by=user).select_related("agency").order_by("pk")[:AT_MOST]:
        if same_person(release, user):
            continue
        yield Waiting(Errand.RELEASE, "核对公开登记", release, release.at, None)


worklist.SOURCES.append(releases)
