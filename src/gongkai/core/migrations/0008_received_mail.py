from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0007_moments")]

    operations = [
        migrations.CreateModel(
            name="ReceivedMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("mailbox", models.CharField(max_length=32)),
                ("validity", models.BigIntegerField()),
                ("uid", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("outcome", models.CharField(blank=True, max_length=30)),
                ("subject_type", models.CharField(blank=True, max_length=40)),
                ("subject", models.CharField(blank=True, max_length=64)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("again_at", models.DateTimeField(null=True)),
                ("last_error", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["mailbox", "validity", "uid"], name="received_mail_place"),
                    models.Index(fields=["subject_type", "subject"], name="received_mail_subject"),
                ],
            },
        ),
    ]
