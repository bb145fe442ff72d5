from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0009_api_keys"),
    ]

    operations = [
        migrations.AddField(
            model_name="mail",
            name="headers",
            field=models.TextField(blank=True, default=""),
        ),
    ]
