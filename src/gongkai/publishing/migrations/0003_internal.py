"""Which kind of staff-only publication a revision is, and for which month."""

from django.db import migrations, models

from gongkai.core import triggers


def protect_again(apps, editor):
    """SQLite makes the table anew to add a column, and with the old one its triggers are gone."""
    if editor.connection.vendor != "sqlite":
        return
    triggers.refuse(
        editor,
        "publishing_revision",
        name="published_revision",
        events=("UPDATE",),
        when="OLD.published_at IS NOT NULL",
        message="A published revision never changes.",
    )
    triggers.refuse(
        editor, "publishing_revision", name="revision", events=("DELETE",), message="Revisions are not deleted."
    )


class Migration(migrations.Migration):
    dependencies = [("publishing", "0002_protection")]
    operations = [
        migrations.AddField("revision", "internal_kind", models.CharField(blank=True, default="", max_length=30)),
        migrations.AddField("revision", "internal_month", models.DateField(null=True)),
        migrations.RunPython(protect_again, migrations.RunPython.noop),
    ]
