"""Everybody has an agency now; lists filter by it and by when a role ends. Constraints say in words what is wrong."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_people_belong_where_they_were_registered"),
        ("agencies", "0004_masking_and_sentences_for_constraints"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.AlterField(
            model_name="user",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="staff",
                to="agencies.agency",
                verbose_name="所属机构",
            ),
        ),
        migrations.AddIndex(
            model_name="membership",
            index=models.Index(fields=["valid_to"], name="membership_by_end"),
        ),
        migrations.AddIndex(
            model_name="user",
            index=models.Index(fields=["agency", "username"], name="user_by_agency"),
        ),
        migrations.AlterConstraint(
            model_name="membership",
            name="membership_ends_after_it_begins",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"),
                name="membership_ends_after_it_begins",
                violation_error_message="截止日期早于起始日期。",
            ),
        ),
        migrations.AlterConstraint(
            model_name="membership",
            name="membership_lent_only_until_a_date",
            constraint=models.CheckConstraint(
                condition=models.Q(("lent_by", None), ("valid_to__isnull", False), _connector="OR"),
                name="membership_lent_only_until_a_date",
                violation_error_message="派出的审核人员应有截止日期。",
            ),
        ),
        migrations.AlterConstraint(
            model_name="user",
            name="nobody_is_a_superuser",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_superuser", False)),
                name="nobody_is_a_superuser",
                violation_error_message="任何人都不能是超级用户；系统维护由命令进行。",
            ),
        ),
    ]
