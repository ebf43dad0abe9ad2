"""What Start proposes of this app: products, expected close dates; and what the file says about its deals."""

from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from salesops.imports.start import Finding, Proposal, Sheet, StartStep, findings, start_steps
from salesops.imports.work import Work
from salesops.web.templatetags.formats import day

NOW_DAY = "(current_setting('salesops.at')::timestamptz AT TIME ZONE %(zone)s)::date"


def propose_products(sheet: Sheet) -> Proposal:
    names = sheet.columns.values("product")
    naming = sum(row[-1] for row in sheet.columns.distinct("product") if row[0])
    if not names:
        return Proposal(_("None"), _("No column names products"), result=_("Later"))
    return Proposal(
        ", ".join(names[:4]) + (" …" if len(names) > 4 else ""),
        ngettext("%(n)s deal names one", "%(n)s deals name one", naming) % {"n": f"{naming:,}"},
        sheet.read_from("product"),
        result=_("%(n)s of %(n)s") % {"n": len(names)},
        tone="good",
    )


def propose_expected(sheet: Sheet) -> Proposal:
    """Without an expected close an open deal is in no period; a derived one is marked so."""
    kinds = open_stages(sheet)
    undated = sum(row[-1] for row in sheet.columns.dates("close_date", "stage") if row[0] is None and row[1] in kinds)
    if not undated:
        return Proposal(_("As stated"), "", sheet.read_from("close_date"), result=_("Complete"), tone="good")
    chosen = sheet.answers.get("expected") or "empty"
    said = {
        "empty": _("%(n)s open deals have none") % {"n": f"{undated:,}"},
        "derive": _("%(n)s derived, and marked so") % {"n": f"{undated:,}"},
    }
    return Proposal(
        said[chosen],
        _("Derived: created plus the median won cycle, at the earliest in the open period"),
        sheet.read_from("close_date"),
        (("empty", gettext_lazy("Leave empty")), ("derive", gettext_lazy("Derive"))),
        chosen,
        _("Look"),
        "warn",
    )


def prepare_expected(sheet: Sheet, chosen: str) -> None:
    sheet.batch.options["derive_close"] = chosen == "derive"


def open_stages(sheet: Sheet) -> set[str]:
    made = sheet.made("stages")
    if made is None:
        return set()
    place = {key: made.header.index(key) + 1 for key in ("name", "kind")}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT cells[%s] FROM imports_stagedrow WHERE file_id = %s AND lower(cells[%s]) = 'open'",
            [place["name"], made.pk, place["kind"]],
        )
        return {row[0] for row in cursor.fetchall()}


def say(work: Work) -> list[Finding]:
    """Six findings with the money at stake; one that the file cannot carry names what is missing."""
    return [_overdue(work), _lacking(work), _old(work), _largest(work), _lost(work), _coverage(work)]


def _asked(work: Work, sql: str) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"zone": work.zone, **work.batch.options.get("period", {"from": None, "to": None})})
        row: tuple[Any, ...] = cursor.fetchone()
    return row


COUNTED = "count(*), coalesce(sum(open_amount), 0), coalesce(array_agg(row_number ORDER BY row_number), '{}')"


def _money(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"


def _overdue(work: Work) -> Finding:
    n, amount, rows, oldest = _asked(
        work,
        f"SELECT {COUNTED}, min(close_date) FROM work_deals"
        f" WHERE status = 'open' AND close_date < {NOW_DAY} AND NOT coalesce(close_derived, false)",
    )
    dated = work.one("SELECT count(*) FROM work_deals WHERE status = 'open' AND close_date IS NOT NULL")
    if not dated:
        return _missing("overdue", _("Whether open deals are overdue"), _("expected close date of open deals"))
    title = ngettext(
        "%(n)s open deal has a close date in the past", "%(n)s open deals have a close date in the past", n
    )
    note = _("The oldest: %(day)s") % {"day": day(oldest)} if oldest else ""
    return Finding("overdue", title % {"n": f"{n:,}"}, note, _money(amount), "down" if n else "", rows)


def _lacking(work: Work) -> Finding:
    n, amount, rows, unpriced, undated = _asked(
        work,
        f"SELECT {COUNTED}, count(*) FILTER (WHERE open_amount IS NULL), count(*) FILTER (WHERE close_date IS NULL)"
        " FROM work_deals WHERE status = 'open' AND (open_amount IS NULL OR close_date IS NULL OR close_derived)",
    )
    title = ngettext("%(n)s open deal lacks an amount or a date", "%(n)s open deals lack an amount or a date", n)
    note = _("%(a)s without amount, %(b)s undated") % {"a": f"{unpriced:,}", "b": f"{undated:,}"}
    return Finding("lacking", title % {"n": f"{n:,}"}, note, _money(amount), "down" if n else "", rows)


CYCLE = "percentile_cont(%s) WITHIN GROUP (ORDER BY close_date - (created AT TIME ZONE %%(zone)s)::date)"
WON_CYCLE = "FROM work_deals WHERE status = 'won' AND created IS NOT NULL AND close_date IS NOT NULL"


def _old(work: Work) -> Finding:
    (p90, p50) = _asked(work, f"SELECT {CYCLE % '0.9'}, {CYCLE % '0.5'} {WON_CYCLE}")
    if p90 is None:
        return _missing("old", _("How old open deals are beside won ones"), _("created date of won deals"))
    n, amount, rows = _asked(
        work,
        f"SELECT {COUNTED} FROM work_deals WHERE status = 'open'"
        f" AND {NOW_DAY} - (created AT TIME ZONE %(zone)s)::date > {float(p90)}",
    )
    title = ngettext(
        "%(n)s open deal is older than 9 in 10 you ever won", "%(n)s open deals are older than 9 in 10 you ever won", n
    )
    note = _("Over %(p90)s days; won deals take %(p50)s") % {"p90": round(p90), "p50": round(p50)}
    return Finding("old", title % {"n": f"{n:,}"}, note, _money(amount), "", rows)


def _largest(work: Work) -> Finding:
    sql = (
        "SELECT {key}, sum(open_amount), count(*), sum(open_amount) / nullif((SELECT sum(open_amount) FROM work_deals"
        " WHERE status = 'open'), 0), array_agg(row_number ORDER BY row_number) FROM work_deals"
        " WHERE status = 'open' AND {key} IS NOT NULL AND open_amount IS NOT NULL GROUP BY 1 ORDER BY 2 DESC LIMIT 1"
    )
    found = []
    for key, words in (("owner", _("One owner, %(name)s,")), ("account", _("One account, %(name)s,"))):
        with connection.cursor() as cursor:
            cursor.execute(sql.format(key=key))
            row = cursor.fetchone()
        if row and row[3]:
            found.append((row[3], words % {"name": row[0]}, row))
    if not found:
        return _missing("largest", _("Who holds most of what is open"), _("amount of open deals"))
    share, who, row = max(found, key=lambda item: item[0])
    title = _("%(who)s holds %(share)s%% of what is open") % {"who": who, "share": round(share * 100)}
    note = ngettext("%(n)s deal", "%(n)s deals", row[2]) % {"n": f"{row[2]:,}"}
    return Finding("largest", title, note, _money(row[1]), "", row[4])


def _lost(work: Work) -> Finding:
    n, amount, rows = _asked(work, f"SELECT {COUNTED} FROM work_deals WHERE status = 'lost'")
    if not n:
        return _missing("lost", _("What is lost, and where"), _("lost deals"))
    title = ngettext("%(n)s deal was lost", "%(n)s deals were lost", n) % {"n": f"{n:,}"}
    return Finding("lost", title, _("No column says why: “Loss reason” is missing"), _money(amount), "", rows)


def _coverage(work: Work) -> Finding:
    """Open amount closing in the period over what is left of last year's bookings + 20 %."""
    if not work.batch.options.get("period"):
        return _missing("coverage", _("Coverage of the open period"), _("open period"))
    n, amount, rows, won, before = _asked(
        work,
        f"SELECT {COUNTED},"
        " (SELECT coalesce(sum(end_amount), 0) FROM work_deals WHERE status = 'won'"
        "  AND close_date BETWEEN %(from)s::date AND %(to)s::date),"
        " (SELECT coalesce(sum(end_amount), 0) FROM work_deals WHERE status = 'won' AND close_date BETWEEN"
        "  (%(from)s::date - interval '1 year')::date AND (%(to)s::date - interval '1 year')::date)"
        " FROM work_deals WHERE status = 'open' AND close_date BETWEEN %(from)s::date AND %(to)s::date",
    )
    left = before * Decimal("1.2") - won
    if not n:
        return _missing("coverage", _("Coverage of the open period"), _("expected close date of open deals"))
    if before <= 0:
        return _missing("coverage", _("Coverage of the open period"), _("bookings of a year before"))
    if left <= 0:
        return Finding("coverage", _("The open period is reached already"), "", _money(won), "up", rows)
    title = _("Open covers %(n)s× of what is left to quota") % {"n": f"{amount / left:.1f}"}
    note = _("%(left)s left of last year's bookings + 20%%") % {"left": f"{left:,.0f}"}
    return Finding("coverage", title, note, _money(amount), "", rows)


def _missing(key: str, what: str, column: str) -> Finding:
    return Finding(key, what, _("Missing in the file: %(column)s") % {"column": column})


def register() -> None:
    for step in (
        StartStep("products", gettext_lazy("Products"), 70, propose_products),
        StartStep("expected", gettext_lazy("Expected close"), 55, propose_expected, prepare=prepare_expected),
    ):
        start_steps.register(step.key, step)
    findings.register("deals", say)
