"""The database itself keeps what was put out for opinions and what was said, and deletes nothing of the room."""

from django.db import migrations

from gongkai.core import triggers

#: What was said may be blanked when its time of keeping is over, and never be another.
_SAID = (
    "(OLD.words <> NEW.words AND NEW.words <> '') OR OLD.version_id <> NEW.version_id OR OLD.clause <> NEW.clause "
    "OR OLD.quote <> NEW.quote OR OLD.reference <> NEW.reference"
)
_PUT_OUT = (
    "OLD.opens_on IS NOT NULL AND (OLD.provisions <> NEW.provisions OR OLD.digest <> NEW.digest "
    "OR OLD.explanation <> NEW.explanation OR OLD.number <> NEW.number OR NEW.opens_on IS NULL "
    "OR OLD.opens_on <> NEW.opens_on OR OLD.closes_on <> NEW.closes_on)"
)


def protect(apps, editor):
    triggers.refuse(
        editor,
        "consultations_documentstep",
        name="consultations_documentstep",
        message="Written once, and never changed.",
    )
    triggers.refuse(
        editor,
        "consultations_version",
        name="consultations_version_text",
        events=("UPDATE",),
        when=_PUT_OUT,
        message="A version put out for opinions does not change.",
    )
    triggers.refuse(
        editor,
        "consultations_opinion",
        name="consultations_opinion_said",
        events=("UPDATE",),
        when=_SAID,
        message="What was said in an opinion does not change.",
    )
    for table in ("document", "version", "opinion", "opiniongroup", "beside"):
        triggers.refuse(
            editor,
            f"consultations_{table}",
            name=f"consultations_{table}",
            events=("DELETE",),
            message="Nothing of a consultation is deleted.",
        )


class Migration(migrations.Migration):
    dependencies = [("consultations", "0001_initial")]
    operations = [migrations.RunPython(protect, migrations.RunPython.noop)]
