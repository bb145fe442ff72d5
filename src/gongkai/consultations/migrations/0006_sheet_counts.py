"""The counts of questionnaires are kept ready (``SheetCount``), and nothing of them is deleted."""

import django.db.models.deletion
from django.db import migrations, models

from gongkai.core import triggers


def protect(apps, editor):
    triggers.refuse(
        editor,
        "consultations_sheetcount",
        name="consultations_sheetcount",
        events=("DELETE",),
        message="Nothing of a collection is deleted.",
    )


class Migration(migrations.Migration):
    dependencies = [("consultations", "0005_followers_and_files")]
    operations = [
        migrations.CreateModel(
            name="SheetCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("question", models.CharField(blank=True, max_length=40)),
                ("place", models.PositiveSmallIntegerField()),
                ("count", models.PositiveIntegerField(default=0)),
                (
                    "collection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sheet_counts",
                        to="consultations.collection",
                    ),
                ),
            ],
            options={"ordering": ["id"]},
        ),
        migrations.AddConstraint(
            model_name="sheetcount",
            constraint=models.UniqueConstraint(
                fields=("collection", "question", "place"), name="one_count_per_answer"
            ),
        ),
        migrations.RunPython(protect, migrations.RunPython.noop),
    ]
