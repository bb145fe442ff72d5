"""The database itself keeps the steps as they were written, and deletes no record of a request."""

from django.db import migrations

from gongkai.core import triggers

KEPT = (
    "request",
    "applicant",
    "sealedfile",
    "consultation",
    "answer",
    "answerfile",
    "fee",
    "dispute",
    "notice",
)
WRITTEN_ONCE = ("step", "correspondence", "transfer")


def protect(apps, editor):
    for table in WRITTEN_ONCE:
        triggers.refuse(
            editor, f"requests_{table}", name=f"requests_{table}", message="Written once, and never changed."
        )
    for table in KEPT:
        triggers.refuse(
            editor,
            f"requests_{table}",
            name=f"requests_{table}",
            events=("DELETE",),
            message="Records of requests are not deleted.",
        )


class Migration(migrations.Migration):
    dependencies = [("requests", "0001_initial")]
    operations = [migrations.RunPython(protect, migrations.RunPython.noop)]
