"""Work reports in the agency's own words; what was published of them never changes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gongkai.core import triggers



def protect(apps, editor):
    for table, message in (
        ("workedition", "A published work report never changes."),
        ("workstep", "Steps are written once."),
        ("worktemplate", "A template is written once; a change is a new one."),
    ):
        triggers.refuse(
            editor, f"annual_reports_{table}", name=f"annual_reports_{table}", message=message
        )
    triggers.refuse(
        editor,
        "annual_reports_workreport",
        name="annual_reports_workreport",
        events=("DELETE",),
        message="Work reports are not deleted.",
    )


class Migration(migrations.Migration):

    dependencies = [
        ('annual_reports', '0003_begun_by_itself'),
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='WorkReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('state', models.CharField(default='draft', max_length=12)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('round', models.PositiveSmallIntegerField(default=1)),
                ('texts', models.JSONField(default=dict)),
                ('counts', models.JSONField(null=True)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('frozen_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.agency')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-year'],
            },
        ),
        migrations.CreateModel(
            name='WorkEdition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('document', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('published_at', models.DateTimeField()),
                ('reason', models.TextField(blank=True)),
                ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='annual_reports.workreport')),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='WorkStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField(default=1)),
                ('move', models.CharField(max_length=30)),
                ('post', models.CharField(blank=True, max_length=120)),
                ('at', models.DateTimeField()),
                ('reason', models.TextField(blank=True)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('on_behalf_of', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='annual_reports.workreport')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='WorkTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('texts', models.JSONField(default=dict)),
                ('post', models.CharField(blank=True, max_length=120)),
                ('at', models.DateTimeField()),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.agency')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.AddConstraint(
            model_name='workreport',
            constraint=models.UniqueConstraint(fields=('agency', 'year'), name='one_work_report_per_year'),
        ),
        migrations.AddConstraint(
            model_name='workedition',
            constraint=models.UniqueConstraint(fields=('report', 'number'), name='one_work_edition_per_number'),
        ),
        migrations.AddIndex(
            model_name='worktemplate',
            index=models.Index(fields=['agency', '-id'], name='work_template_of_agency'),
        ),
        migrations.RunPython(protect, migrations.RunPython.noop),
    ]
