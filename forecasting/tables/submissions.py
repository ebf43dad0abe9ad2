"""The list of submissions, and one beside what today says."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from forecasting.models import Submission
from forecasting.queries.rollup import Rollup, cell_of, question_of
from forecasting.queries.rows import read_rows
from forecasting.queries.stored import stored_rows
from forecasting.rules.figures import OPEN, WON
from salesops.web.tables import Column, Empty, Row, Table
from salesops.web.templatetags.formats import money


def _said(measure: str) -> Column:
    return Column(
        measure,
        _("Forecast") if measure == "commit" else _("Upside"),
        value=f"totals__{measure}__said",
        align="end",
        sort=False,
        text=lambda value, row: money(Decimal(value), row["currency"]) if value is not None else "",
        needs=("currency",),
    )


class SubmissionTable(Table):
    key = "submissions"
    caption = _("Submissions")
    also = ("type",)
    ordering = ("-submitted_at",)
    columns = (
        Column("node", _("Whose"), value="node__name"),
        Column("period", _("Period"), value="period__label", sort="period__start_date"),
        Column("type", _("Forecast"), value="type__name"),
        _said("commit"),
        _said("upside"),
        Column("quota", _("Quota"), kind="money", currency="currency"),
        Column("seq", _("Number"), kind="integer"),
        Column("submitted_at", _("Submitted"), kind="moment"),
        Column("by", _("By"), value="forecaster__name"),
        Column("late", _("Late"), kind="flag", text=lambda late, row: _("Late") if late else ""),
    )
    empty = Empty(
        _("Nobody has submitted a forecast yet"),
        _("A submitted forecast stays here with every deal it counted."),
        _("Open the forecast"),
        "/forecast",
    )

    def row_url(self, row: Row) -> str | None:
        return reverse("forecasting:submission", kwargs={"uid": row["id"]})


@dataclass(frozen=True)
class Beside:
    """A figure as it was signed, and as it is today."""

    label: str
    then: Decimal
    now: Decimal | None
    change: Decimal | None
    cell: str


def figures_beside(
    submission: Submission, stored: Rollup, now: Rollup | None, node: int, labels: Mapping[str, str]
) -> list[Beside]:
    """Won and the open categories, the roll-up and the number; today's side is empty for who stands nowhere now."""
    found, beside = [], now if now is not None and node in now.tree else None
    for bucket in (WON, *OPEN):
        then = stored.totals[node][bucket]
        today = beside.totals[node][bucket] if beside else None
        if then.count or (today and today.count):
            found.append(_beside(labels[bucket], then.amount, today.amount if today else None, bucket))
    for measure, label in (("commit", _("Forecast")), ("upside", _("Upside forecast"))):
        line = beside.lines[measure][node].said if beside else None
        found.append(_beside(str(label), stored.lines[measure][node].said, line, ""))
    return found


def _beside(label: str, then: Decimal, now: Decimal | None, cell: str) -> Beside:
    return Beside(label, then, now, None if now is None else now - then, cell)


@dataclass(frozen=True)
class Difference:
    """A deal that counts otherwise today: `then` or `now` is None where it does not count."""

    name: str
    then: Decimal | None
    now: Decimal | None
    was: str
    is_: str


def differences(submission: Submission, stored: Rollup, now: Rollup | None, node: int) -> list[Difference]:
    """The rows that entered, left or changed since, largest first."""
    if now is None or node not in now.tree:
        return []
    buckets = (WON, *OPEN)
    then = {row.opportunity: row for row in stored_rows(submission, stored.tree, node, buckets)}
    question = question_of(now.frame, now.version, now.organisation)
    today = {row.opportunity: row for row in read_rows(question, cell_of(now, node, buckets), limit=100_000)}
    found = []
    for key in then.keys() | today.keys():
        old, new = then.get(key), today.get(key)
        before = (old.bucket, old.converted) if old else ("", None)
        after = (new.bucket, new.converted) if new else ("", None)
        if before != after:
            name = new.name if new else old.name if old else ""
            found.append(Difference(name, before[1], after[1], before[0], after[0]))
    return sorted(found, key=lambda row: (-abs((row.now or Decimal(0)) - (row.then or Decimal(0))), row.name))
