"""Numbers of decisions, and names and bases of fees, take no numbers of people either; the tables stay as they are."""

from django.db import migrations, models

from gongkai.site.registers.models.rows import refuse_personal_numbers


class Migration(migrations.Migration):
    """Validators alone."""

    dependencies = (("registers", "0003_whom_a_proposer_stood_in_for"),)
    operations = (
        migrations.AlterField(
            "decision",
            "number",
            models.CharField(max_length=80, validators=[refuse_personal_numbers], verbose_name="决定书文号"),
        ),
        migrations.AlterField(
            "feeitem",
            "name",
            models.CharField(max_length=100, validators=[refuse_personal_numbers], verbose_name="收费项目"),
        ),
        migrations.AlterField(
            "feeitem",
            "basis",
            models.TextField(
                help_text="设立和定价的文件名称、文号",
                max_length=500,
                validators=[refuse_personal_numbers],
                verbose_name="收费依据",
            ),
        ),
    )
