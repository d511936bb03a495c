"""The ledger says through which channel something became public."""

from django.db import migrations, models

from gongkai.site.audit.immutable import append_only_again

BEFORE, AFTER = append_only_again("editorial_publication")


class Migration(migrations.Migration):
    dependencies = [
        ("editorial", "0009_answers_and_remedial_measures"),
    ]

    operations = [
        BEFORE,
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
        AFTER,
    ]
