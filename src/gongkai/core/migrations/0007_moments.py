"""Clocks that run from moment to moment, and the steps of urging on them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0006_mail")]
    operations = [
        migrations.AddField("deadline", "period", models.JSONField(null=True)),
        migrations.AddField("deadline", "started_at", models.DateTimeField(null=True)),
        migrations.AddField("deadline", "due_at", models.DateTimeField(null=True)),
        migrations.AddField("deadline", "stopped_at", models.DateTimeField(null=True)),
        # The database's own default: rows that are there already are not written anew.
        migrations.AddField("deadline", "urging", models.BooleanField(default=False, db_default=False)),
        migrations.AddIndex(
            "deadline",
            models.Index(
                fields=["due_at", "id"],
                condition=models.Q(stopped_on__isnull=True, due_at__isnull=False),
                name="deadline_next_moment",
            ),
        ),
        migrations.CreateModel(
            name="LadderStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.CharField(max_length=40)),
                ("due_at", models.DateTimeField()),
                ("fire_at", models.DateTimeField()),
                ("fired_at", models.DateTimeField(null=True)),
                ("cancelled_at", models.DateTimeField(null=True)),
                (
                    "deadline",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="core.deadline"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["deadline", "step", "due_at"], name="one_firing_per_due_moment"
                    )
                ],
                "indexes": [
                    models.Index(
                        fields=["fire_at", "id"],
                        condition=models.Q(fired_at__isnull=True, cancelled_at__isnull=True),
                        name="ladder_to_fire",
                    )
                ],
            },
        ),
    ]
