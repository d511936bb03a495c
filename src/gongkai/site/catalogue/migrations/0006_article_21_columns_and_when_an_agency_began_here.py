"""Columns for the topics of article 21; homes know when they were opened, which the log of acts tells."""

from typing import Any

from django.conf import settings
from django.db import migrations, models


def opened_when_the_log_says(apps: Any, _schema_editor: Any) -> None:
    events = apps.get_model("audit", "Event").objects.filter(act="open_columns").order_by("id")
    opened = dict(events.values_list("agency", "recorded_at"))
    for name in ("RegionHome", "AgencyHome"):
        for home in apps.get_model("catalogue", name).objects.all():
            home.opened_at = opened.get(home.agency_id)
            home.save(update_fields=["opened_at"])


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0004_masking_and_sentences_for_constraints"),
        ("audit", "0003_events_are_found_by_act_and_day"),
        ("catalogue", "0005_pages_of_the_tree_are_named"),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="column",
            name="column_part_once_for_an_agency",
        ),
        migrations.AddField(
            model_name="agencyhome",
            name="opened_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="开设时间"),
        ),
        migrations.AddField(
            model_name="column",
            name="article_21",
            field=models.CharField(
                blank=True,
                choices=[
                    ("municipal_construction", "市政建设"),
                    ("public_services", "公共服务"),
                    ("public_welfare", "公益事业"),
                    ("land_expropriation", "土地征收"),
                    ("housing_expropriation", "房屋征收"),
                    ("public_order", "治安管理"),
                    ("social_assistance", "社会救助"),
                    ("rural_policies", "贯彻落实农业农村政策"),
                    ("irrigation_works", "农田水利工程建设运营"),
                    ("land_contract_transfers", "农村土地承包经营权流转"),
                    ("homestead_reviews", "宅基地使用情况审核"),
                    ("funds_and_labour", "筹资筹劳"),
                ],
                max_length=30,
                verbose_name="第二十一条事项",
            ),
        ),
        migrations.AddField(
            model_name="regionhome",
            name="opened_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="开设时间"),
        ),
        migrations.AddConstraint(
            model_name="column",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("article_21", ""), models.Q(("article_20", None), ("part", "statutory")), _connector="OR"
                ),
                name="column_article_21_is_statutory",
            ),
        ),
        migrations.AddConstraint(
            model_name="column",
            constraint=models.UniqueConstraint(
                condition=models.Q(("article_20", None)),
                fields=("agency", "part", "article_21"),
                name="column_part_once_for_an_agency",
            ),
        ),
        migrations.RunPython(opened_when_the_log_says, migrations.RunPython.noop),
    ]
