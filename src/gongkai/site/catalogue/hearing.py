"""The catalogue hears of the ledger, and of whoever would take its tree apart.

Beside each item it keeps whether it stands in the ledger, inside the same act. Pages of the tree are neither moved nor
deleted, nor is anything else put among them: every agency has the same parts in the same places
(国办公开办函〔2019〕61号).
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models.signals import pre_delete, pre_save
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import pre_page_move

from gongkai.site.catalogue.models import AgencyHome, Column, Item, RegionHome, Shelf
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


@receiver(pre_delete, sender=RegionHome)
@receiver(pre_delete, sender=AgencyHome)
@receiver(pre_delete, sender=Column)
def keep_the_tree(instance: Shelf, **_: Any) -> None:
    """Refuse to delete a page of the tree, by itself or with the page above it."""
    raise ValidationError(f"“{instance.title}”是公开平台的规定组成部分，不能删除。")


@receiver(pre_page_move)
def keep_places(instance: Page, **_: Any) -> None:
    """Refuse to move a page."""
    raise ValidationError(f"“{instance.title}”的位置是规定的，不能移动。")


@receiver(pre_save, sender=Page)
def keep_strangers_out(instance: Page, **_: Any) -> None:
    """Refuse a page without a kind among those of the tree; saving the base of one of them is no new page."""
    if instance._state.adding and instance.depth and instance.depth > 1:
        raise ValidationError("公开平台里只能设主页和栏目。")
