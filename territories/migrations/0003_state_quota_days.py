from django.db import migrations

# The first quota of a key that came from a file, or was set once its period was over, states the past. What an import
# wrote that was undone never stood: it stays superseded.
FORWARDS = """
UPDATE territories_quota q
SET valid_from = CASE
        WHEN dated.place = 1 AND (q.method = 'imported' OR dated.ends_at <= q.recorded_at)
            THEN least(q.recorded_at, dated.starts_at)
        ELSE q.recorded_at
    END,
    valid_to = q.superseded_at,
    superseded_at = 'infinity'
FROM (
    SELECT quota.id, period.starts_at, period.ends_at, row_number() OVER (
        PARTITION BY quota.plan_id, quota.seat_id, quota.measure, quota.period_id
        ORDER BY quota.recorded_at, quota.id
    ) AS place
    FROM territories_quota quota
    JOIN accounts_fiscalperiod period ON period.id = quota.period_id
    LEFT JOIN imports_importbatch batch ON batch.id = quota.batch_id
    WHERE batch.state IS DISTINCT FROM 'undone'
) dated
WHERE dated.id = q.id
"""
UNDONE = """
UPDATE territories_quota q SET valid_from = least(q.recorded_at, period.starts_at)
FROM accounts_fiscalperiod period, imports_importbatch batch
WHERE period.id = q.period_id AND batch.id = q.batch_id AND batch.state = 'undone'
"""
BACKWARDS = "UPDATE territories_quota SET superseded_at = least(superseded_at, valid_to)"


class Migration(migrations.Migration):
    dependencies = [("territories", "0002_quota_days"), ("imports", "0001_initial")]

    operations = [
        migrations.RunSQL(FORWARDS, BACKWARDS),
        migrations.RunSQL(UNDONE, migrations.RunSQL.noop),
    ]
