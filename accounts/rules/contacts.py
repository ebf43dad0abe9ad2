"""When two ways of writing a person or a company mean the same one."""

import phonenumbers

FREE_MAIL = frozenset(
    {"gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "yahoo.com", "icloud.com", "gmx.net", "web.de"}
)


# The countries whose customers most often leave the prefix out; any other number is read when it begins with + or 00.
REGIONS = {
    "australia": "AU", "austria": "AT", "belgium": "BE", "brazil": "BR", "canada": "CA", "china": "CN", "denmark": "DK",
    "finland": "FI", "france": "FR", "germany": "DE", "india": "IN", "ireland": "IE", "italy": "IT", "japan": "JP",
    "jordan": "JO", "kenya": "KE", "korea": "KR", "mexico": "MX", "netherlands": "NL", "new zealand": "NZ",
    "norway": "NO", "panama": "PA", "philippines": "PH", "poland": "PL", "portugal": "PT", "romania": "RO",
    "singapore": "SG", "south africa": "ZA", "south korea": "KR", "spain": "ES", "sweden": "SE", "switzerland": "CH",
    "turkey": "TR", "united kingdom": "GB", "united states": "US",
}  # fmt: skip


def normal_email(address: str) -> str:
    """Lower case without the plus-part: `Kim+news@Acme.example` -> `kim@acme.example`. Empty when it is no address."""
    local, sign, domain = address.strip().lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}" if sign and local and domain else ""


def company_domain(address: str) -> str:
    """The domain that says which company somebody works for; empty for free mail services."""
    domain = normal_email(address).rpartition("@")[2]
    return "" if domain in FREE_MAIL else domain


def normal_phone(number: str) -> str:
    """Digits without the international prefix: `+43 660 123-45` and `0043 660 12345` -> `4366012345`.

    Empty below seven digits: an extension is nobody's own number.
    """
    digits = "".join(sign for sign in number if sign.isdigit() and sign.isascii()).removeprefix("00")
    return digits if len(digits) >= 7 else ""


def phone_e164(number: str, country: str = "") -> str:
    """The number as the whole world dials it: `+43 660 1234567` -> `+436601234567`. Empty when it cannot be known.

    country: a two-letter code or an English name of where a number without a prefix is dialled from. What follows an
    extension mark belongs to nobody and is left out.
    """
    text = number.strip()
    text = f"+{text[2:]}" if text.startswith("00") else text
    try:
        read = phonenumbers.parse(text, region_of(country))
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(read):
        return ""
    return str(phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.E164))


def region_of(country: str) -> str | None:
    """The two-letter code of a country as accounts spell it; None, and then only `+` numbers are read."""
    text = country.strip()
    return text.upper() if len(text) == 2 else REGIONS.get(text.lower())
