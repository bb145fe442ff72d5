"""Letters as they were issued, their texts and their service; the database refuses to change them."""

import django.db.models.deletion
from django.db import migrations, models

from gongkai.core import triggers


LETTER = (
    "subject_type subject agency kind number series year serial title issuer remedies remedies_block outcome_group facts "
    "template_version issued_on issued_at post digest"
).split()
SERVICE = "letter_id way served_on tracking_number recorded_at".split()


def same(columns):
    return " AND ".join(f"NEW.{column} = OLD.{column}" for column in columns)


def protect(apps, editor):
    erased = "OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL"
    author = "COALESCE(NEW.issued_by, 0) = COALESCE(OLD.issued_by, 0)"
    never = "An issued letter never changes."
    triggers.refuse(
        editor,
        "core_letter",
        name="letter",
        events=("UPDATE",),
        when=f"NOT ({erased} AND NEW.addressee = '' AND NEW.body = '' AND {author} AND {same(LETTER)})",
        message=never,
    )
    triggers.refuse(editor, "core_letter", name="letter", events=("DELETE",), message="Letters are not deleted.")
    triggers.refuse_truncate(editor, "core_letter", name="letter", message="Letters are not deleted.")
    told = same(["recipient", "evidence"])
    unstruck = "NEW.struck_reason = OLD.struck_reason AND COALESCE(NEW.struck_at, NEW.recorded_at) = COALESCE(OLD.struck_at, OLD.recorded_at)"
    strike = f"OLD.struck_at IS NULL AND NEW.struck_at IS NOT NULL AND OLD.erased_at IS NULL AND NEW.erased_at IS NULL AND {told}"
    erase = f"{erased} AND NEW.recipient = '' AND NEW.evidence = '' AND {unstruck}"
    clerk = "COALESCE(NEW.recorded_by, 0) = COALESCE(OLD.recorded_by, 0)"
    triggers.refuse(
        editor,
        "core_letterservice",
        name="letter_service",
        events=("UPDATE",),
        when=f"NOT ({clerk} AND {same(SERVICE)} AND (({strike}) OR ({erase})))",
        message="A service is struck, not changed.",
    )
    triggers.refuse(
        editor, "core_letterservice", name="letter_service", events=("DELETE",), message="Services are not deleted."
    )
    triggers.refuse(editor, "core_lettertemplate", name="letter_text", message="Texts of letters are kept version by version.")
    triggers.refuse(editor, "core_letterhead", name="letter_head", message="Letterheads are kept version by version.")


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0004_deadline_dates'),
    ]

    operations = [
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_type', models.CharField(max_length=40)),
                ('subject', models.CharField(max_length=64)),
                ('agency', models.CharField(max_length=40)),
                ('kind', models.CharField(max_length=40)),
                ('number', models.CharField(max_length=120)),
                ('series', models.CharField(max_length=20)),
                ('year', models.PositiveSmallIntegerField()),
                ('serial', models.PositiveIntegerField()),
                ('title', models.CharField(max_length=100)),
                ('issuer', models.CharField(max_length=200)),
                ('addressee', models.TextField()),
                ('body', models.TextField()),
                ('remedies', models.TextField(blank=True)),
                ('remedies_block', models.CharField(blank=True, max_length=40)),
                ('outcome_group', models.CharField(blank=True, max_length=40)),
                ('facts', models.JSONField(default=dict)),
                ('template_version', models.PositiveIntegerField()),
                ('issued_on', models.DateField()),
                ('issued_at', models.DateTimeField()),
                ('issued_by', models.BigIntegerField(null=True)),
                ('post', models.CharField(blank=True, max_length=120)),
                ('digest', models.CharField(max_length=64)),
                ('erased_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['subject_type', 'subject', 'id'], name='letter_subject')],
                'constraints': [models.UniqueConstraint(fields=('agency', 'number'), name='one_letter_per_number'), models.UniqueConstraint(fields=('agency', 'series', 'year', 'serial'), name='one_letter_per_serial')],
            },
        ),
        migrations.CreateModel(
            name='LetterHead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agency', models.CharField(max_length=40)),
                ('version', models.PositiveIntegerField()),
                ('mark', models.CharField(max_length=40)),
                ('review_authority', models.CharField(max_length=120)),
                ('court', models.CharField(blank=True, max_length=120)),
                ('review_online', models.CharField(blank=True, max_length=200)),
                ('reason', models.TextField()),
                ('created_by', models.BigIntegerField(null=True)),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('agency', 'version'), name='one_letter_head_per_version')],
            },
        ),
        migrations.CreateModel(
            name='LetterService',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.CharField(max_length=30)),
                ('served_on', models.DateField()),
                ('recipient', models.TextField(blank=True)),
                ('evidence', models.TextField(blank=True)),
                ('tracking_number', models.CharField(blank=True, max_length=60)),
                ('recorded_by', models.BigIntegerField(null=True)),
                ('recorded_at', models.DateTimeField()),
                ('struck_at', models.DateTimeField(null=True)),
                ('struck_reason', models.CharField(blank=True, max_length=200)),
                ('erased_at', models.DateTimeField(null=True)),
                ('letter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='services', to='core.letter')),
            ],
        ),
        migrations.CreateModel(
            name='LetterTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agency', models.CharField(max_length=40)),
                ('kind', models.CharField(max_length=40)),
                ('version', models.PositiveIntegerField()),
                ('title', models.CharField(max_length=100)),
                ('text', models.TextField()),
                ('remedies_text', models.TextField(blank=True)),
                ('remedies_block', models.CharField(blank=True, max_length=40)),
                ('reason', models.TextField()),
                ('created_by', models.BigIntegerField(null=True)),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('agency', 'kind', 'version'), name='one_letter_text_per_version')],
            },
        ),
        migrations.RunPython(protect, migrations.RunPython.noop),
    ]
