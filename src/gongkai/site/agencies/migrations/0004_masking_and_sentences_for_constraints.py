"""An agency says how it masks; patterns are checked when they are set; constraints say in words what is wrong."""

from django.db import migrations, models

import gongkai.site.agencies.patterns


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0003_secrecy_referral_period"),
    ]

    operations = [
        migrations.AddField(
            model_name="agency",
            name="masking",
            field=models.CharField(
                choices=[("usual", "保留首尾几位（如 138****1234）"), ("whole", "全部隐去")],
                default="usual",
                max_length=8,
                verbose_name="脱敏方式",
            ),
        ),
        migrations.AlterField(
            model_name="agency",
            name="document_number_pattern",
            field=models.CharField(
                blank=True,
                help_text="正则表达式；留空则不核对。例如 ^孟商〔\\d{4}〕\\d+号$",
                max_length=80,
                validators=[gongkai.site.agencies.patterns.validate_regular_expression],
                verbose_name="文号格式",
            ),
        ),
        migrations.AlterField(
            model_name="agency",
            name="index_pattern",
            field=models.CharField(
                default="{code}/{year}-{serial:05d}",
                help_text="可用 {code}（信用代码或标识）、{year}、{month}、{serial}；例如 {code}/{year}-{serial:05d}",
                max_length=80,
                validators=[gongkai.site.agencies.patterns.validate_index_pattern],
                verbose_name="索引号格式",
            ),
        ),
        migrations.AlterConstraint(
            model_name="agency",
            name="agency_ends_after_it_begins",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"),
                name="agency_ends_after_it_begins",
                violation_error_message="撤销日期早于设立日期。",
            ),
        ),
        migrations.AlterConstraint(
            model_name="agency",
            name="agency_period_not_beyond_the_law",
            constraint=models.CheckConstraint(
                condition=models.Q(("publication_working_days__range", (1, 20))),
                name="agency_period_not_beyond_the_law",
                violation_error_message="主动公开期限最长为 20 个工作日（条例第二十六条），可以更短，不能更长。",
            ),
        ),
        migrations.AlterConstraint(
            model_name="succession",
            name="succession_once",
            constraint=models.UniqueConstraint(
                fields=("predecessor", "successor"),
                name="succession_once",
                violation_error_message="这一承继关系已经登记。",
            ),
        ),
        migrations.AlterConstraint(
            model_name="succession",
            name="succession_between_two",
            constraint=models.CheckConstraint(
                condition=models.Q(("predecessor", models.F("successor")), _negated=True),
                name="succession_between_two",
                violation_error_message="机关不能承继它自己。",
            ),
        ),
    ]
