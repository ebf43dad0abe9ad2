"""People from a file: who, under whom, in which team. Set SQL on `work_people`; no mail is sent, nobody is invited."""

from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Model

from accounts.models import (
    ReportingLine,
    Role,
    RoleGrant,
    Seat,
    SeatOccupancy,
    Team,
    TeamMembership,
    User,
)
from accounts.operations.people import join_team, make_role_presets, set_manager
from accounts.operations.rows import cut_from
from accounts.rules.roles import PRESETS
from salesops.db.operation import Operation
from salesops.imports.models import BatchRecord, ImportBatch
from salesops.imports.operations.leftovers import (
    changed_ids,
    created_ids,
    referenced,
    remove_unreferenced,
    restore_changed,
)
from salesops.imports.registry import Undone
from salesops.imports.work import Work, insert_sql
from salesops.kernel.moments import local_day
from salesops.web.organisation import business_time

COLUMNS = {"email": "lower(w.email)", "title": "w.title"}
TODAY = "(current_setting('salesops.at')::timestamptz AT TIME ZONE %s)::date"
"""The organisation's day, not the one of the database's clock."""
LEFT = "state = CASE WHEN email IS NULL THEN 'listed' ELSE 'deactivated' END"
SEATED = "EXISTS (SELECT FROM accounts_seat s WHERE s.person_id = w.id AND s.kind = 'personal')"
STRIPPED = """
EXISTS (
    SELECT FROM imports_batchrecord r JOIN imports_importbatch b ON b.id = r.batch_id AND b.state = 'undone'
    WHERE r.kind = 'person' AND r.action = 'created' AND r.record_id = w.id
) AND NOT EXISTS (
    SELECT FROM accounts_seatoccupancy o JOIN accounts_seat s ON s.id = o.seat_id AND s.kind = 'personal'
    WHERE s.person_id = w.id AND upper_inf(o.during)
) AND NOT EXISTS (SELECT FROM accounts_reportingline l WHERE l.person_id = w.id AND upper_inf(l.during))
AND NOT EXISTS (SELECT FROM accounts_teammembership m WHERE m.person_id = w.id AND upper_inf(m.during))
"""
"""An undo ended every place of theirs, and nobody has given them one since."""
SINCE = "daterange((SELECT max(upper(o.during)) FROM accounts_seatoccupancy o WHERE o.person_id = w.id), NULL)"
"""Always, or from where an undo ended it: the import stated anew leaves no gap."""
REMEMBER_PLACED = """
INSERT INTO imports_batchrecord (batch_id, kind, record_id, action, before, after)
SELECT %s, 'placed', id, 'changed', '{}', '{}' FROM work_people WHERE bare AND NOT is_new AND action = 'update'
"""
REMEMBER_TEAM = """
UPDATE imports_batchrecord r SET after = r.after || jsonb_build_object('team_id', t.id) FROM accounts_team t
WHERE r.batch_id = %s AND r.kind = 'person' AND r.action = 'changed' AND t.name = r.after->>'team'
"""
"""By key, for the undo: a team may be called otherwise by then."""
PLACES: tuple[tuple[type[Model], str], ...] = (
    (ReportingLine, "person_id"),
    (TeamMembership, "person_id"),
    (RoleGrant, "user_id"),
    (SeatOccupancy, "person_id"),
)
MAKES_MANAGERS = frozenset({"people", "managers"})
UNDER_BLOCKED = """
action IS DISTINCT FROM 'blocked' AND manager_id IN (
    WITH RECURSIVE lost(id) AS (
        SELECT id FROM work_people WHERE is_new AND action = 'blocked'
        UNION
        SELECT w.id FROM work_people w JOIN lost ON w.manager_id = lost.id WHERE w.is_new
    )
    SELECT id FROM lost
)
"""
"""Whose manager would be a person that is not made, or stands below one."""
LINE_CYCLE = """
id IN (
    WITH RECURSIVE up(start, id) AS (
        SELECT id, manager_id FROM work_people WHERE manager_id IS NOT NULL
        UNION
        SELECT up.start, w.manager_id FROM up JOIN work_people w ON w.id = up.id WHERE w.manager_id IS NOT NULL
    )
    SELECT start FROM up WHERE start = id
)
"""


def resolve_people(work: Work) -> None:
    work.run("UPDATE work_people SET label = name")
    work.match("email", "name")
    if MAKES_MANAGERS & set(work.batch.options.get("make", ())):
        _add_managers(work)
    work.compare("accounts_user", COLUMNS)
    work.allot("accounts_user_id_seq", "name", "email")
    work.link("manager")
    work.problem("line_not_self", "manager", "manager_id = id")
    work.problem("line_cycle", "manager", f"manager_id <> id AND {LINE_CYCLE}")
    work.block()
    work.problem("unknown_value", "manager", UNDER_BLOCKED)
    _compare_places(work)
    work.decide()


def _add_managers(work: Work) -> None:
    """Of a source whose managers have no rows of their own each is a person all the same: a row below zero, named by
    who names them. Elsewhere a name that nobody bears is a problem of the row."""
    work.run(
        "INSERT INTO work_people (row_number, name, label, team, matched_by, before, after)"
        " SELECT -min(row_number), manager, manager, CASE WHEN count(DISTINCT team) = 1 THEN min(team) END, '',"
        " '{}', '{}' FROM work_people w WHERE manager IS NOT NULL"
        " AND NOT EXISTS (SELECT FROM offer_person o WHERE o.value = imports_key(w.manager))"
        " AND NOT EXISTS (SELECT FROM work_people p WHERE imports_key(w.manager) IN"
        " (imports_key(p.name), imports_key(p.email), imports_key(p.external_id)))"
        " GROUP BY manager"
    )


def _compare_places(work: Work) -> None:
    """For people who are here already: another manager or team than today's. One whom an undo stripped is set anew."""
    work.run("ALTER TABLE work_people ADD COLUMN bare boolean")
    work.run("ALTER TABLE work_people ADD COLUMN since daterange")
    work.run(f"UPDATE work_people w SET bare = is_new OR NOT {SEATED} OR ({STRIPPED}), since = {SINCE}")
    work.run(
        "UPDATE work_people w SET before = w.before || jsonb_build_object('state', u.state),"
        " after = w.after || jsonb_build_object('state', 'listed')"
        " FROM accounts_user u WHERE u.id = w.id AND w.bare AND NOT w.is_new"
    )
    work.run(
        "UPDATE work_people w SET before = w.before || jsonb_build_object('manager', m.name, 'manager_id', m.id),"
        " after = w.after || jsonb_build_object('manager', w.manager, 'manager_id', w.manager_id)"
        f" FROM accounts_user u LEFT JOIN accounts_reportingline l ON l.person_id = u.id AND l.during @> {TODAY}"
        " LEFT JOIN accounts_user m ON m.id = l.manager_id"
        " WHERE u.id = w.id AND NOT w.bare AND w.manager_id IS NOT NULL AND w.manager_id IS DISTINCT FROM l.manager_id",
        [work.zone],
    )
    work.run(
        "UPDATE work_people w SET before = w.before || jsonb_build_object('team', t.name, 'team_id', t.id),"
        " after = w.after || jsonb_build_object('team', w.team)"
        " FROM accounts_user u LEFT JOIN accounts_teammembership p"
        f" ON p.person_id = u.id AND p.primary AND p.during @> {TODAY}"
        " LEFT JOIN accounts_team t ON t.id = p.team_id"
        " WHERE u.id = w.id AND NOT w.bare AND w.team IS NOT NULL AND w.team IS DISTINCT FROM t.name",
        [work.zone],
    )


def write_people(work: Work, op: Operation) -> None:
    make_role_presets(by=op.by)
    _make_teams(work)
    created = "work_people w WHERE w.bare AND w.action <> 'blocked'"
    work.insert(
        User, {"id": "w.id", "name": "w.name", **COLUMNS, "title": "coalesce(w.title, '')", "password": no_password()}
    )
    work.run(
        *insert_sql(Seat, {"name": "w.name", "kind": "'personal'", "person_id": "w.id"}, f"{created} AND NOT {SEATED}")
    )
    seats = f"accounts_seat s JOIN {created.replace(' WHERE', ' ON s.person_id = w.id WHERE')}"
    work.run(*insert_sql(SeatOccupancy, {"seat_id": "s.id", "person_id": "w.id", "during": "w.since"}, seats))
    teams = f"accounts_team t JOIN {created.replace(' WHERE', ' ON t.name = w.team WHERE')}"
    work.run(*insert_sql(TeamMembership, {"team_id": "t.id", "person_id": "w.id", "during": "w.since"}, teams))
    _write_lines(work, created)
    _write_roles(work, created, op)
    _move_people(work, op)
    work.update(User, {**COLUMNS, "state": "CASE t.state WHEN 'deactivated' THEN 'listed' ELSE t.state END"})
    work.remember()
    work.run(REMEMBER_PLACED, [work.batch.pk])
    work.run(REMEMBER_TEAM, [work.batch.pk])


def no_password() -> str:
    """One unusable hash for all: nobody signs in with it, and each is replaced when the person is invited."""
    return "'" + make_password(None) + "'"


def _make_teams(work: Work) -> None:
    missing = "(SELECT DISTINCT team FROM work_people WHERE team IS NOT NULL AND action IN ('create', 'update')"
    missing += " AND team NOT IN (SELECT name FROM accounts_team) ORDER BY 1) w"
    sql, params = insert_sql(Team, {"name": "w.team"}, missing)
    work.run(
        f"WITH made AS ({sql} RETURNING id) INSERT INTO imports_batchrecord"
        " (batch_id, kind, record_id, action, before, after) SELECT %s, 'team', id, 'created', '{}', '{}' FROM made",
        [*params, work.batch.pk],
    )


def _write_lines(work: Work, created: str) -> None:
    """Always in force: a file says who stands under whom, not since when."""
    top = work.batch.options.get("top")
    manager = "coalesce(w.manager_id, %s)" if top else "w.manager_id"
    sql, params = insert_sql(
        ReportingLine,
        {"person_id": "w.id", "manager_id": manager.replace("%s", str(int(top or 0))), "during": "w.since"},
        f"{created} AND {'true' if top else 'w.manager_id IS NOT NULL'}",
    )
    work.run(sql, params)


def _write_roles(work: Work, created: str, op: Operation) -> None:
    """Whoever leads somebody is a manager, everybody else a rep; it counts from the day they are invited."""
    scope = {preset.key: preset.scope for preset in PRESETS}
    leads = "(w.id IN (SELECT manager_id FROM work_people WHERE manager_id IS NOT NULL))"
    for role, held in ((Role.objects.get(key="manager"), leads), (Role.objects.get(key="rep"), f"NOT {leads}")):
        columns = {
            "user_id": "w.id",
            "role_id": str(role.pk),
            "scope": f"'{scope[role.key]}'",
            "during": "w.since",
            "granted_by_id": str(op.by.pk) if op.by else "NULL",
        }
        work.run(*insert_sql(RoleGrant, columns, f"{created} AND {held}"))


def _move_people(work: Work, op: Operation) -> None:
    """Who is here already moves from the day of the import on: the past keeps its line."""
    day = local_day(op.at, business_time().zone)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, manager_id, team, after ? 'manager', after ? 'team' FROM work_people WHERE action = 'update'"
        )
        rows = cursor.fetchall()
    for person_id, manager_id, team, moves, joins in rows:
        person = User.objects.get(pk=person_id)
        if moves:
            set_manager(person, User.objects.get(pk=manager_id), start=day, by=op.by)
        if joins:
            join_team(person, Team.objects.get(name=team), start=day, by=op.by)


def undo_people(batch: ImportBatch, op: Operation, report: Undone) -> None:
    """People without any trace go with their seats; others are marked as left. Moves of those before end again.

    Who is left keeps the line, team, role and seat they had until today: what refers to them still means them. So do
    those whom an earlier undo had left without any and this batch placed anew, unless they were activated since.
    """
    placed = set(User.objects.filter(pk__in=changed_ids(batch, "placed"), state="listed").values_list("pk", flat=True))
    _move_back(batch, op, report)
    ids = created_ids(batch, "person")
    free = _without_trace(ids)
    for model, column in PLACES:
        model._base_manager.filter(**{f"{column}__in": free}).delete()
        rows = model._base_manager.filter(**{f"{column}__in": set(ids) - free | placed})
        cut_from(rows, local_day(op.at, business_time().zone))
    seats = list(Seat.objects.filter(person_id__in=free).values_list("pk", flat=True))
    remove_unreferenced("seat", "accounts_seat", seats, Undone())
    remove_unreferenced("person", "accounts_user", ids, report, archive=LEFT)
    remove_unreferenced("team", "accounts_team", created_ids(batch, "team"), report)
    left = {*ids, *placed}
    moved = User.objects.filter(lines__manager_id__in=left, lines__during__endswith__isnull=True)
    names = moved.exclude(pk__in=left).order_by("name").values_list("name", flat=True)
    report.kept += [(name, "changed_since") for name in names if (name, "changed_since") not in report.kept]


def _without_trace(ids: list[int]) -> set[int]:
    """Those whom nothing names but their own place, and who lead nobody that stays."""
    own = frozenset((model._meta.db_table, column) for model, column in PLACES)
    own |= {("accounts_reportingline", "manager_id"), ("accounts_seat", "person_id")}
    free = set(ids) - referenced("person", "accounts_user", ids, besides=own)
    seats = dict(Seat.objects.filter(person_id__in=free).values_list("pk", "person_id"))
    occupied = frozenset({("accounts_seatoccupancy", "seat_id")})
    held = referenced("seat", "accounts_seat", list(seats), besides=occupied)
    held |= set(
        SeatOccupancy.objects.filter(seat_id__in=seats).exclude(person_id__in=ids).values_list("seat_id", flat=True)
    )
    free -= {seats[seat] for seat in held}
    while leading := set(
        ReportingLine.objects.filter(manager_id__in=free)
        .exclude(person_id__in=free)
        .values_list("manager_id", flat=True)
    ):
        free -= leading
    return free


def _move_back(batch: ImportBatch, op: Operation, report: Undone) -> None:
    day = local_day(batch.committed_at or op.at, business_time().zone)
    for record in BatchRecord.objects.filter(batch=batch, kind="person", action="changed"):
        person = User.objects.get(pk=record.record_id)
        for name, back in (("manager", _back_under), ("team", _back_in_team)):
            if name in record.after and not back(person, record, day, op):
                report.kept.append((person.name, "changed_since"))
        for name in ("manager", "manager_id", "team", "team_id"):
            record.before.pop(name, None)
            record.after.pop(name, None)
        record.save(update_fields=["before", "after"])
    restore_changed(batch, "person", "accounts_user", report)


def _back_under(person: User, record: BatchRecord, day: object, op: Operation) -> bool:
    line = ReportingLine.objects.filter(person=person, during=DateRange(day, None)).first()
    if line is None or line.manager_id != record.after["manager_id"]:
        return False
    former = User.objects.filter(pk=record.before["manager_id"]).first()
    set_manager(person, former, start=line.during.lower, by=op.by)
    return True


def _back_in_team(person: User, record: BatchRecord, day: object, op: Operation) -> bool:
    row = TeamMembership.objects.filter(person=person, during=DateRange(day, None)).select_related("team").first()
    if row is None or row.team != _team(record.after):
        return False
    former = _team(record.before)
    if former is None:
        row.delete()
    else:
        join_team(person, former, start=row.during.lower, by=op.by)
    return True


def _team(said: dict[str, Any]) -> Team | None:
    """None: in no team. An import of the time before keys were remembered said a name alone."""
    known = {"pk": said["team_id"]} if "team_id" in said else {"name": said["team"] or ""}
    return Team.objects.filter(**known).first()
