"""The database itself refuses to change what was published, and who stood behind it."""

from django.db import migrations

from gongkai.core import triggers


def protect(apps, editor):
    triggers.refuse(
        editor,
        "annual_reports_edition",
        name="report_edition",
        message="A published annual report never changes.",
    )
    triggers.refuse(editor, "annual_reports_step", name="report_step", message="Steps are written once.")
    triggers.refuse(
        editor,
        "annual_reports_declaredfigure",
        name="declared_figure",
        events=("DELETE",),
        message="Declared figures are not deleted.",
    )


class Migration(migrations.Migration):
    dependencies = [("annual_reports", "0001_initial")]
    operations = [migrations.RunPython(protect, migrations.RunPython.noop)]
