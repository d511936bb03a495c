"""Index numbers (索引号) from the agency's pattern: unique, permanent, in sequence."""

import re
from datetime import date

from gongkai.site.agencies.models import Agency
from gongkai.site.agencies.patterns import FIELD
from gongkai.site.catalogue.models import IndexCounter


def fill(pattern: str, *, code: str, day: date, serial: int) -> str:
    """Return the number that a pattern gives. Only its own fields are known, so a pattern can reach nothing else."""
    values = {"code": code, "year": day.year, "month": f"{day.month:02d}", "serial": serial}

    def one(match: re.Match[str]) -> str:
        name, width = match.groups()
        return str(values[name]).zfill(int(width)) if width else str(values[name])

    return FIELD.sub(one, pattern)


def allocate(agency: Agency, day: date) -> str:
    """Take the agency's next number, inside the act that publishes.

    The counter's row is held until the act ends, so two acts never get one number and a failed act leaves no gap.
    """
    period = f"{day:%Y%m}" if "{month" in agency.index_pattern else f"{day:%Y}"
    IndexCounter.objects.get_or_create(agency=agency, period=period)
    counter = IndexCounter.objects.select_for_update().get(agency=agency, period=period)
    counter.last += 1
    counter.save()
    return fill(agency.index_pattern, code=agency.code, day=day, serial=counter.last)
