"""What of the catalogue waits for the disclosure officer (待办): assessments that are due (条例第十八条)."""

from collections.abc import Iterator

from django.utils import timezone

from gongkai.site.accounts.models import User
from gongkai.site.agencies.roles import Role
from gongkai.site.catalogue.deadlines import to_reassess
from gongkai.site.editorial import worklist
from gongkai.site.editorial.worklist import SOON, Errand, Waiting

AT_MOST = 50


def assessments(user: User) -> Iterator[Waiting]:
    """Yield what is to be assessed again by now or within three days, the longest overdue first."""
    agencies = user.agencies_by_role(Role.DISCLOSURE_OFFICER)
    due = to_reassess(agencies).filter(reassess_on__lte=timezone.localdate() + SOON).select_related("agency")
    for item in due[:AT_MOST]:
        yield Waiting(Errand.REASSESS, "动态调整评估", item, item.changed_at, item.reassess_on)


worklist.SOURCES.append(assessments)
