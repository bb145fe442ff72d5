"""Rounds of appraisal: what is written once stays, who was drawn is kept apart from what was answered."""

import uuid
from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gongkai.core import triggers

WRITTEN_ONCE = ("roundstep", "frameentry", "interviewcall", "appraisalanswer", "openform", "roundresult")
KEPT = ("round", "invitation", "appraisalwords")


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
            message="Rounds of appraisal are not deleted.",
        )
    triggers.refuse(
        editor,
        "supervision_appraisalwords",
        name="supervision_appraisalwords_kept",
        events=("UPDATE",),
        when="OLD.words <> NEW.words AND NEW.words <> ''",
        message="What somebody wrote is erased one day, and never changed.",
    )


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("people", "0001_initial"),
        ("supervision", "0002_accountability"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name='AppraisalAnswer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('way', models.CharField(choices=[('sample', 'Sample'), ('open', 'Open')], max_length=6)),
                ('grades', models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name='AppraisalWords',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('way', models.CharField(choices=[('sample', 'Sample'), ('open', 'Open')], max_length=6)),
                ('question', models.CharField(max_length=40)),
                ('words', models.TextField(blank=True)),
                ('public_words', models.TextField(blank=True)),
                ('looked_at_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='FrameEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stratum', models.CharField(max_length=20)),
                ('key', models.CharField(max_length=64)),
            ],
            options={
                'ordering': ['stratum', 'key'],
            },
        ),
        migrations.CreateModel(
            name='InterviewCall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('result', models.CharField(max_length=14)),
                ('at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveIntegerField()),
                ('stratum', models.CharField(max_length=20)),
                ('key', models.CharField(max_length=64)),
                ('telephone', models.TextField(blank=True)),
                ('email', models.TextField(blank=True)),
                ('language', models.CharField(default='zh-hans', max_length=10)),
                ('code_digest', models.CharField(blank=True, max_length=64)),
                ('units', models.TextField(blank=True)),
                ('outcome', models.CharField(blank=True, max_length=14)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ['round', 'place'],
            },
        ),
        migrations.CreateModel(
            name='OpenForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_mark', models.CharField(max_length=64, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name='Round',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40)),
                ('year', models.PositiveSmallIntegerField()),
                ('sheet', models.CharField(max_length=20)),
                ('period_from', models.DateField()),
                ('period_to', models.DateField()),
                ('closes_on', models.DateField()),
                ('seed', models.CharField(blank=True, max_length=100)),
                ('seed_event', models.BigIntegerField(null=True)),
                ('seed_note', models.CharField(blank=True, max_length=200)),
                ('frame_digest', models.CharField(blank=True, max_length=64)),
                ('rules', models.JSONField(default=dict)),
                ('state', models.CharField(default='prepared', max_length=12)),
                ('drawn_on', models.DateField(null=True)),
                ('opened_on', models.DateField(null=True)),
                ('reminded_on', models.DateField(null=True)),
                ('closed_on', models.DateField(null=True)),
                ('published_on', models.DateField(null=True)),
                ('reason', models.TextField(blank=True)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.agency')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='RoundResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sample', models.JSONField()),
                ('open', models.JSONField()),
                ('strata', models.JSONField()),
                ('outcomes', models.JSONField()),
                ('counted_at', models.DateTimeField()),
                ('round', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='result', to='supervision.round')),
            ],
        ),
        migrations.CreateModel(
            name='RoundStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('move', models.CharField(max_length=30)),
                ('post', models.CharField(blank=True, max_length=120)),
                ('at', models.DateTimeField()),
                ('reason', models.TextField(blank=True)),
                ('on_behalf_of', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='supervision.round')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.AddField(
            model_name='interviewcall',
            name='invitation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='supervision.invitation'),
        ),
        migrations.AddField(
            model_name='openform',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='supervision.round'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='supervision.round'),
        ),
        migrations.AddField(
            model_name='frameentry',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='frame', to='supervision.round'),
        ),
        migrations.AddField(
            model_name='appraisalwords',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='words', to='supervision.round'),
        ),
        migrations.AddField(
            model_name='appraisalanswer',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='supervision.round'),
        ),
        migrations.AddIndex(
            model_name='round',
            index=models.Index(fields=['agency', 'state', '-year'], name='appraisal_by_state'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.UniqueConstraint(fields=('agency', 'number'), name='one_appraisal_per_number'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['prepared', 'drawn', 'open', 'closed', 'counted'])), fields=('agency', 'year'), name='one_appraisal_under_way_of_a_year'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(('period_from__lte', models.F('period_to'))), name='an_appraised_period_runs_on'),
        ),
        migrations.AddIndex(
            model_name='invitation',
            index=models.Index(fields=['round', 'outcome', 'tries', 'place'], name='invitation_to_call'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(fields=('round', 'place'), name='one_invitation_per_place'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(fields=('round', 'key'), name='one_invitation_per_person'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(condition=models.Q(('code_digest', ''), _negated=True), fields=('code_digest',), name='one_invitation_per_code'),
        ),
        migrations.AddIndex(
            model_name='frameentry',
            index=models.Index(fields=['round', 'stratum', 'key'], name='frame_of_an_appraisal'),
        ),
        migrations.AddConstraint(
            model_name='frameentry',
            constraint=models.UniqueConstraint(fields=('round', 'key'), name='one_person_once_in_a_frame'),
        ),
        migrations.AddIndex(
            model_name='appraisalwords',
            index=models.Index(fields=['round', 'looked_at_by'], name='appraisal_words_to_look_at'),
        ),
        migrations.AddIndex(
            model_name='appraisalanswer',
            index=models.Index(fields=['round', 'way'], name='appraisal_answer_of_round'),
        ),
        migrations.RunPython(protect, migrations.RunPython.noop),
    ]
