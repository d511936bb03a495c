"""Pages of the tree say in Chinese what they are."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0004_indexes_behind_every_list"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="agencyhome",
            options={"verbose_name": "机构主页"},
        ),
        migrations.AlterModelOptions(
            name="column",
            options={"verbose_name": "栏目"},
        ),
        migrations.AlterModelOptions(
            name="regionhome",
            options={"verbose_name": "区域主页"},
        ),
    ]
