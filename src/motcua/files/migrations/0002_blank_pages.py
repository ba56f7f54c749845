from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("files", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="storedfile",
            name="blank",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
    ]
