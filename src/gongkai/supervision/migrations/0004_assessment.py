"""Score sheets, assessments and what is assessed; who made which move, and evidence, are written once."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gongkai.core import triggers

WRITTEN_ONCE = ("assessmentstep", "evidence")
KEPT = ("scoresheet", "assessment", "assessed")


def protect(apps, editor):
    for table in WRITTEN_ONCE:
        triggers.refuse(
            editor,
            f"supervision_{table}",
            name=f"supervision_{table}",
            message="Written once, and never changed.",
        )
    for table in KEPT:
        triggers.refuse(
            editor,
            f"supervision_{table}",
            name=f"supervision_{table}",
            events=("DELETE",),
            message="Assessments are not deleted.",
        )


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("core", "0010_mail_headers"),
        ("people", "0001_initial"),
        ("supervision", "0003_appraisal"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="ScoreSheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("kind", models.CharField(max_length=10)),
                ("source", models.CharField(blank=True, max_length=300)),
                ("in_force_from", models.DateField(null=True)),
                ("in_force_until", models.DateField(null=True)),
                ("indicators", models.JSONField(default=list)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("simulation", models.JSONField(default=dict)),
                ("simulated_digest", models.CharField(blank=True, max_length=64)),
                ("state", models.CharField(default="draft", max_length=12)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.agency"
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["agency", "state"], name="score_sheet_by_state")],
            },
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=120)),
                ("indicators", models.JSONField(default=list)),
                ("subjects", models.JSONField(default=list)),
                ("self_until", models.DateField(null=True)),
                ("appeal_until", models.DateField(null=True)),
                ("state", models.CharField(default="prepared", max_length=12)),
                ("told_on", models.DateField(null=True)),
                ("published_on", models.DateField(null=True)),
                ("results", models.JSONField(default=dict)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.agency"
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="supervision.scoresheet",
                    ),
                ),
            ],
            options={
                "ordering": ["-year", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "called_off"), _negated=True),
                        fields=("sheet", "year"),
                        name="one_assessment_per_sheet_and_year",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Assessed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("state", models.CharField(default="awaited", max_length=12)),
                ("own", models.JSONField(default=dict)),
                ("own_words", models.TextField(blank=True)),
                ("computed", models.JSONField(default=dict)),
                ("counted_at", models.DateTimeField(null=True)),
                ("judged", models.JSONField(default=dict)),
                ("points", models.DecimalField(decimal_places=2, max_digits=7, null=True)),
                ("percent", models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                ("grade", models.CharField(blank=True, max_length=12)),
                ("rank", models.PositiveSmallIntegerField(null=True)),
                ("appeal", models.TextField(blank=True)),
                ("appeal_answer", models.TextField(blank=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("updated_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.agency"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.unit",
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessed",
                        to="supervision.assessment",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [models.Index(fields=["unit", "state"], name="assessed_of_unit")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("unit__isnull", False)),
                        fields=("assessment", "unit"),
                        name="one_entry_per_unit",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("unit__isnull", True)),
                        fields=("assessment", "agency"),
                        name="one_entry_per_agency",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("indicator", models.CharField(max_length=20)),
                ("words", models.CharField(max_length=500)),
                ("file_name", models.CharField(blank=True, max_length=160)),
                ("at", models.DateTimeField()),
                (
                    "assessed",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="supervision.assessed",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.storedfile",
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
            name="AssessmentStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("move", models.CharField(max_length=30)),
                ("post", models.CharField(blank=True, max_length=120)),
                ("at", models.DateTimeField()),
                ("reason", models.TextField(blank=True)),
                (
                    "assessed",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="supervision.assessed",
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="supervision.assessment",
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="supervision.scoresheet",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sheet__isnull", False),
                            ("assessment__isnull", False),
                            ("assessed__isnull", False),
                            _connector="OR",
                        ),
                        name="a_step_is_of_something",
                    )
                ],
            },
        ),
        migrations.RunPython(protect, migrations.RunPython.noop),
    ]
