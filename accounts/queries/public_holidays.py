"""Public holidays of a country, as a first filling of a calendar (docs/decisions/0120-holidays.md)."""

from datetime import date

from django.utils.translation import gettext as _

from salesops.kernel.errors import Refused


def public_holidays(country: str, year: int, subdivision: str = "") -> list[tuple[date, str]]:
    """Day and English name in order. `country`: ISO 3166-1 (`PT`), `subdivision`: its part (`BY`), empty for none.

    Raises Refused `country_unknown`.
    """
    # Half a second at first use: no page but this one waits for it.
    from holidays import country_holidays, list_supported_countries

    known = list_supported_countries(include_aliases=False)
    if country not in known:
        sentence = _("No holidays are known for “%(code)s”. Write two letters, such as PT.") % {"code": country[:20]}
        raise Refused("country_unknown", sentence, fields={"country": sentence})
    if subdivision and subdivision not in known[country]:
        sentence = _("No part of the country has the code “%(code)s”.") % {"code": subdivision[:20]}
        raise Refused("country_unknown", sentence, fields={"subdivision": sentence})
    found = country_holidays(country, subdiv=subdivision or None, years=year, language="en_US")
    return sorted((day, str(name)[:200]) for day, name in found.items())
