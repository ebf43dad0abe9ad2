"""What of this app a file can bring: quotas."""

from django.utils.translation import gettext_lazy as _

from salesops.imports.registry import Field, Importer, Target, importers, targets
from territories.operations.import_quotas import resolve_quotas, undo_quotas, write_quotas

QUOTA = Target(
    key="quota",
    label=_("quota"),
    # A quota has no name: its seat, period and measure find it.
    candidates="SELECT NULL::bigint AS id, NULL::text AS value, NULL::text AS label WHERE false",
)
SEAT = Target(
    key="seat",
    label=_("person or seat"),
    candidates=(
        "SELECT id, name AS value, name AS label FROM accounts_seat"
        " UNION ALL SELECT seat.id, person.email, seat.name FROM accounts_seat seat"
        " JOIN accounts_user person ON person.id = seat.person_id WHERE person.email IS NOT NULL"
    ),
)
PERIOD = Target(
    key="period",
    label=_("period"),
    # A first day names the quarter that starts then, else the month.
    candidates=(
        "SELECT id, key AS value, label FROM accounts_fiscalperiod"
        " UNION ALL SELECT id, label, label FROM accounts_fiscalperiod"
        " UNION ALL (SELECT DISTINCT ON (start_date) id, start_date::text, label FROM accounts_fiscalperiod"
        " WHERE level IN ('quarter', 'month') ORDER BY start_date, level DESC)"
    ),
)

QUOTAS = Importer(
    key="quotas",
    label=_("Quotas"),
    order=60,
    makes="quota",
    fields=(
        Field(
            "seat",
            _("Person or seat"),
            required=True,
            link="seat",
            aliases=("person or seat", "person", "owner", "sales_agent", "salesperson", "rep", "seat", "name", "email"),
        ),
        Field("period", _("Period"), required=True, link="period", aliases=("quarter", "month", "start date")),
        Field("measure", _("Measure"), aliases=("quota type", "metric")),
        Field(
            "amount",
            _("Quota"),
            kind="money",
            required=True,
            aliases=("quota", "target", "sales quota", "quota amount"),
        ),
        Field("currency", _("Currency"), kind="currency", aliases=("currency iso code",)),
    ),
    resolve=resolve_quotas,
    write=write_quotas,
    undo=undo_quotas,
)


def register() -> None:
    for target in (QUOTA, SEAT, PERIOD):
        targets.register(target.key, target)
    importers.register(QUOTAS.key, QUOTAS)
