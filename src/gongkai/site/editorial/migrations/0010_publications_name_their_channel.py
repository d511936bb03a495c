"""The ledger says through which channel something became public."""

from typing import Any

from django.db import migrations, models

from gongkai.site.audit.immutable import append_only


def append_only_again(apps: Any, schema_editor: Any) -> None:
    """SQLite makes a table anew to add a column, and its triggers go with the old one."""
    if schema_editor.connection.vendor == "sqlite":
        append_only("editorial_publication").code(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [
        ("editorial", "0009_answers_and_remedial_measures"),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, append_only_again),
        migrations.AddField(
            model_name="publication",
            name="channel",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "本网站"),
                    ("portal", "政府网站集约化平台"),
                    ("wechat", "政务微信公众号"),
                    ("weibo", "政务微博"),
                    ("other_online", "其他互联网政务媒体"),
                    ("gazette", "政府公报"),
                    ("notice_board", "公告栏"),
                    ("press", "报刊、广播、电视"),
                    ("conference", "新闻发布会"),
                ],
                default="",
                max_length=16,
            ),
        ),
        migrations.RunPython(append_only_again, migrations.RunPython.noop),
    ]
