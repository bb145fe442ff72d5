"""Cases of accountability; who moved what, talks and statements are written once."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gongkai.core import triggers

WRITTEN_ONCE = ("casestep", "talk", "statement")


def protect(apps, editor):
    for table in WRITTEN_ONCE:
        triggers.refuse(
            editor,
            f"supervision_{table}",
            name=f"supervision_{table}",
            message="Written once, and never changed.",
        )
    triggers.refuse(
        editor,
        "supervision_case",
        name="supervision_case",
        events=("DELETE",),
        message="Cases are not deleted.",
    )


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("complaints", "0004_origins_of_matters"),
        ("people", "0001_initial"),
        ("supervision", "0001_findings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=40)),
                ("token", models.CharField(max_length=64, null=True, unique=True)),
                ("fault", models.CharField(max_length=24)),
                ("title", models.CharField(max_length=200)),
                ("facts", models.TextField()),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("hand", "Hand"),
                            ("finding", "Finding"),
                            ("matter", "Matter"),
                            ("first_contact", "First Contact"),
                        ],
                        default="hand",
                        max_length=16,
                    ),
                ),
                ("state", models.CharField(default="opened", max_length=12)),
                ("opened_on", models.DateField()),
                ("act_by", models.DateField(null=True)),
                ("told", models.TextField(blank=True)),
                ("told_on", models.DateField(null=True)),
                ("hear_until", models.DateField(null=True)),
                ("stated_on", models.DateField(null=True)),
                ("proposed_measure", models.CharField(blank=True, max_length=24)),
                ("proposal", models.TextField(blank=True)),
                ("measure", models.CharField(blank=True, max_length=24)),
                ("decision", models.TextField(blank=True)),
                ("decided_on", models.DateField(null=True)),
                ("appeal_until", models.DateField(null=True)),
                ("result", models.TextField(blank=True)),
                ("carried_out_on", models.DateField(null=True)),
                ("outcome", models.TextField(blank=True)),
                ("appealed_on", models.DateField(null=True)),
                ("review", models.TextField(blank=True)),
                ("reviewed_on", models.DateField(null=True)),
                ("closed_on", models.DateField(null=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("updated_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.agency"
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="supervision.finding",
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="complaints.matter",
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
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.unit"
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="CaseStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("move", models.CharField(max_length=30)),
                ("from_state", models.CharField(blank=True, max_length=12)),
                ("to_state", models.CharField(max_length=12)),
                ("post", models.CharField(blank=True, max_length=120)),
                ("at", models.DateTimeField()),
                ("words", models.TextField(blank=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="supervision.case",
                    ),
                ),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("stated", "Stated"), ("taken_down", "Taken Down"), ("appeal", "Appeal")],
                        max_length=10,
                    ),
                ),
                ("words", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="supervision.case",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Talk",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(choices=[("enquiry", "Enquiry"), ("result", "Result")], max_length=8),
                ),
                ("on", models.DateField()),
                ("led_by", models.CharField(max_length=120)),
                ("held_with", models.CharField(max_length=120)),
                ("words", models.TextField()),
                ("measure", models.CharField(blank=True, max_length=24)),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="talks",
                        to="supervision.case",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["agency", "state", "-id"], name="case_by_state"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["unit", "state", "-id"], name="case_of_unit"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["person", "state"], name="case_of_person"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(fields=("agency", "number"), name="one_case_per_number"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("decided_on__isnull", True), ("told_on__isnull", False), _connector="OR"),
                name="nobody_is_judged_untold",
            ),
        ),
        migrations.RunPython(protect, migrations.RunPython.noop),
    ]
