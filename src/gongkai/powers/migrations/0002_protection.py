"""The database itself keeps the steps as they were written, and deletes nothing of the register."""

from django.db import migrations

from gongkai.core import triggers


def protect(apps, editor):
    triggers.refuse(editor, "powers_step", name="powers_step", message="Written once, and never changed.")
    for table in ("entry", "version"):
        triggers.refuse(
            editor,
            f"powers_{table}",
            name=f"powers_{table}",
            events=("DELETE",),
            message="Entries of the register are not deleted.",
        )


class Migration(migrations.Migration):
    dependencies = [("powers", "0001_initial")]
    operations = [migrations.RunPython(protect, migrations.RunPython.noop)]
