"""The database itself refuses to change a published revision or the steps that led to it."""

from django.db import migrations

from gongkai.core import triggers


def protect(apps, editor):
    triggers.refuse(
        editor,
        "publishing_revision",
        name="published_revision",
        events=("UPDATE",),
        when="OLD.published_at IS NOT NULL",
        message="A published revision never changes.",
    )
    triggers.refuse(
        editor,
        "publishing_revision",
        name="revision",
        events=("DELETE",),
        message="Revisions are not deleted.",
    )
    triggers.refuse(editor, "publishing_step", name="step", message="Steps are written once.")
    triggers.refuse(editor, "publishing_document", name="document", events=("DELETE",), message="Documents are not deleted.")


class Migration(migrations.Migration):
    dependencies = [("publishing", "0001_initial")]
    operations = [migrations.RunPython(protect, migrations.RunPython.noop)]
