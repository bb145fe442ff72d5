"""Who made which move; the database itself keeps it as it was written."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gongkai.core import triggers


def protect(apps, editor):
    triggers.refuse(
        editor, "duties_dutystep", name="duties_dutystep", message="Written once, and never changed."
    )


class Migration(migrations.Migration):
    initial = True
    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.CreateModel(
            name="DutyStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("record", models.BigIntegerField()),
                ("move", models.CharField(max_length=30)),
                ("post", models.CharField(blank=True, max_length=120)),
                ("at", models.DateTimeField()),
                ("reason", models.TextField(blank=True)),
                (
                    "on_behalf_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["kind", "record", "id"], name="duty_step_of_record"),
                    models.Index(fields=["person", "kind", "-id"], name="duty_step_of_person"),
                ],
            },
        ),
        migrations.RunPython(protect, migrations.RunPython.noop),
    ]
