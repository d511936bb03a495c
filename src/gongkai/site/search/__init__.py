"""Search (检索) inside the database: character bigrams, written in the act that publishes.

Records are known as (type, id, agency), and everything is told in plain values::

    search.put(Entry(seq=7, record_type="item", record_id="12", agency=3, column="policy", year=2023,
                     validity="in_force", title="关于……的通知", numbers=("孟商〔2023〕5号",), body="……"))
    page = search.find(Query("会盟镇 采砂", agencies=[3], year=2023), order="title_first")
    page = search.find(Query("会盟镇 采砂", agencies=[3], year=2023), order="title_first", after=page.next)
    search.highlight(text, Query("采砂"))
    search.remove(7)

`put` and `remove` belong to the transaction of the act that calls them; a damaged index stops neither, but answers
nothing (`SearchUnavailable`) from then on, until `rebuild`. `check` and `rebuild` take all entries that
should be in.
"""

from gongkai.site.search.entries import Entry
from gongkai.site.search.errors import BadCursor, SearchUnavailable
from gongkai.site.search.highlight import highlight
from gongkai.site.search.index import Difference, What, check, find, put, rebuild, remove, usable
from gongkai.site.search.queries import Hit, Order, Page, Query

__all__ = [
    "BadCursor",
    "Difference",
    "Entry",
    "Hit",
    "Order",
    "Page",
    "Query",
    "SearchUnavailable",
    "What",
    "check",
    "find",
    "highlight",
    "put",
    "rebuild",
    "remove",
    "usable",
]
