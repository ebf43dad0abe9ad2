"""What Start proposes of this app: people, their line, currency, fiscal year, accounts."""

from collections import Counter
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Organisation, User
from accounts.operations.organisation import open_fiscal_years, set_up_organisation
from accounts.queries.organisation import calendar, organisation
from salesops.imports.models import BatchRecord, ImportBatch
from salesops.imports.start import Proposal, Sheet, StartStep, start_steps
from salesops.kernel.periods import Level, period_at

MONTHS = (
    gettext_lazy("January"),
    gettext_lazy("February"),
    gettext_lazy("March"),
    gettext_lazy("April"),
    gettext_lazy("May"),
    gettext_lazy("June"),
    gettext_lazy("July"),
    gettext_lazy("August"),
    gettext_lazy("September"),
    gettext_lazy("October"),
    gettext_lazy("November"),
    gettext_lazy("December"),
)
CURRENCIES = ("USD", "EUR", "GBP", "CHF", "JPY", "CAD", "AUD", "SEK", "PLN", "INR", "BRL")
LINES = {
    "manager": gettext_lazy("By manager"),
    "team": gettext_lazy("By team"),
    "one": gettext_lazy("One team, under me"),
}


def awaits_start(user: Any) -> bool:
    """An own company with nobody in it but this person, who may load its first file."""
    return user.may("import.run") and not User.objects.exclude(pk=user.pk).exists()


def propose_people(sheet: Sheet) -> Proposal:
    owners = [row for row in sheet.columns.distinct("owner", "manager") if row[0]]
    names = {row[0] for row in owners}
    managers = {row[1] for row in owners if row[1]}
    unowned = sum(row[-1] for row in sheet.columns.distinct("owner") if row[0] is None)
    note = _("No mail is sent")
    if unowned:
        note = ngettext("%(n)s deal has no owner", "%(n)s deals have no owner", unowned) % {"n": f"{unowned:,}"}
    total = len(names | managers)
    proposed = ngettext("%(n)s person", "%(n)s people", total) % {"n": total}
    if managers:
        proposed = _("%(people)s, %(n)s of them managers") % {"people": proposed, "n": len(managers)}
    return Proposal(
        proposed,
        note,
        sheet.read_from("owner", "owner_email"),
        result=_("%(n)s of %(n)s") % {"n": total} if not unowned else _("Look"),
        tone="good" if not unowned else "warn",
    )


def propose_line(sheet: Sheet) -> Proposal:
    can = [key for key in ("manager", "team") if key in sheet.columns and sheet.columns.values(key)]
    chosen = sheet.answers.get("line") or (can[0] if can else "one")
    values = sheet.columns.values(chosen) if chosen != "one" else []
    said = ", ".join(values[:4]) + (" …" if len(values) > 4 else "")
    return Proposal(
        said or _("Everybody reports to you"),
        _("Change it below, person by person"),
        sheet.read_from(chosen) if chosen != "one" else "",
        tuple((key, LINES[key]) for key in (*can, "one")),
        chosen,
        _("Proposed"),
    )


def prepare_line(sheet: Sheet, chosen: str) -> None:
    """Columns that the chosen line does not use are not imported; an edited cell counts whatever is chosen."""
    made = sheet.made("people")
    if made is None:
        return
    columns = {key: {"column": index} for index, key in enumerate(made.header)}
    if chosen != "manager" and not made.mapping.get("edited"):
        columns.pop("manager", None)
    if chosen == "one":
        columns.pop("team", None)
    made.mapping = {**made.mapping, "columns": columns}
    made.save(update_fields=["mapping"])


def propose_currency(sheet: Sheet) -> Proposal:
    found = Counter({row[0].upper(): row[1] for row in sheet.columns.distinct("currency") if row[0]})
    chosen = sheet.answers.get("currency") or (found.most_common(1)[0][0] if found else organisation().currency)
    others = sum(found.values()) - found[chosen]
    note = ngettext("%(n)s row in another", "%(n)s rows in another", others) % {"n": f"{others:,}"} if others else ""
    codes = list(dict.fromkeys([chosen, *found, *CURRENCIES]))
    return Proposal(
        chosen,
        note or ("" if found else _("The file names none")),
        sheet.read_from("currency"),
        tuple((code, code) for code in codes),
        chosen,
        _("Check rate") if others else _("Proposed"),
        "warn" if others else "",
    )


def propose_fiscal(sheet: Sheet) -> Proposal:
    months = Counter[int]()
    for row in sheet.columns.dates("close_date"):
        if row[0]:
            months[row[0].month] += row[-1]
    chosen = sheet.answers.get("fiscal") or str(organisation().fiscal_start_month)
    most = ", ".join(str(MONTHS[month - 1]) for month in sorted(month for month, _n in months.most_common(4)))
    return Proposal(
        _("Starts %(month)s 1, quarters") % {"month": MONTHS[int(chosen) - 1]},
        _("Most deals close in %(months)s") % {"months": most} if most else _("The file has no close dates"),
        sheet.read_from("close_date"),
        tuple((str(number), name) for number, name in enumerate(MONTHS, start=1)),
        chosen,
        _("Proposed"),
    )


def propose_customers(sheet: Sheet) -> Proposal:
    names = sheet.columns.values("account")
    plain = Counter("".join(char for char in name.lower() if char.isalnum()) for name in names)
    alike = sum(count for count in plain.values() if count > 1)
    without = sum(row[-1] for row in sheet.columns.distinct("account") if row[0] is None)
    note = _("Kept apart until you merge them") if alike else ""
    if without and not alike:
        note = ngettext("%(n)s deal names none", "%(n)s deals name none", without) % {"n": f"{without:,}"}
    return Proposal(
        _("%(n)s by name") % {"n": f"{len(names):,}"},
        note,
        sheet.read_from("account"),
        result=_("%(n)s look alike") % {"n": alike} if alike else _("%(n)s of %(n)s") % {"n": f"{len(names):,}"},
        tone="warn" if alike else "good",
    )


def set_currency(sheet: Sheet, chosen: str, by: Any) -> None:
    """The organisation as chosen. What it was is kept with the batch, for the undo."""
    of = organisation()
    fiscal = int(propose_fiscal(sheet).chosen)
    BatchRecord.objects.create(
        batch=sheet.batch,
        kind="organisation",
        record_id=of.pk or 0,
        action=BatchRecord.Action.CHANGED,
        before={"currency": of.currency, "fiscal_start_month": of.fiscal_start_month},
        after={"currency": chosen, "fiscal_start_month": fiscal},
    )
    set_up_organisation(by=by, currency=chosen, fiscal_start_month=fiscal, started_at=timezone.now())


def open_years(sheet: Sheet, chosen: str, by: Any) -> None:
    """Every fiscal year that the file has a date in, and this one with the next."""
    rule = calendar()
    days = [row[0] for key in ("close_date", "created") for row in sheet.columns.dates(key) if row[0]]
    sane = [day for day in days if abs(day.year - sheet.today.year) <= 30]
    years = {period_at(day, Level.YEAR, rule).year for day in {*_ends(sane), sheet.today}}
    open_fiscal_years(range(min(years), max(years) + 2), by=by)


def _ends(days: list[date]) -> set[date]:
    return {min(days), max(days)} if days else set()


def undo_organisation(batch: ImportBatch, by: Any) -> None:
    for record in batch.records.filter(kind="organisation"):
        of = Organisation.objects.filter(pk=record.record_id, **record.after).first()
        if of is not None:
            set_up_organisation(by=by, **record.before, started_at=None)


def register() -> None:
    for step in (
        StartStep("people", gettext_lazy("People"), 10, propose_people),
        StartStep("line", gettext_lazy("Reporting line"), 20, propose_line, prepare=prepare_line),
        StartStep(
            "currency",
            gettext_lazy("Currency"),
            30,
            propose_currency,
            before=set_currency,
            undo=undo_organisation,
        ),
        StartStep("fiscal", gettext_lazy("Fiscal year"), 40, propose_fiscal, before=open_years),
        StartStep("customers", gettext_lazy("Accounts"), 60, propose_customers),
    ):
        start_steps.register(step.key, step)
