"""The lists of the pipeline: columns, filters, order."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.access import visible_people
from accounts.queries.organisation import organisation
from pipeline.models import Lead, Stage
from pipeline.models.leads import SourcedBy
from pipeline.models.opportunities import Kind
from pipeline.queries.categories import category_labels
from pipeline.queries.checks import CHOICES, conditions
from pipeline.queries.deals import weekly_touches
from salesops.kernel.moments import local_day
from salesops.web.charts.figures import Mark, Sparkline
from salesops.web.filter_kinds import Criterion
from salesops.web.filters import Filter
from salesops.web.tables import Column, Empty, Row, Table
from salesops.web.templatetags.charts import sparkline
from salesops.web.templatetags.formats import dash, day, days, money, money_short
from salesops.web.templatetags.shell import avatar
from salesops.web.templatetags.shell import category as swatch


def owner_name(row: Row) -> SafeString:
    return format_html('<span class="row">{}<bdi>{}</bdi></span>', avatar(row["state__owner__name"] or ""), row["name"])


def stages(viewer: Any) -> list[tuple[str, str]]:
    """One choice a name: a deal list crosses processes."""
    names = Stage.objects.order_by("position").values_list("name", flat=True)
    return [(name, name) for name in dict.fromkeys(names)]


def people(viewer: Any) -> list[tuple[str, str]]:
    return [(str(person.uid), person.name) for person in visible_people(viewer).order_by("name")]


def is_category(asked: Criterion) -> Q:
    condition = Q(category__in=asked.values)
    return ~condition | Q(category__isnull=True) if asked.negated else condition


class DealTable(Table):
    """Rows from `visible_deals_at`, with the figures of `queries.deals.with_figures`."""

    key = "deals"
    caption = _("Deals")
    ordering = ("-amount",)
    columns = (
        Column("name", _("Deal"), "name", html=owner_name, needs=("state__owner__name",)),
        Column("amount", _("Amount"), F("state__amount"), kind="money", currency="state__currency"),
        Column("category", _("Category"), F("category")),
        Column("stage", _("Stage"), F("state__stage__name"), sort=F("state__stage__position"), phone="hide"),
        Column("close", _("Close"), F("state__close_date"), kind="date", phone="end"),
        Column("next_step", _("Next step"), F("state__next_step"), phone="hide"),
        Column("owner", _("Owner"), F("state__owner__name"), shown=False),
        Column("customer", _("Account"), F("customer__name"), shown=False),
        Column("kind", _("Kind"), F("state__kind"), shown=False, text=lambda value, row: dict(Kind.choices)[value]),
        Column("status", _("Status"), F("state__status"), shown=False),
        Column(
            "converted",
            _("Converted amount"),
            F("converted"),
            kind="money",
            shown=False,
            text=lambda value, row: converted_text(value, row["state__amount"]),
            needs=("state__amount",),
        ),
        Column("created", _("Created"), F("created_at"), kind="moment", shown=False),
    )
    filters = (
        Filter("name", _("Name"), "text"),
        Filter("owner", _("Owner"), "person", "state__owner__uid", people),
        Filter("stage", _("Stage"), "choice", "state__stage__name", stages),
        Filter("category", _("Category"), "choice", is_category, lambda viewer: category_labels().items()),
        Filter("close", _("Close date"), "date", "state__close_date", may_be_empty=True),
        Filter("amount", _("Amount"), "money", "state__amount", may_be_empty=True),
        Filter("kind", _("Kind"), "choice", "state__kind", Kind.choices),
        Filter("customer", _("Account"), "text", "customer__name"),
    )
    empty = Empty(_("No open deal here"), _("Deals appear here when somebody adds or imports them."))

    def row_url(self, row: Row) -> str | None:
        return self.state.url(sel=row["id"])


def converted_text(value: Decimal | None, amount: Decimal | None) -> str:
    """In the reporting currency; a dash says why there is nothing."""
    if value is not None:
        return money(value, organisation().currency)
    return dash(str(_("no amount") if amount is None else _("no exchange rate")))


def cell(row: Row, field: str, shown: Any, *, label: Any) -> SafeString:
    """A value that a press turns into its form; without a script the form is a page."""
    url = reverse("pipeline:deal_field", args=[row["id"], field])
    return format_html(
        '<a class="cell-button" href="{}" hx-get="{}" hx-target="closest td" aria-label="{}">{}</a>',
        *(url, url, label, shown),
    )


def struck(was: Any, now: Any, show: Callable[[Any], str]) -> Any:
    """The value of a week ago beside today's where they differ."""
    if was is None or was == now:
        return show(now)
    return format_html('<del class="was">{}</del>{}', show(was), show(now))


def deal_columns(*, may_edit: bool, shows_old: bool, today: date) -> tuple[Column, ...]:
    """The columns for one asking: forms in cells for whoever may change, old values where the view is about change."""
    labels = category_labels()

    def amount(row: Row) -> SafeString:
        currency = row["state__currency"]
        now = struck(
            row["was_amount"] if shows_old else None, row["amount"], lambda value: money_short(value, currency)
        )
        shown = format_html('<span class="medium">{}</span>', now)
        return cell(row, "amount", shown, label=_("Change the amount")) if may_edit else shown

    def category(row: Row) -> SafeString:
        key = row["category"] or "unmapped"
        shown = swatch(key, labels.get(key) or str(_("No category")))
        return cell(row, "category", shown, label=_("Change the category")) if may_edit and is_open(row) else shown

    def stage(row: Row) -> SafeString:
        shown = format_html('<span class="secondary">{}</span>', row["stage"])
        return cell(row, "stage", shown, label=_("Change the stage")) if may_edit and is_open(row) else shown

    def close(row: Row) -> SafeString:
        now = struck(row["was_close"] if shows_old else None, row["close"], day)
        late = row["close"] is not None and row["close"] < today and is_open(row)
        tone = "down medium" if late else "secondary"
        passed = format_html('<span class="visually-hidden">, {}</span>', _("date passed")) if late else ""
        shown = format_html('<span class="{} nowrap">{}{}</span>', tone, now, passed)
        return cell(row, "close_date", shown, label=_("Change the close date")) if may_edit else shown

    def step(row: Row) -> SafeString:
        shown = format_html('<bdi class="clip">{}</bdi>', row["next_step"] or _("No next step"))
        return cell(row, "next_step", shown, label=_("Change the next step")) if may_edit and is_open(row) else shown

    html = {"amount": amount, "category": category, "stage": stage, "close": close, "next_step": step}
    needs = {
        "amount": ("was_amount", "state__currency"),
        "category": ("state__status",),
        "stage": ("state__status",),
        "close": ("was_close", "state__status"),
        "next_step": ("state__status",),
    }
    return tuple(with_html(column, html.get(column.key), needs.get(column.key, ())) for column in DealTable.columns)


def is_open(row: Row) -> bool:
    return bool(row["state__status"] == "open")


def with_html(column: Column, html: Callable[[Row], SafeString] | None, needs: tuple[str, ...]) -> Column:
    changed = replace(column, html=html, needs=needs) if html else column
    if changed.key != "amount":
        return changed
    return replace(
        changed, total=Sum("converted"), total_text=lambda value: money_short(value, organisation().currency)
    )


def deal_table(*, may_edit: bool, shows_old: bool, at: datetime) -> type[DealTable]:
    columns = deal_columns(may_edit=may_edit, shows_old=shows_old, today=local_day(at, organisation().zone))
    touches = Column(
        "activity", _("Activity"), weekly_touches(at), html=trend, sort=False, exported=False, phone="hide"
    )
    before = [column.key for column in columns].index("next_step")
    filters = (*DealTable.filters, check_filter(local_day(at, organisation().zone)))
    return type(
        "DealTable", (DealTable,), {"columns": (*columns[:before], touches, *columns[before:]), "filters": filters}
    )


def check_filter(today: date) -> Filter:
    """The deals behind a count of `queries.checks`."""
    known = conditions(today)

    def apply(asked: Criterion) -> Q:
        found = Q()
        for key in asked.values:
            found |= known[key]
        return ~found if asked.negated else found

    return Filter("check", _("Check"), "choice", apply, CHOICES)


def trend(row: Row) -> SafeString:
    """Touches of the last eight weeks, week by week."""
    counts = row["activity"]
    total = sum(counts)
    said = ngettext("%(n)s activity in eight weeks", "%(n)s activities in eight weeks", total) % {"n": total}
    if not total:
        return format_html('<span class="muted small">{}</span>', _("none"))
    marks = tuple(Mark("", Decimal(count), str(count)) for count in counts)
    return sparkline(Sparkline(str(_("Activity")), "", "", said, marks))


class BoardTable(DealTable):
    """What the board is cut by: the filters of the list, whose columns it has not."""

    key = "board"
    also = ("process",)
    saves_views = False


class LeadTable(Table):
    """Rows from `visible_leads`, the longest waiting first."""

    key = "leads"
    caption = _("Leads")
    ordering = ("created",)
    columns = (
        Column("name", _("Lead"), "name", html=lambda row: who_and_firm(row), needs=("company", "owner__name")),
        Column("created", _("Age"), "created_at", kind="moment", text=lambda value, row: age(value), align="end"),
        Column("state", _("State"), "state", html=lambda row: state_tag(row["state"])),
        Column("source", _("Source"), "source"),
        Column(
            "sourced_by",
            _("Sourced by"),
            "sourced_by",
            text=lambda value, row: dict(SourcedBy.choices)[value],
            phone="hide",
        ),
        Column("owner", _("Owner"), "owner__name", text=lambda value, row: value or _("Nobody yet")),
        Column("company", _("Company"), "company", shown=False),
        Column("email", _("E-mail"), "email", shown=False),
        Column("phone", _("Phone"), "phone", shown=False),
    )
    filters = (
        Filter("name", _("Name"), "text"),
        Filter("company", _("Company"), "text"),
        Filter("owner", _("Owner"), "person", "owner__uid", people, may_be_empty=True),
        Filter("source", _("Source"), "text"),
        Filter("sourced_by", _("Sourced by"), "choice", choices=SourcedBy.choices),
        Filter("created", _("Created"), "moment", "created_at"),
    )
    empty = Empty(_("No lead waits"), _("Leads appear here when somebody enters or imports them."))

    def row_url(self, row: Row) -> str | None:
        return reverse("pipeline:lead", args=[row["id"]])


def who_and_firm(row: Row) -> SafeString:
    firm = format_html("<small>{}</small>", row["company"]) if row["company"] else ""
    return format_html('<span class="two"><bdi>{}</bdi>{}</span>', row["name"], firm)


def age(created: datetime) -> str:
    """Whole days since, by the zone of the reader's page."""
    return days((timezone.localdate() - timezone.localtime(created).date()).days)


LEAD_TONES = {"new": "warn", "qualified": "good", "converted": "accent", "disqualified": "outline"}


def state_tag(state: str) -> SafeString:
    return format_html('<span class="tag {}">{}</span>', LEAD_TONES.get(state, ""), Lead.State(state).label)


class ProductTable(Table):
    key = "products"
    caption = _("Products")
    ordering = ("name",)
    columns = (
        Column("name", _("Product"), "name"),
        Column("list_price", _("List price"), "list_price", kind="money", currency="currency"),
        Column("code", _("Code"), "code"),
        Column("family", _("Family"), "family"),
        Column("retired", _("Retired"), "retired_at", kind="moment", shown=False),
    )
    filters = (
        Filter("name", _("Name"), "text"),
        Filter("family", _("Family"), "text"),
        Filter("list_price", _("List price"), "money", may_be_empty=True),
    )
    empty = Empty(_("No product here"), _("What you sell appears here, with its list price."))

    def row_url(self, row: Row) -> str | None:
        return reverse("pipeline:product", args=[row["id"]])
