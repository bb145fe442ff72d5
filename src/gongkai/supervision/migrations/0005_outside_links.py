"""Links to other sites, with what came of asking for them."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("supervision", "0004_assessment")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="OutsideLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("url", models.TextField()),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("seen_on", models.DateField()),
                ("asked_on", models.DateField(null=True)),
                ("outcome", models.CharField(blank=True, max_length=12)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("since", models.DateField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["seen_on", "asked_on"], name="outside_link_to_ask")],
            },
        ),
    ]
