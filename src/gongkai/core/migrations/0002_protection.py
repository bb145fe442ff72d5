"""The database itself refuses to change or delete what the ledger holds."""

from django.db import migrations

from gongkai.core import triggers


def protect(apps, editor):
    message = "The ledger is append-only."
    triggers.refuse(editor, "core_event", name="ledger_event", message=message)
    triggers.refuse_truncate(editor, "core_event", name="ledger_event", message=message)
    triggers.refuse(
        editor,
        "core_eventsecret",
        name="ledger_secret",
        events=("UPDATE",),
        when=(
            "NOT (OLD.erased_by IS NULL AND NEW.erased_by IS NOT NULL AND NEW.value = '' AND NEW.salt = '' "
            "AND NEW.event_id = OLD.event_id AND NEW.name = OLD.name)"
        ),
        message="A personal value of the ledger can only be erased.",
    )
    triggers.refuse(editor, "core_eventsecret", name="ledger_secret", events=("DELETE",), message=message)
    triggers.refuse(editor, "core_ledgerhead", name="ledger_head", events=("DELETE",), message=message)


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunPython(protect, migrations.RunPython.noop)]
