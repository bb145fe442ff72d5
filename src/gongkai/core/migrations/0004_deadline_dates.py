"""Dates that are set instead of counted, and the law of an older matter's clock."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0003_search")]
    operations = [
        migrations.AddField("deadline", "law_of", models.DateField(null=True)),
        migrations.AddField("deadline", "fixed_on", models.DateField(null=True)),
    ]
