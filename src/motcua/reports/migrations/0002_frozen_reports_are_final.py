"""What was frozen is never edited nor deleted, as the entries of the ledger are not: a correction is a new version."""

from django.db import migrations

FUNCTION = """
    CREATE FUNCTION reports_frozen_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'a frozen report is never changed: make a new version'
            USING ERRCODE = 'restrict_violation';
    END
    $$
"""
ROW = """
    CREATE TRIGGER final BEFORE UPDATE OR DELETE ON reports_reportrun
        FOR EACH ROW WHEN (OLD.state = 'ready') EXECUTE FUNCTION reports_frozen_is_final()
"""
TABLE = """
    CREATE TRIGGER final_all BEFORE TRUNCATE ON reports_reportrun
        FOR EACH STATEMENT EXECUTE FUNCTION reports_frozen_is_final()
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION reports_frozen_is_final"),
        migrations.RunSQL(ROW, "DROP TRIGGER final ON reports_reportrun"),
        migrations.RunSQL(TABLE, "DROP TRIGGER final_all ON reports_reportrun"),
    ]
