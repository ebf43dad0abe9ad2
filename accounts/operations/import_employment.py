"""Employments from a file of people: who was employed from when until when, as what. Set SQL on `work_employments`.

A row is one span. Spans of a person that touch with the reason "transfer" are one employment with several jobs; any
other new span is another employment. Who is not known yet is listed, with a seat of their own; no mail is sent.
"""

from django.db import connection
from django.db.models import Q

from accounts.models import Employment, JobAssignment, Seat, SeatOccupancy, User
from accounts.operations.import_people import no_password
from salesops.db.operation import Operation
from salesops.imports.models import ImportBatch
from salesops.imports.operations.leftovers import created_ids
from salesops.imports.registry import Undone
from salesops.imports.work import Work, insert_sql

RULE = "active_with_exit"
FUNCTION = """(CASE
    WHEN w.function ~* '^(sales|revenue) *(ops|operations)$' THEN 'sales_ops'
    WHEN w.function ~* '^(sales )?enablement$' THEN 'enablement'
    WHEN w.function ~* '^sales$' THEN 'sales' ELSE 'other' END)"""
EXIT = """(CASE
    WHEN w.last_day IS NULL THEN ''
    WHEN w.exit_kind ~* '^did.?not.?start$' THEN 'did_not_start'
    WHEN w.exit_kind ~* '^(voluntary|voluntarily|resign)' THEN 'voluntary'
    WHEN w.exit_kind ~* '^(involuntary|dismiss|terminated|lay)' THEN 'involuntary'
    WHEN w.exit_kind ~* '^retire' THEN 'retirement' ELSE 'other' END)"""
IS_TRANSFER = "(coalesce(w.exit_kind, '') ~* 'transfer' OR coalesce(w.reason, '') ~* 'transfer')"
IS_ACTIVE = "w.status ~* '^active$' AND w.last_day IS NOT NULL"
WHO = "coalesce(w.employee, lower(w.email), imports_key(w.name))"
# One row a span, in the order of days: a span continues the one before when that ended by a transfer the day before.
SPANS = f"""
CREATE TEMP TABLE work_spans ON COMMIT DROP AS
SELECT *, sum(CASE WHEN continues THEN 0 ELSE 1 END) OVER (PARTITION BY who ORDER BY start) AS spell FROM (
    SELECT w.row_number, {WHO} AS who, w.start, w.last_day, {EXIT} AS exit_kind,
        coalesce(lag(w.last_day + 1) OVER past = w.start AND lag({IS_TRANSFER}) OVER past, false) AS continues,
        coalesce(max(coalesce(w.last_day, 'infinity'::date)) OVER (past ROWS UNBOUNDED PRECEDING EXCLUDE CURRENT ROW)
            >= w.start, false) AS clashes
    FROM work_employments w WHERE w.start IS NOT NULL AND {WHO} IS NOT NULL
    WINDOW past AS (PARTITION BY {WHO} ORDER BY w.start, w.row_number)
) spans
"""
# Of a spell in several spans only the last one says how it ended.
SPELLS = """
UPDATE work_employments w SET spell = s.spell, who = s.who, continues = s.continues, first = e.first,
    past = CASE WHEN e.last_day < 'infinity' THEN e.last_day + 1 END,
    exit = CASE WHEN e.last_day < 'infinity' THEN e.exit_kind ELSE '' END,
    said = CASE WHEN e.last_day < 'infinity' THEN coalesce(left(e.reason, 300), '') ELSE '' END
FROM work_spans s JOIN (
    SELECT DISTINCT ON (x.who, x.spell) x.who, x.spell, x.exit_kind, coalesce(x.last_day, 'infinity'::date) AS last_day,
        min(x.start) OVER (PARTITION BY x.who, x.spell) AS first, w.reason
    FROM work_spans x JOIN work_employments w USING (row_number) ORDER BY x.who, x.spell, x.start DESC
) e USING (who, spell)
WHERE s.row_number = w.row_number
"""
COLUMNS = (
    "person_id bigint", "is_new_person boolean DEFAULT false", "spell bigint", "who text", "continues boolean",
    "first date", "past date", "exit text", "said text",
)  # fmt: skip
PEOPLE_BY = (
    # The source's own id first; a name alone only where the file has no ids.
    "SELECT x.record_id AS person_id, x.external_id AS value FROM imports_externalid x"
    " WHERE x.source = %(source)s AND x.kind = 'person'",
    "SELECT u.id AS person_id, lower(u.email) AS value FROM accounts_user u WHERE u.email IS NOT NULL",
    "SELECT min(u.id) AS person_id, imports_key(u.name) AS value FROM accounts_user u WHERE u.state <> 'erased'"
    " GROUP BY 2 HAVING count(*) = 1",
)
VALUES = ("w.employee", "lower(w.email)", "CASE WHEN w.employee IS NULL THEN imports_key(w.name) END")
THERE = "accounts_employment e WHERE e.person_id = w.person_id AND lower(e.during) = w.first"
OTHERS = """EXISTS (
    SELECT FROM accounts_employment e WHERE e.person_id = w.person_id AND lower(e.during) <> w.first
        AND e.exit_kind <> 'did_not_start' AND e.during && daterange(w.first, greatest(w.past, w.first + 1))
)"""
COMPARE = """
UPDATE work_employments w SET
    before = jsonb_build_object('during', e.during, 'exit_kind', e.exit_kind, 'reason', e.reason),
    after = jsonb_build_object('during', daterange(w.first, w.past), 'exit_kind', w.exit, 'reason', w.said)
FROM accounts_employment e
WHERE e.id = w.id AND NOT w.continues AND (e.during, e.exit_kind, e.reason) IS DISTINCT FROM
    (daterange(w.first, w.past), w.exit::varchar, w.said::varchar)
"""
NEW_PEOPLE = "(SELECT DISTINCT ON (person_id) * FROM work_employments WHERE is_new_person AND action <> 'blocked') w"
REMEMBER_PEOPLE = """
INSERT INTO imports_batchrecord (batch_id, kind, record_id, action, before, after)
SELECT DISTINCT %s::bigint, 'person', w.person_id, 'created', '{}'::jsonb, '{}'::jsonb FROM """
IDS = """
INSERT INTO imports_externalid (source, kind, external_id, record_id, batch_id)
SELECT DISTINCT %s, 'person', w.employee, w.person_id, %s::bigint FROM work_employments w
WHERE w.employee IS NOT NULL AND w.action <> 'blocked' ON CONFLICT (source, kind, external_id) DO NOTHING
"""
# The last job of a changed employment ends where it does, or goes on as long. In one statement: neither may stick out.
FITTED = """
WITH spell AS ({changed} RETURNING e.id, e.during)
UPDATE accounts_jobassignment j SET during = daterange(lower(j.during), upper(spell.during))
FROM spell
WHERE j.employment_id = spell.id AND upper(j.during) IS DISTINCT FROM upper(spell.during)
    AND NOT EXISTS (SELECT FROM accounts_jobassignment k WHERE k.employment_id = spell.id AND k.during >> j.during)
"""
ENDED = """
UPDATE accounts_employment e SET during = daterange(w.first, w.past), exit_kind = w.exit, reason = w.said,
    regretted = CASE WHEN w.past IS NOT NULL THEN e.regretted END, row_version = e.row_version + 1
FROM work_employments w WHERE w.action = 'update' AND NOT w.continues AND e.id = w.id
"""
JOB_AFTER = "EXISTS (SELECT FROM accounts_jobassignment j WHERE j.employment_id = w.id AND lower(j.during) >= w.past)"
REMEMBER = """
INSERT INTO imports_batchrecord (batch_id, kind, record_id, action, before, after)
SELECT %s, 'employment', id, CASE action WHEN 'create' THEN 'created' ELSE 'changed' END, before, after
FROM work_employments WHERE action IN ('create', 'update') AND NOT continues
"""
OF_BATCH = "r.batch_id = %s AND r.kind = 'employment' AND r.action = 'changed' AND e.id = r.record_id"
CHANGED_SINCE = f"""
SELECT u.name FROM accounts_employment e JOIN imports_batchrecord r ON {OF_BATCH}
JOIN accounts_user u ON u.id = e.person_id WHERE NOT to_jsonb(e) @> r.after ORDER BY 1
"""
RESTORED = f"""
UPDATE accounts_employment e SET during = (r.before->>'during')::daterange, exit_kind = r.before->>'exit_kind',
    reason = r.before->>'reason', row_version = e.row_version + 1
FROM imports_batchrecord r WHERE {OF_BATCH} AND to_jsonb(e) @> r.after
"""


def resolve_employments(work: Work) -> None:
    for column in COLUMNS:
        work.run(f"ALTER TABLE work_employments ADD COLUMN {column}")
    work.run("UPDATE work_employments SET label = coalesce(name, 'Employee ' || employee, email)")
    work.problem("missing", "employee", f"{WHO.replace('imports_key(w.name)', 'w.name')} IS NULL")
    if work.file.mapping.get("rules", {}).get(RULE):
        work.run(f"UPDATE work_employments w SET last_day = NULL, exit_kind = NULL WHERE {IS_ACTIVE}")
    work.problem(RULE, "status", IS_ACTIVE, blocking=False)
    work.problem("ends_before_start", "last_day", "w.last_day < w.start")
    work.run(SPANS)
    work.problem("employment_overlaps", "start", "row_number IN (SELECT row_number FROM work_spans WHERE clashes)")
    work.block()
    work.run(SPELLS)
    _find_people(work)
    work.run(f"UPDATE work_employments w SET id = (SELECT e.id FROM {THERE}) WHERE w.person_id IS NOT NULL")
    work.problem("employment_overlaps", "start", f"NOT is_new_person AND {OTHERS}")
    work.problem("ends_before_job", "last_day", f"NOT w.continues AND {JOB_AFTER}")
    work.block()
    work.run(
        "UPDATE work_employments w SET id = made.id, is_new = true FROM ("
        " SELECT who, spell, nextval('accounts_employment_id_seq') AS id FROM work_employments"
        " WHERE id IS NULL AND action IS NULL GROUP BY who, spell) made WHERE (w.who, w.spell) = (made.who, made.spell)"
        " AND w.action IS NULL"
    )
    work.run("UPDATE work_employments SET action = 'create' WHERE is_new AND action IS NULL")
    work.run(COMPARE)
    work.decide()


def _find_people(work: Work) -> None:
    for found, value in zip(PEOPLE_BY, VALUES, strict=True):
        work.run(
            f"UPDATE work_employments w SET person_id = f.person_id FROM ({found}) f"
            f" WHERE w.person_id IS NULL AND f.value = {value}",
            {"source": work.batch.source},
        )
    work.run(
        "UPDATE work_employments w SET person_id = made.id, is_new_person = true FROM ("
        " SELECT who, nextval('accounts_user_id_seq') AS id FROM work_employments"
        " WHERE person_id IS NULL AND action IS NULL AND who IS NOT NULL GROUP BY who) made WHERE w.who = made.who"
    )


def write_employments(work: Work, op: Operation) -> None:
    _write_people(work)
    heads = "work_employments w WHERE w.action = 'create' AND NOT w.continues ORDER BY w.row_number"
    spell = {
        "id": "w.id",
        "person_id": "w.person_id",
        "during": "daterange(w.first, w.past)",
        "exit_kind": "w.exit",
        "reason": "w.said",
    }
    work.run(*insert_sql(Employment, spell, heads))
    job = {
        "employment_id": "w.id",
        "function": FUNCTION,
        "job_role": "coalesce(left(w.job_role, 120), '')",
        "cost_centre": "coalesce(left(w.cost_centre, 60), '')",
        "location": "coalesce(left(w.location, 120), '')",
        "during": "daterange(w.start, least(w.last_day + 1, w.past))",
    }
    work.run(*insert_sql(JobAssignment, job, "work_employments w WHERE w.action = 'create' ORDER BY w.row_number"))
    work.run(FITTED.format(changed=ENDED))
    work.run(REMEMBER, [work.batch.pk])


def _write_people(work: Work) -> None:
    person = {"id": "w.person_id", "name": "left(w.label, 300)", "email": "lower(w.email)", "password": no_password()}
    work.run(*insert_sql(User, person, NEW_PEOPLE))
    seat = {"name": "left(w.label, 300)", "kind": "'personal'", "person_id": "w.person_id"}
    work.run(*insert_sql(Seat, seat, NEW_PEOPLE))
    seats = f"{NEW_PEOPLE} JOIN accounts_seat s ON s.person_id = w.person_id AND s.kind = 'personal'"
    sat = {"seat_id": "s.id", "person_id": "w.person_id", "during": "daterange(NULL, NULL)"}
    work.run(*insert_sql(SeatOccupancy, sat, seats))
    work.run(REMEMBER_PEOPLE + NEW_PEOPLE, [work.batch.pk])
    work.run(IDS, [work.batch.source, work.batch.pk])


def undo_employments(batch: ImportBatch, op: Operation, report: Undone) -> None:
    """What was changed since stays and is listed. People who came with them go with the people of the batch."""
    made = Employment.objects.filter(pk__in=created_ids(batch, "employment"))
    kept = set(made.filter(Q(row_version__gt=1) | Q(jobs__row_version__gt=1)).values_list("pk", flat=True))
    report.kept += [(name, "changed_since") for name in made.filter(pk__in=kept).values_list("person__name", flat=True)]
    gone = made.exclude(pk__in=kept)
    report.removed += gone.count()
    gone.delete()
    with connection.cursor() as cursor:
        cursor.execute(CHANGED_SINCE, [batch.pk])
        changed = [(name, "changed_since") for (name,) in cursor.fetchall()]
        report.kept += changed
        cursor.execute(FITTED.format(changed=RESTORED), [batch.pk])
    report.restored += batch.records.filter(kind="employment", action="changed").count() - len(changed)
