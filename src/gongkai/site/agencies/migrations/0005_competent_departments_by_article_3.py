"""The help of a field cites article 3 of the Regulation. Nothing in the database changes."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0004_masking_and_sentences_for_constraints"),
    ]

    operations = [
        migrations.AlterField(
            model_name="agency",
            name="competent_department",
            field=models.ForeignKey(
                blank=True,
                help_text="条例第三条：县级以上地方人民政府办公厅（室）",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="competent_for",
                to="agencies.agency",
                verbose_name="政府信息公开工作主管部门",
            ),
        ),
    ]
