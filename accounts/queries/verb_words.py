"""Verbs as people read them: in delegations, and where it is said why somebody may."""

from django.utils.translation import gettext_lazy as _

VERB_WORDS = {
    "activity.log": _("Log activities"),
    "activity.see": _("See activities"),
    "audit.see": _("Read the audit log"),
    "contract.approve": _("Approve contracts"),
    "contract.change": _("Change contracts"),
    "contract.see": _("See contracts"),
    "customer.change": _("Change accounts and contacts"),
    "customer.see": _("See accounts and contacts"),
    "deal.change": _("Change deals"),
    "deal.close": _("Win and lose deals"),
    "deal.correct": _("Correct the past of deals"),
    "deal.mass_change": _("Change many deals at once"),
    "deal.reopen": _("Reopen deals"),
    "deal.see": _("See deals"),
    "deal.transfer": _("Give deals to others"),
    "forecast.adjust": _("Adjust forecasts"),
    "forecast.see": _("See forecasts"),
    "forecast.submit": _("Submit forecasts"),
    "import.check": _("Check imports"),
    "import.run": _("Import"),
    "import.see": _("See imports"),
    "import.undo": _("Undo imports"),
    "lead.change": _("Change leads"),
    "lead.see": _("See leads"),
    "leave.change": _("Plan leave of others"),
    "leave.see": _("See reasons of leave"),
    "line.change": _("Change the reporting line"),
    "line.see": _("See the reporting line"),
    "metrics.see": _("See figures"),
    "org.change": _("Change settings of the organisation"),
    "ownership.change": _("Give accounts to others"),
    "people.change": _("Change people"),
    "people.see": _("See people"),
    "quota.change": _("Change quotas"),
    "quota.see": _("See quotas"),
    "role.change": _("Grant roles"),
    "team.change": _("Change teams"),
}


def verb_words(verb: str) -> str:
    """A verb without words speaks for itself: `deal.see`."""
    return str(VERB_WORDS.get(verb, verb))
