"""Training and examinations: roster, courses, bank, examinations, results, certificates; nothing of them is deleted."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gongkai.core import triggers

_KEPT = (
    "learner",
    "course",
    "attendance",
    "question",
    "examination",
    "sitting",
    "candidate",
    "attempt",
)
#: What is written once, and from when on it does not change.
_SET = {
    "result": "OLD.confirmed_at IS NOT NULL",
    "attempt": "OLD.submitted_at IS NOT NULL AND (NEW.submitted_at IS NULL OR NEW.answers <> OLD.answers)",
    "examination": "OLD.released_on IS NOT NULL AND (NEW.released_on IS NULL OR NEW.paper <> OLD.paper)",
}


def protect(apps, editor):
    triggers.refuse(
        editor,
        "duties_certificate",
        name="duties_certificate",
        message="Written once, and never changed.",
    )
    triggers.refuse(
        editor,
        "duties_result",
        name="duties_result_kept",
        events=("DELETE",),
        message="Nothing of an examination is deleted.",
    )
    for table, when in _SET.items():
        triggers.refuse(
            editor,
            f"duties_{table}",
            name=f"duties_{table}_set",
            events=("UPDATE",),
            when=when,
            message="Written once, and never changed.",
        )
    for table in _KEPT:
        triggers.refuse(
            editor,
            f"duties_{table}",
            name=f"duties_{table}",
            events=("DELETE",),
            message="Nothing of training and examinations is deleted.",
        )


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("duties", "0002_plans"),
    ]
    operations = [
        migrations.CreateModel(
            name="Candidate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("enrolled_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("present", models.BooleanField(null=True)),
                ("marks", models.DecimalField(decimal_places=1, max_digits=5, null=True)),
                ("passed", models.BooleanField(default=False)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.unit"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("answers", models.JSONField(default=dict)),
                ("saved_at", models.DateTimeField(null=True)),
                ("submitted_at", models.DateTimeField(null=True)),
                ("given", models.JSONField(default=dict)),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "candidate",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attempt",
                        to="duties.candidate",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Course",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=40)),
                ("title", models.CharField(max_length=120)),
                ("topic", models.CharField(max_length=40)),
                ("kind", models.CharField(max_length=20)),
                ("begins_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("hours", models.DecimalField(decimal_places=1, default=0, max_digits=5)),
                ("place", models.CharField(blank=True, max_length=120)),
                ("teacher", models.CharField(blank=True, max_length=120)),
                ("about", models.TextField(blank=True)),
                ("invited", models.JSONField(default=list)),
                ("state", models.CharField(default="draft", max_length=12)),
                ("announced_on", models.DateField(null=True)),
                ("held_on", models.DateField(null=True)),
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
                "ordering": ["-begins_on", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Examination",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=40)),
                ("title", models.CharField(max_length=120)),
                ("subject", models.CharField(max_length=40)),
                ("way", models.CharField(default="paper", max_length=10)),
                ("about", models.TextField(blank=True)),
                ("full_mark", models.PositiveSmallIntegerField()),
                ("pass_line", models.PositiveSmallIntegerField()),
                ("minutes", models.PositiveSmallIntegerField()),
                ("wanted", models.JSONField(default=dict)),
                ("seed", models.PositiveIntegerField(default=0)),
                ("paper", models.JSONField(default=list)),
                ("state", models.CharField(default="draft", max_length=16)),
                ("released_on", models.DateField(null=True)),
                ("confirmed_on", models.DateField(null=True)),
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
            },
        ),
        migrations.CreateModel(
            name="Learner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("staff_number", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=60)),
                ("left_on", models.DateField(null=True)),
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
                    "person",
                    models.OneToOneField(
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
                "ordering": ["staff_number", "id"],
            },
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=40)),
                ("subject", models.CharField(max_length=40)),
                ("issued_on", models.DateField()),
                ("valid_until", models.DateField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.agency"
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "examination",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="duties.examination",
                    ),
                ),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="duties.learner",
                    ),
                ),
            ],
            options={
                "ordering": ["-issued_on", "-id"],
            },
        ),
        migrations.AddField(
            model_name="candidate",
            name="learner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="candidacies", to="duties.learner"
            ),
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("present", models.BooleanField(default=True)),
                ("hours", models.DecimalField(decimal_places=1, max_digits=5)),
                ("entered_at", models.DateTimeField()),
                (
                    "entered_by",
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
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="duties.course",
                    ),
                ),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="duties.learner",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40)),
                ("subject", models.CharField(max_length=40)),
                ("kind", models.CharField(max_length=12)),
                ("text", models.TextField()),
                ("options", models.JSONField(default=list)),
                ("key", models.TextField()),
                ("marks", models.PositiveSmallIntegerField()),
                ("source", models.CharField(blank=True, max_length=120)),
                ("retired_on", models.DateField(null=True)),
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
                "ordering": ["code", "id"],
            },
        ),
        migrations.CreateModel(
            name="Result",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("present", models.BooleanField()),
                ("marks", models.DecimalField(decimal_places=1, max_digits=5, null=True)),
                ("passed", models.BooleanField()),
                ("way", models.CharField(max_length=10)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("entered_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="results",
                        to="duties.candidate",
                    ),
                ),
                (
                    "entered_by",
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
            },
        ),
        migrations.CreateModel(
            name="Sitting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("begins_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("place", models.CharField(blank=True, max_length=120)),
                ("resit", models.BooleanField(default=False)),
                ("called_off_at", models.DateTimeField(null=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                (
                    "examination",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sittings",
                        to="duties.examination",
                    ),
                ),
            ],
            options={
                "ordering": ["begins_at", "id"],
            },
        ),
        migrations.AddField(
            model_name="candidate",
            name="sitting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="candidates", to="duties.sitting"
            ),
        ),
        migrations.AddIndex(
            model_name="course",
            index=models.Index(fields=["agency", "state", "-begins_on"], name="course_by_state"),
        ),
        migrations.AddConstraint(
            model_name="course",
            constraint=models.UniqueConstraint(fields=("agency", "number"), name="one_course_per_number"),
        ),
        migrations.AddConstraint(
            model_name="course",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("begins_on"))),
                name="course_ends_after_it_begins",
            ),
        ),
        migrations.AddIndex(
            model_name="examination",
            index=models.Index(fields=["agency", "state", "-id"], name="examination_by_state"),
        ),
        migrations.AddConstraint(
            model_name="examination",
            constraint=models.UniqueConstraint(
                fields=("agency", "number"), name="one_examination_per_number"
            ),
        ),
        migrations.AddIndex(
            model_name="learner",
            index=models.Index(fields=["agency", "unit", "staff_number"], name="learner_by_unit"),
        ),
        migrations.AddConstraint(
            model_name="learner",
            constraint=models.UniqueConstraint(
                fields=("agency", "staff_number"), name="one_learner_per_staff_number"
            ),
        ),
        migrations.AddIndex(
            model_name="certificate",
            index=models.Index(fields=["agency", "valid_until"], name="certificate_by_end"),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.UniqueConstraint(
                fields=("agency", "number"), name="one_certificate_per_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.UniqueConstraint(
                fields=("learner", "examination"), name="one_certificate_per_examination"
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.UniqueConstraint(
                fields=("course", "learner"), name="one_attendance_per_learner"
            ),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(fields=["agency", "subject", "kind"], name="question_by_subject"),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(fields=("agency", "code"), name="one_question_per_code"),
        ),
        migrations.AddIndex(
            model_name="result",
            index=models.Index(fields=["candidate", "id"], name="result_of_candidate"),
        ),
        migrations.AddConstraint(
            model_name="sitting",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("begins_at"))),
                name="sitting_ends_after_it_begins",
            ),
        ),
        migrations.AddIndex(
            model_name="candidate",
            index=models.Index(fields=["learner", "sitting"], name="candidacy_of_learner"),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.UniqueConstraint(
                fields=("sitting", "learner"), name="one_candidacy_per_sitting"
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(
                condition=models.Q(("passed", False), ("present", True), _connector="OR"),
                name="only_who_was_there_passed",
            ),
        ),
        migrations.RunPython(protect, migrations.RunPython.noop),
    ]
