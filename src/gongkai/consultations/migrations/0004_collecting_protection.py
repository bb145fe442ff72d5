"""What was said through a standing channel never changes, and nothing of it is deleted."""

from django.db import migrations

from gongkai.core import triggers

_SAID = "(OLD.words <> NEW.words AND NEW.words <> '') OR OLD.reference <> NEW.reference"


def protect(apps, editor):
    for table in ("collectionstep", "sheet"):
        triggers.refuse(
            editor,
            f"consultations_{table}",
            name=f"consultations_{table}",
            message="Written once, and never changed.",
        )
    triggers.refuse(
        editor,
        "consultations_remark",
        name="consultations_remark_said",
        events=("UPDATE",),
        when=_SAID,
        message="What was said does not change.",
    )
    for table in ("collection", "problem", "remark", "signup"):
        triggers.refuse(
            editor,
            f"consultations_{table}",
            name=f"consultations_{table}",
            events=("DELETE",),
            message="Nothing of a collection is deleted.",
        )


class Migration(migrations.Migration):
    dependencies = [("consultations", "0003_collecting")]
    operations = [migrations.RunPython(protect, migrations.RunPython.noop)]
