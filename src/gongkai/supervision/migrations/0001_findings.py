"""Findings and looks; who moved what is written once."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gongkai.core import triggers



def protect(apps, editor):
    for table in ("findingstep", "look"):
        triggers.refuse(
            editor,
            f"supervision_{table}",
            name=f"supervision_{table}",
            message="Written once, and never changed.",
        )
    triggers.refuse(
        editor,
        "supervision_finding",
        name="supervision_finding",
        events=("DELETE",),
        message="Findings are not deleted.",
    )


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('monitor', models.CharField(max_length=24)),
                ('key', models.CharField(max_length=200)),
                ('title', models.CharField(max_length=200)),
                ('msgid', models.TextField()),
                ('params', models.JSONField(default=dict)),
                ('address', models.CharField(blank=True, max_length=60)),
                ('address_args', models.JSONField(default=list)),
                ('found_on', models.DateField()),
                ('last_seen_on', models.DateField()),
                ('act_by', models.DateField()),
                ('asked', models.TextField(blank=True)),
                ('answer', models.TextField(blank=True)),
                ('state', models.CharField(default='found', max_length=12)),
                ('standing', models.BooleanField(default=True)),
                ('urged_on', models.DateField(null=True)),
                ('answered_on', models.DateField(null=True)),
                ('closed_on', models.DateField(null=True)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('updated_at', models.DateTimeField()),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.agency')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
            ],
            options={
                'ordering': ['act_by', 'id'],
            },
        ),
        migrations.CreateModel(
            name='FindingStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('move', models.CharField(max_length=30)),
                ('post', models.CharField(blank=True, max_length=120)),
                ('at', models.DateTimeField()),
                ('reason', models.TextField(blank=True)),
                ('finding', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='supervision.finding')),
                ('on_behalf_of', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Look',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('monitor', models.CharField(max_length=24)),
                ('at', models.DateTimeField()),
                ('found', models.PositiveIntegerField(default=0)),
                ('new', models.PositiveIntegerField(default=0)),
                ('gone', models.PositiveIntegerField(default=0)),
                ('error', models.TextField(blank=True)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.agency')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.AddIndex(
            model_name='finding',
            index=models.Index(fields=['agency', 'state', 'act_by'], name='finding_by_state'),
        ),
        migrations.AddIndex(
            model_name='finding',
            index=models.Index(fields=['unit', 'state', 'act_by'], name='finding_of_unit'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.UniqueConstraint(condition=models.Q(('standing', True)), fields=('agency', 'monitor', 'key'), name='one_standing_finding_per_fault'),
        ),
        migrations.AddIndex(
            model_name='look',
            index=models.Index(fields=['agency', 'monitor', '-id'], name='look_of_monitor'),
        ),
        migrations.RunPython(protect, migrations.RunPython.noop),
    ]
