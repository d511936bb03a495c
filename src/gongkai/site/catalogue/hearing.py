"""The catalogue hears of the ledger and keeps beside each item whether it stands in it, inside the same act."""

from typing import Any

from django.dispatch import receiver

from gongkai.site.catalogue.models import Item
from gongkai.site.editorial.models import Publication
from gongkai.site.editorial.signals import corrected, published, withdrawn


def _keep(publication: Publication, *, public: bool) -> None:
    if publication.record_type == Item.type_name():
        Item.objects.filter(pk=publication.record_id).update(public=public)


@receiver(published)
@receiver(corrected)
def stands(publication: Publication, **_: Any) -> None:
    """Note that an item is public."""
    _keep(publication, public=True)


@receiver(withdrawn)
def stands_no_more(publication: Publication, **_: Any) -> None:
    """Note that an item was taken back."""
    _keep(publication, public=False)
