"""Counts the questionnaires that came in before their counts were kept ready."""

from collections import Counter

from django.db import migrations


def count(apps, editor):
    """Question and place → how often; place 0: somebody answered it, the empty question: the sheets."""
    collections = apps.get_model("consultations", "Collection").objects
    sheets = apps.get_model("consultations", "Sheet").objects
    made = apps.get_model("consultations", "SheetCount")
    for found in collections.exclude(questions=[]).order_by("pk").iterator():
        kinds = {each["key"]: each["kind"] for each in found.questions}
        counts = Counter()
        rows = sheets.filter(collection_id=found.pk).order_by("pk").values_list("answers", flat=True)
        for answers in rows.iterator(chunk_size=2000):
            counts.update(_marks(kinds, answers))
        made.objects.bulk_create(
            [
                made(collection_id=found.pk, question=question, place=place, count=number)
                for (question, place), number in counts.items()
            ],
            batch_size=200,
        )


def _marks(kinds, answers):
    yield "", 0
    for key, given in answers.items():
        if key not in kinds or given in (None, "", []):
            continue
        yield key, 0
        if kinds[key] != "free":
            for place in given if isinstance(given, list) else [given]:
                yield key, place


class Migration(migrations.Migration):
    dependencies = [("consultations", "0006_sheet_counts")]
    operations = [migrations.RunPython(count, migrations.RunPython.noop)]
