"""The yearly search for risks; the database keeps what was signed and closed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gongkai.core import triggers


def protect(apps, editor):
    triggers.refuse(
        editor,
        "powers_search",
        name="powers_search_closed",
        events=("UPDATE",),
        when="OLD.closed_at IS NOT NULL",
        message="A closed search does not change.",
    )
    triggers.refuse(
        editor,
        "powers_searchpart",
        name="powers_searchpart_signed",
        events=("UPDATE",),
        when="OLD.signed_at IS NOT NULL",
        message="What a unit signed does not change.",
    )
    for table in ("search", "searchpart"):
        triggers.refuse(
            editor,
            f"powers_{table}",
            name=f"powers_{table}",
            events=("DELETE",),
            message="Searches are not deleted.",
        )


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
        ("powers", "0003_decisions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="riskpoint",
            name="graded_on",
            field=models.DateField(null=True),
        ),
        migrations.CreateModel(
            name="Search",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=120)),
                ("opens_on", models.DateField()),
                ("closes_on", models.DateField()),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("closing_note", models.CharField(blank=True, max_length=500)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.agency"
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-year"],
            },
        ),
        migrations.CreateModel(
            name="SearchPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("post", models.CharField(blank=True, max_length=120)),
                ("signed_at", models.DateTimeField(null=True)),
                ("found", models.PositiveIntegerField(default=0)),
                ("regraded", models.PositiveIntegerField(default=0)),
                ("reason", models.CharField(blank=True, max_length=500)),
                (
                    "search",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="parts", to="powers.search"
                    ),
                ),
                (
                    "signed_by",
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
                "ordering": ["unit__position", "id"],
            },
        ),
        migrations.AddConstraint(
            model_name="search",
            constraint=models.UniqueConstraint(fields=("agency", "year"), name="one_search_a_year"),
        ),
        migrations.AddConstraint(
            model_name="search",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_on__gte", models.F("opens_on"))),
                name="search_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="searchpart",
            constraint=models.UniqueConstraint(fields=("search", "unit"), name="one_search_part_per_unit"),
        ),
        migrations.AddConstraint(
            model_name="searchpart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("signed_at__isnull", True),
                    ("found__gt", 0),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="nothing_found_has_a_reason",
            ),
        ),
        migrations.RunPython(protect, migrations.RunPython.noop),
    ]
