"""An agency is not called what the site calls its own pages."""

from django.db import migrations, models

import gongkai.site.agencies.models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="agency",
            name="slug",
            field=models.SlugField(
                help_text="小写字母、数字和连字符，例如 commerce",
                max_length=40,
                unique=True,
                validators=[gongkai.site.agencies.models.validate_slug_is_free],
                verbose_name="网址标识",
            ),
        ),
    ]
