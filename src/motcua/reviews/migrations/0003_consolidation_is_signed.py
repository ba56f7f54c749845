import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("results", "0001_initial"),
        ("reviews", "0002_recommendations_and_investments"),
    ]

    operations = [
        migrations.AddField(
            model_name="consolidation",
            name="instrument",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="results.instrument"
            ),
        ),
    ]
