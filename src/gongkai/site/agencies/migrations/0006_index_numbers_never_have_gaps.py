"""Index numbers are taken inside the act that publishes and so have no gaps: there is nothing to choose."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("agencies", "0005_competent_departments_by_article_3")]
    operations = [migrations.RemoveField(model_name="agency", name="index_gap_free")]
