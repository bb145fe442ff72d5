"""The database itself keeps the steps and records as they were written, and deletes nothing of the room."""

from django.db import migrations

from gongkai.core import triggers


def protect(apps, editor):
    for table in ("campaignstep", "inspectionstep", "clue"):
        triggers.refuse(
            editor,
            f"campaigns_{table}",
            name=f"campaigns_{table}",
            message="Written once, and never changed.",
        )
    for table in ("campaign", "site", "siteparty", "listed", "notice", "inspection", "inspectionphoto"):
        triggers.refuse(
            editor,
            f"campaigns_{table}",
            name=f"campaigns_{table}",
            events=("DELETE",),
            message="Nothing of a campaign is deleted.",
        )


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0001_initial")]
    operations = [migrations.RunPython(protect, migrations.RunPython.noop)]
