from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0050_capture")]

    operations = [
        migrations.AddField(
            model_name="peoplechange",
            name="access_ended_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
