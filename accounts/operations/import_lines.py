"""The reporting line from a file: who stood under whom from which day. Set SQL on `work_lines` (ACC-51).

A file states a person's line from its first row about them on; days before that keep theirs. The stretch of a row ends
where the next one about the same person begins. An empty manager is the top.
"""

from django.db import connection

from accounts.models import ReportingLine, User
from salesops.db.operation import Operation
from salesops.imports.models import ImportBatch
from salesops.imports.registry import Undone
from salesops.imports.work import Work, insert_sql

KIND = "line_of"
"""What the undo remembers: the whole line of a person before and after, under the person's key."""
STATED = """
SELECT w.row_number, w.person_id, w.manager_id,
    daterange(w.start, lead(w.start) OVER (PARTITION BY w.person_id ORDER BY w.start)) AS during
FROM work_lines w WHERE w.action IS DISTINCT FROM 'blocked'
UNION ALL
SELECT NULL, l.person_id, l.manager_id,
    CASE WHEN f.first IS NULL THEN l.during ELSE l.during * daterange(NULL, f.first) END
FROM accounts_reportingline l
LEFT JOIN (
    SELECT person_id, min(start) AS first FROM work_lines WHERE action IS DISTINCT FROM 'blocked' GROUP BY 1
) f USING (person_id)
WHERE f.first IS NULL OR NOT isempty(l.during * daterange(NULL, f.first))
"""
TWICE = "(person_id, start) IN (SELECT person_id, start FROM work_lines GROUP BY 1, 2 HAVING count(*) > 1)"
CYCLE = """
row_number IN (
    WITH RECURSIVE up(row_number, first, id, during) AS (
        SELECT row_number, person_id, manager_id, during FROM work_lines_stated
        WHERE row_number IS NOT NULL AND manager_id IS NOT NULL
        UNION
        SELECT up.row_number, up.first, s.manager_id, s.during * up.during
        FROM up JOIN work_lines_stated s ON s.person_id = up.id AND s.during && up.during
        WHERE s.manager_id IS NOT NULL
    )
    SELECT row_number FROM up WHERE first = id
)
"""
DECIDE = """
UPDATE work_lines w SET
    action = CASE WHEN found.same THEN 'unchanged' WHEN found.known THEN 'update' ELSE 'create' END,
    before = CASE WHEN found.same THEN '{}' ELSE jsonb_build_object('manager', found.manager) END,
    after = CASE WHEN found.same THEN '{}' ELSE jsonb_build_object('manager', w.manager) END
FROM (
    SELECT s.row_number, n.name AS manager, l.person_id IS NOT NULL AS known,
        CASE WHEN s.manager_id IS NULL THEN NOT EXISTS (
            SELECT FROM accounts_reportingline o WHERE o.person_id = s.person_id AND o.during && s.during
        ) ELSE coalesce(l.manager_id = s.manager_id AND l.during = s.during, false) END AS same
    FROM work_lines_stated s
    LEFT JOIN accounts_reportingline l ON l.person_id = s.person_id AND l.during @> lower(s.during)
    LEFT JOIN accounts_user n ON n.id = l.manager_id
    WHERE s.row_number IS NOT NULL
) found
WHERE found.row_number = w.row_number AND w.action IS NULL
"""
CHANGED = "SELECT person_id FROM work_lines WHERE action IN ('create', 'update')"
AS_JSON = """
coalesce((SELECT jsonb_agg(jsonb_build_object('manager_id', l.manager_id, 'during', l.during::text) ORDER BY l.during)
    FROM {table} l WHERE l.person_id = p.person_id AND l.manager_id IS NOT NULL), '[]')
"""
REMEMBER = f"""
INSERT INTO imports_batchrecord (batch_id, kind, record_id, action, before, after)
SELECT %s, '{KIND}', p.person_id, 'changed',
    jsonb_build_object('lines', {AS_JSON.format(table="accounts_reportingline")}),
    jsonb_build_object('lines', {AS_JSON.format(table="work_lines_stated")})
FROM (SELECT DISTINCT person_id FROM ({CHANGED}) c) p
"""
FORGET = f"""
DELETE FROM accounts_reportingline l WHERE l.person_id IN ({CHANGED}) AND NOT EXISTS (
    SELECT FROM work_lines_stated s
    WHERE s.person_id = l.person_id AND s.manager_id = l.manager_id AND s.during = l.during
)
"""
MISSING = f"""
work_lines_stated s WHERE s.person_id IN ({CHANGED}) AND s.manager_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM accounts_reportingline l
    WHERE l.person_id = s.person_id AND l.manager_id = s.manager_id AND l.during = s.during
)
"""
STILL = f"""
SELECT p.person_id FROM (
    SELECT record_id AS person_id, after FROM imports_batchrecord WHERE batch_id = %s AND kind = '{KIND}'
) p
WHERE {AS_JSON.format(table="accounts_reportingline")} = p.after->'lines'
"""
GIVE_BACK = f"""
imports_batchrecord r
CROSS JOIN LATERAL jsonb_to_recordset(r.before->'lines') AS l(manager_id bigint, during daterange)
WHERE r.batch_id = %s AND r.kind = '{KIND}' AND r.record_id = ANY(%s)
"""


def resolve_lines(work: Work) -> None:
    work.run("UPDATE work_lines SET label = coalesce(person, '')")
    work.link("person")
    work.link("manager")
    work.problem("line_not_self", "manager", "manager_id = person_id")
    work.problem("twice_in_file", "start", TWICE)
    work.block()
    _state(work)
    work.problem("line_cycle", "manager", CYCLE)
    work.block()
    _state(work)
    work.run(DECIDE)


def _state(work: Work) -> None:
    """Everybody's line as it would stand with the rows that are not blocked."""
    work.run("DROP TABLE IF EXISTS work_lines_stated")
    work.run(f"CREATE TEMP TABLE work_lines_stated ON COMMIT DROP AS {STATED}")
    work.run("CREATE INDEX ON work_lines_stated (person_id)")
    work.run("ANALYZE work_lines_stated")


def write_lines(work: Work, op: Operation) -> None:
    """All at once: a swap of two people would be a cycle for a moment, row by row."""
    work.run(REMEMBER, [work.batch.pk])
    work.run(FORGET)
    columns = {"person_id": "s.person_id", "manager_id": "s.manager_id", "during": "s.during"}
    work.run(*insert_sql(ReportingLine, columns, MISSING))


def undo_lines(batch: ImportBatch, op: Operation, report: Undone) -> None:
    """Whoever stands as the file left them gets their former line back; others are kept and named."""
    with connection.cursor() as cursor:
        cursor.execute(STILL, [batch.pk])
        still = [row[0] for row in cursor.fetchall()]
        cursor.execute("DELETE FROM accounts_reportingline WHERE person_id = ANY(%s)", [still])
        columns = {"person_id": "r.record_id", "manager_id": "l.manager_id", "during": "l.during"}
        sql, params = insert_sql(ReportingLine, columns, GIVE_BACK)
        cursor.execute(sql, [*params, batch.pk, still])
    moved = batch.records.filter(kind=KIND).exclude(record_id__in=still).values("record_id")
    report.kept += [(name, "changed_since") for name in _names(moved)]
    report.restored += len(still)


def _names(people: object) -> list[str]:
    return list(User.objects.filter(pk__in=people).order_by("name").values_list("name", flat=True))
