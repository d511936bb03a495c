"""Items register what other channels published, and note whether they stand in the ledger."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0002_slugs_are_free"),
        ("catalogue", "0001_initial"),
        ("editorial", "0010_publications_name_their_channel"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="item",
            name="address",
            field=models.CharField(
                blank=True,
                help_text="网页的完整网址；公报写明期号，公告栏写明地点",
                max_length=500,
                verbose_name="网址或者地点",
            ),
        ),
        migrations.AddField(
            model_name="item",
            name="capture",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="editorial.storedfile",
                verbose_name="公开凭证",
            ),
        ),
        migrations.AddField(
            model_name="item",
            name="capture_name",
            field=models.CharField(blank=True, max_length=200, verbose_name="公开凭证文件名"),
        ),
        migrations.AddField(
            model_name="item",
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
                verbose_name="公开渠道",
            ),
        ),
        migrations.AddField(
            model_name="item",
            name="elsewhere_key",
            field=models.CharField(editable=False, max_length=64, null=True),
        ),
        migrations.AddField(
            model_name="item",
            name="public",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="item",
            name="published_elsewhere_on",
            field=models.DateField(blank=True, null=True, verbose_name="在该渠道的公开日期"),
        ),
        migrations.AddField(
            model_name="item",
            name="row_key",
            field=models.CharField(blank=True, max_length=60, null=True, verbose_name="登记编号"),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("channel", ""), ("elsewhere_key", None)),
                    models.Q(
                        models.Q(("channel", ""), _negated=True),
                        models.Q(("address", ""), _negated=True),
                        ("published_elsewhere_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="item_elsewhere_says_where_and_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.UniqueConstraint(fields=("agency", "elsewhere_key"), name="item_elsewhere_once"),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.UniqueConstraint(fields=("agency", "row_key"), name="item_registered_once"),
        ),
    ]
