"""The app `editorial`."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


def make_workflow(**_: Any) -> None:
    """Make Wagtail's workflow of the three stages where it is missing."""
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import Workflow, WorkflowTask

    from gongkai.site.editorial.models import ReviewStage, Stage
    from gongkai.site.editorial.records import WORKFLOW

    workflow, _made = Workflow.objects.get_or_create(name=WORKFLOW, defaults={"active": True})
    for stage in Stage:
        task, _made = ReviewStage.objects.get_or_create(
            stage=stage,
            defaults={
                "name": f"{stage.label}{stage.proofreading}",
                "content_type": ContentType.objects.get_for_model(ReviewStage),
            },
        )
        WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": int(stage)})


class EditorialConfig(AppConfig):
    """Review and publication (审核发布)."""

    name = "gongkai.site.editorial"
    label = "editorial"
    verbose_name = "审核发布"

    def ready(self) -> None:
        """Make the workflow after every migration, also after the flush of a test."""
        post_migrate.connect(make_workflow, sender=self)
        from gongkai.site.accounts import menu
        from gongkai.site.agencies.policies import EXAMINING_AGAIN, SIGNED_IN
        from gongkai.site.editorial import (  # noqa: F401 -- they plug themselves in
            cited,
            dates,
            links,
            pictures,
            privacy,
            referrals,
            remedial,
            scheduling,
            signed_sheets,
            wording,
        )

        menu.add(menu.Entry(10, "待办", "worklist", SIGNED_IN))
        menu.add(menu.Entry(25, "复查", "rescan", EXAMINING_AGAIN))
