"""What the applicant wrote later and what proves the day of receipt is sealed, like the applicant's data.

Safe to run twice: what is sealed already is left as it is. Words of applicants whose data were erased go with them.
"""

import re

from django.db import migrations, models
from django.db.models import Q

from gongkai.core import sealed, triggers

FIELDS = ("supplement", "reasons", "receipt_evidence")
#: A sealed text (``core.sealed``): nonce and proof alone are 28 bytes. Nobody writes words of this shape.
SEALED = re.compile(r"v1\.[A-Za-z0-9_-]{38,}={0,2}")
BATCH = 2_000


def _about(request, field):
    return f"requests.{field}.{request.agency_id}.{request.number}"


def _rewrite(apps, editor, written_anew):
    requests = apps.get_model("requests", "Request").objects
    holding = ~Q(supplement="", reasons="", receipt_evidence="")
    rows = requests.filter(holding).only("agency_id", "number", *FIELDS)
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        with editor.connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE requests_request SET supplement = %s, reasons = %s, receipt_evidence = %s WHERE id = %s",
                [
                    (*(written_anew(row, field, getattr(row, field)) for field in FIELDS), row.pk)
                    for row in batch
                ],
            )
        last = batch[-1].pk


def seal(apps, editor):
    applicants = apps.get_model("requests", "Applicant").objects
    erased = applicants.filter(erased_at__isnull=False).values("request_id")
    apps.get_model("requests", "Request").objects.filter(pk__in=erased).update(**dict.fromkeys(FIELDS, ""))

    def written_anew(request, field, text):
        return text if SEALED.fullmatch(text) else sealed.seal(text, _about(request, field))

    _rewrite(apps, editor, written_anew)


def unseal(apps, editor):
    def written_anew(request, field, text):
        return sealed.unseal(text, _about(request, field)) if SEALED.fullmatch(text) else text

    _rewrite(apps, editor, written_anew)


def protect_again(apps, editor):
    """SQLite makes the table anew to change a column, and its triggers are gone with the old one."""
    if editor.connection.vendor == "sqlite":
        editor.execute("DROP TRIGGER IF EXISTS requests_request_delete")
        triggers.refuse(
            editor,
            "requests_request",
            name="requests_request",
            events=("DELETE",),
            message="Records of requests are not deleted.",
        )


class Migration(migrations.Migration):
    dependencies = [("requests", "0002_protection")]
    operations = [
        migrations.RunPython(migrations.RunPython.noop, protect_again),
        migrations.AlterField("request", "receipt_evidence", models.TextField(blank=True)),
        migrations.RunPython(protect_again, migrations.RunPython.noop),
        migrations.RunPython(seal, unseal),
    ]
