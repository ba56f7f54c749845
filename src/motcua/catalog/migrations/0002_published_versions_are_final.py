"""What was published is never edited; only its last day may come sooner."""

from django.db import migrations

FUNCTION = """
    CREATE FUNCTION catalog_version_is_published() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE'
            AND (NEW.id, NEW.procedure_id, NEW.number, NEW.effective_from, NEW.document, NEW.digest,
                 NEW.published_at, NEW.published_by)
                IS NOT DISTINCT FROM
                (OLD.id, OLD.procedure_id, OLD.number, OLD.effective_from, OLD.document, OLD.digest,
                 OLD.published_at, OLD.published_by)
            AND (OLD.effective_until IS NULL OR NEW.effective_until <= OLD.effective_until)
        THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'a published version is never edited: publish a new one'
            USING ERRCODE = 'restrict_violation';
    END
    $$
"""
TRIGGER = """
    CREATE TRIGGER published BEFORE UPDATE OR DELETE ON catalog_version
        FOR EACH ROW EXECUTE FUNCTION catalog_version_is_published()
"""


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION catalog_version_is_published"),
        migrations.RunSQL(TRIGGER, "DROP TRIGGER published ON catalog_version"),
    ]
