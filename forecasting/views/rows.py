"""Deals in the number: the rows under any cell, which add up to it."""

import csv
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.access import require
from accounts.models import User
from forecasting.queries.rollup import Rollup, cell_of, question_of
from forecasting.queries.rows import DealRow, read_rows, read_total
from forecasting.tables.addresses import CELLS
from forecasting.views.asked import Asked, now_of, period_picker, read_asked
from forecasting.views.people import user_of
from pipeline.access import visible_deals
from pipeline.queries.categories import category_labels
from salesops.kernel.errors import NotFound
from salesops.web.export import csv_value
from salesops.web.period import as_of_control

PAGE = 100
COLUMNS = (
    gettext_lazy("Deal"),
    gettext_lazy("Customer"),
    gettext_lazy("Owner"),
    gettext_lazy("Category"),
    gettext_lazy("Stage"),
    gettext_lazy("Close date"),
    gettext_lazy("Amount"),
    gettext_lazy("Currency"),
    gettext_lazy("Converted"),
)


@require_safe
def rows_page(request: HttpRequest) -> HttpResponse:
    require(user_of(request), "forecast.see")
    asked = read_asked(request.GET, now=now_of(request))
    if asked is None:
        raise NotFound()
    rollup = asked.rollup(user_of(request))
    node = asked.node(user_of(request), rollup)
    key, part = request.GET.get("cell", "all"), request.GET.get("part", "")
    if node is None or key not in CELLS or not _is_part(rollup, node, part):
        raise NotFound()
    only = request.GET.get("only", "")
    if only not in ("", "missing"):
        raise NotFound()
    cell = replace(cell_of(rollup, node, CELLS[key], part), without_rate=only == "missing")
    question = question_of(rollup.frame, rollup.version, rollup.organisation)
    if request.GET.get("format") == "csv":
        return _csv(read_rows(question, cell, limit=1_000_000), asked)
    page = _page(request)
    rows = read_rows(question, cell, limit=PAGE, offset=page * PAGE)
    total = read_total(question, cell)
    address = asked.address.of(rollup.structure.people[node].uid)
    here = {"cell": key, "part": part, "only": only, "expand": None}
    last = (page + 1) * PAGE >= total.count
    return render(
        request,
        "forecasting/rows.html",
        {
            "title": _title(rollup, node, key, part),
            "rows": [(row, _url(row, openable)) for openable in [_openable(user_of(request), rows)] for row in rows],
            "total": total,
            "labels": _words(),
            "currency": rollup.organisation.currency,
            "first": page * PAGE + 1 if rows else 0,
            "last": page * PAGE + len(rows),
            "back_url": address.at("call", expand=None),
            "csv_url": address.at("rows", format="csv", **here),
            "next_url": "" if last else address.at("rows", page=str(page + 2), **here),
            "previous_url": address.at("rows", page=str(page), **here) if page else "",
            "period_picker": period_picker(asked, "call"),
            "as_of_control": as_of_control(request, asked.as_of),
        },
    )


def _is_part(rollup: Rollup, node: int, part: str) -> bool:
    """A part belongs to its node: a person outside of it is no way to their rows."""
    left = {str(person) for person in rollup.tree.vacant.get(node, ())}
    return part in {"", "own", "moved"} | left or (part == "unassigned" and node == rollup.tree.root)


def _page(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    if not text.isdecimal() or len(text) > 6 or int(text) < 1:
        raise NotFound()
    return int(text) - 1


def _openable(user: User, rows: list[DealRow]) -> set[int]:
    """The deals this person may open: a won row of a team may have gone on to somebody else."""
    found = visible_deals(user).filter(pk__in=[row.opportunity for row in rows])
    return set(found.values_list("pk", flat=True))


def _url(row: DealRow, openable: set[int]) -> str:
    if row.opportunity not in openable:
        return ""
    try:
        return reverse("pipeline:deal", kwargs={"uid": row.uid})
    except NoReverseMatch:
        return ""


def _words() -> dict[str, str]:
    more = {"unmapped": _("No category"), "uncounted": _("Not counted")}
    return category_labels() | more | {"overdue": _("Overdue"), "undated": _("Undated")}


def _title(rollup: Rollup, node: int, key: str, part: str) -> str:
    words = _words()
    named = {"open": _("Open"), "all": _("Won and open")} | {
        "won_commit": f"{words['won']} + {words['commit']}",
        "won_upside": f"{words['won']} + {words['commit']} + {words['upside']}",
    }
    name = rollup.structure.people[node].name or rollup.organisation.name or _("Company")
    parts = {
        "own": _("own deals"),
        "moved": _("won by people who moved or left"),
        "unassigned": _("unassigned"),
    }
    if part.isdecimal():
        name = _("Vacant (was %(name)s)") % {"name": rollup.structure.name(int(part))}
    tail = f", {parts[part]}" if part in parts else ""
    return f"{named.get(key) or words[key]}: {name}{tail}"


def _csv(rows: list[DealRow], asked: Asked) -> HttpResponse:
    """Every row of the cell, as the page shows them."""
    words = _words()
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="forecast-{asked.period.key}.csv"'
    writer = csv.writer(answer)
    writer.writerow(COLUMNS)
    for row in rows:
        cells = (row.name, row.customer, row.person_name, words[row.bucket], row.stage, row.close_date, row.amount)
        writer.writerow([csv_value(value) for value in (*cells, row.currency, row.converted)])
    return answer
