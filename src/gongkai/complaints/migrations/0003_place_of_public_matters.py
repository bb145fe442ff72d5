"""What lies around a place is found by an index (Open311: ``lat``, ``long``, ``radius``)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("complaints", "0002_protection")]
    operations = [
        migrations.AddIndex(
            model_name="publicmatter",
            index=models.Index(fields=["agency", "lat", "lon"], name="public_matter_place"),
        )
    ]
