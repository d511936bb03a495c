"""Who changed a text is kept for each record, and deputies beside what they did: none of them reviews the text.

What was changed before is taken from the audit chain, which names who did each act and whom they stood in for.
"""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gongkai.site.audit.immutable import append_only

CHANGING = (
    "create_item", "register_elsewhere", "save_draft", "attach_file", "remove_attachment", "mask_personal_data",
)  # fmt: skip
WITH_NEW_COLUMNS = ("afterreview", "importproposal", "publication", "secrecyanswer", "secrecyreview", "submission")


def append_only_again(apps: Any, schema_editor: Any) -> None:
    """SQLite makes a table anew to drop these columns, and its triggers go with the old one."""
    if schema_editor.connection.vendor == "sqlite":
        for table in WITH_NEW_COLUMNS:
            append_only(f"editorial_{table}").code(apps, schema_editor)


def edits_from_the_audit_chain(apps: Any, _schema_editor: Any) -> None:
    event_model, edit_model = apps.get_model("audit", "Event"), apps.get_model("editorial", "Edit")
    publications = apps.get_model("editorial", "Publication").objects.order_by("version")
    published: dict[tuple[str, int], list[tuple[Any, int]]] = {}
    for kind, pk, version, at in publications.values_list("record_type", "record_id", "version", "recorded_at"):
        published.setdefault((kind, pk), []).append((at, version))
    edits = []
    for event in event_model.objects.filter(act__in=CHANGING, actor__isnull=False).order_by("id").iterator():
        before = published.get((event.subject_type, int(event.subject_id)), [])
        edits.append(
            edit_model(
                record_type=event.subject_type,
                record_id=int(event.subject_id),
                agency_id=event.agency,
                by_id=event.actor,
                on_behalf_of_id=event.facts.get("on_behalf_of"),
                at=event.recorded_at,
                after_version=max((version for at, version in before if at <= event.recorded_at), default=0),
            )
        )
    edit_model.objects.bulk_create(edits, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_recovery_codes_of_the_second_step"),
        ("agencies", "0004_masking_and_sentences_for_constraints"),
        ("editorial", "0010_publications_name_their_channel"),
        ("audit", "0003_events_are_found_by_act_and_day"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, append_only_again),
        migrations.AddField(
            model_name="afterreview",
            name="content_sha256",
            field=models.CharField(max_length=64, null=True),
        ),
        migrations.AddField(
            model_name="afterreview",
            name="on_behalf_of",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="importproposal",
            name="on_behalf_of",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="publication",
            name="emergency_approved_for",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="secrecyanswer",
            name="on_behalf_of",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="secrecyreview",
            name="on_behalf_of",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="submission",
            name="on_behalf_of",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.CreateModel(
            name="Edit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("record_type", models.CharField(max_length=60)),
                ("record_id", models.PositiveBigIntegerField()),
                ("after_version", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "on_behalf_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["record_type", "record_id", "after_version"], name="edit_by_record")],
            },
        ),
        append_only("editorial_edit"),
        migrations.RunPython(edits_from_the_audit_chain, migrations.RunPython.noop),
    ]
