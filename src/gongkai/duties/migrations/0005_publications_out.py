"""A publication is taken out of its theme, or put back: a turn each, written once."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gongkai.core import triggers


def protect(apps, editor):
    triggers.refuse(
        editor,
        "duties_themepublicationturn",
        name="duties_themepublicationturn",
        message="Written once, and never changed.",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("duties", "0004_publicity"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ThemePublicationTurn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("inside", models.BooleanField()),
                ("at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="turns",
                        to="duties.themepublication",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("publication", "number"), name="a_turn_of_a_publication_once"
                    )
                ],
            },
        ),
        migrations.RunPython(protect, migrations.RunPython.noop),
    ]
