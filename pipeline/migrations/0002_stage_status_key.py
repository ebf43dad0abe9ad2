"""A version's status is the kind of its stage: a key over two columns, which Django cannot declare."""

from django.db import migrations

FORWARD = """
ALTER TABLE pipeline_opportunityversion
ADD CONSTRAINT version_stage_status
FOREIGN KEY (stage_id, status) REFERENCES pipeline_stage (id, kind)
"""
BACKWARD = "ALTER TABLE pipeline_opportunityversion DROP CONSTRAINT version_stage_status"


class Migration(migrations.Migration):
    dependencies = [("pipeline", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
