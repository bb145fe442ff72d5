"""The search index: FTS5 on SQLite, tsvector on PostgreSQL (docs/decisions/0007-search.md)."""

from django.db import migrations

from gongkai.core.search import schema


class Migration(migrations.Migration):
    dependencies = [("core", "0002_protection")]
    operations = [migrations.RunPython(schema.create, schema.drop)]
