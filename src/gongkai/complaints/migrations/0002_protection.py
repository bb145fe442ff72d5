"""The database itself keeps the steps as they were written, and deletes no record of a matter."""

from django.db import migrations

from gongkai.core import triggers

KEPT = (
    "matter",
    "reporter",
    "matterfile",
    "leg",
    "counit",
    "instruction",
    "replytemplate",
    "reply",
    "call",
    "exchange",
    "routingrule",
    "session",
    "asset",
    "publicmatter",
)
WRITTEN_ONCE = ("step", "return", "ruling", "sitecheck", "link", "nudge", "publicupdate")


def protect(apps, editor):
    for table in WRITTEN_ONCE:
        triggers.refuse(
            editor, f"complaints_{table}", name=f"complaints_{table}", message="Written once, and never changed."
        )
    for table in KEPT:
        triggers.refuse(
            editor,
            f"complaints_{table}",
            name=f"complaints_{table}",
            events=("DELETE",),
            message="Records of matters are not deleted.",
        )


class Migration(migrations.Migration):
    dependencies = [("complaints", "0001_initial")]
    operations = [migrations.RunPython(protect, migrations.RunPython.noop)]
