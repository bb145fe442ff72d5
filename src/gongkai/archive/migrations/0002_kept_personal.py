from django.db import migrations, models


class Migration(migrations.Migration):
    """Papers that hold personal data are kept too, apart; packages made before have none of them."""

    dependencies = [("archive", "0001_packages")]

    operations = [
        migrations.AddField(
            model_name="package",
            name="personal_key",
            field=models.CharField(blank=True, default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(model_name="package", name="erasure", field=models.DateTimeField(null=True)),
        migrations.AddField(
            model_name="package",
            name="leftover_key",
            field=models.CharField(blank=True, default="", max_length=64),
            preserve_default=False,
        ),
    ]
