"""Publicity: activities with their photos, boards and partners; the database keeps what was published as it was."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gongkai.core import triggers

#: What stands in public and in the figures.
SAID = (
    *(
        "agency_id",
        "unit_id",
        "number",
        "title",
        "kind",
        "begins_on",
        "ends_on",
        "place",
        "co_organisers",
        "printed",
    ),
    *(
        "given_out",
        "in_stock",
        "consulted",
        "counted_how",
        "words",
        "press_title",
        "press_outlet",
        "press_url",
    ),
    "published_on",
)


def protect(apps, editor):
    for table in ("activity", "activityphoto", "board", "partner"):
        triggers.refuse(
            editor,
            f"duties_{table}",
            name=f"duties_{table}",
            events=("DELETE",),
            message="Nothing of publicity is deleted.",
        )
    changed = " OR ".join(f"OLD.{name} <> NEW.{name}" for name in SAID)
    triggers.refuse(
        editor,
        "duties_activity",
        name="duties_published_activity",
        events=("UPDATE",),
        when=f"OLD.published_on IS NOT NULL AND (NEW.published_on IS NULL OR {changed})",
        message="What was published of an activity never changes.",
    )


class Migration(migrations.Migration):
    dependencies = [("duties", "0003_learning"), ("people", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="Activity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=40)),
                ("title", models.CharField(max_length=120)),
                ("kind", models.CharField(max_length=20)),
                ("begins_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("place", models.CharField(blank=True, max_length=160)),
                ("co_organisers", models.CharField(blank=True, max_length=200)),
                ("printed", models.PositiveIntegerField(default=0)),
                ("given_out", models.PositiveIntegerField(default=0)),
                ("in_stock", models.PositiveIntegerField(default=0)),
                ("consulted", models.PositiveIntegerField(default=0)),
                ("counted_how", models.CharField(blank=True, max_length=200)),
                ("words", models.TextField(blank=True)),
                ("press_title", models.CharField(blank=True, max_length=120)),
                ("press_outlet", models.CharField(blank=True, max_length=80)),
                ("press_on", models.DateField(null=True)),
                ("press_url", models.CharField(blank=True, max_length=300)),
                ("state", models.CharField(default="draft", max_length=12)),
                ("published_on", models.DateField(null=True)),
                ("withdrawn_on", models.DateField(null=True)),
                ("withdrawn_reason", models.TextField(blank=True)),
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
                    "created_by",
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
                "ordering": ["-begins_on", "-id"],
            },
        ),
        migrations.CreateModel(
            name="ActivityPhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("caption", models.CharField(blank=True, max_length=120)),
                ("key", models.CharField(max_length=64, unique=True)),
                ("veiled_key", models.CharField(blank=True, max_length=64)),
                ("boxes", models.JSONField(default=list)),
                ("kept_back", models.BooleanField(default=False)),
                ("size", models.BigIntegerField()),
                ("added_at", models.DateTimeField()),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="photos",
                        to="duties.activity",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Board",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=80)),
                ("place", models.CharField(max_length=160)),
                ("set_up_on", models.DateField()),
                ("ended_on", models.DateField(null=True)),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.unit"
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "name", "id"],
            },
        ),
        migrations.AddField(
            model_name="activity",
            name="board",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="updates",
                to="duties.board",
            ),
        ),
        migrations.CreateModel(
            name="Partner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=80)),
                ("note", models.CharField(blank=True, max_length=200)),
                ("ended_on", models.DateField(null=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("updated_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.agency"
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "name", "id"],
            },
        ),
        migrations.AddField(
            model_name="activity",
            name="partners",
            field=models.ManyToManyField(related_name="activities", to="duties.partner"),
        ),
        migrations.AddConstraint(
            model_name="board",
            constraint=models.UniqueConstraint(fields=("agency", "name"), name="one_board_per_name"),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.UniqueConstraint(
                fields=("agency", "name"), name="one_publicity_partner_per_name"
            ),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(fields=["agency", "state", "-begins_on"], name="activity_by_state"),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(fields=["state", "-published_on"], name="activity_published"),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(fields=["board", "state"], name="activity_of_board"),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.UniqueConstraint(fields=("agency", "number"), name="one_activity_per_number"),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("begins_on"))),
                name="activity_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "published"), _negated=True),
                    ("published_on__isnull", False),
                    _connector="OR",
                ),
                name="published_activity_has_its_day",
            ),
        ),
        migrations.RunPython(protect, migrations.RunPython.noop),
    ]
