from django.db import migrations

MAKE = """
CREATE FUNCTION clock_declared_days_are_only_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'declared days are only added: declare the day again with a later day of publication';
END $$;
CREATE TRIGGER clock_declared_days_are_only_added BEFORE UPDATE OR DELETE ON clock_declaredday
    FOR EACH ROW EXECUTE FUNCTION clock_declared_days_are_only_added();
"""
UNMAKE = """
DROP TRIGGER clock_declared_days_are_only_added ON clock_declaredday;
DROP FUNCTION clock_declared_days_are_only_added();
"""


class Migration(migrations.Migration):
    dependencies = [("clock", "0001_initial")]
    operations = [migrations.RunSQL(MAKE, UNMAKE)]
