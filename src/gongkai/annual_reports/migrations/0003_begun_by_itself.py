"""A report that the installation's own clock began has nobody who began it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("annual_reports", "0002_protection"), ("people", "0001_initial")]
    operations = [
        migrations.AlterField(
            "report",
            "created_by",
            models.ForeignKey("people.person", models.PROTECT, null=True, related_name="+"),
        )
    ]
