"""When two ways of writing a person or a company mean the same one."""

FREE_MAIL = frozenset(
    {"gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "yahoo.com", "icloud.com", "gmx.net", "web.de"}
)


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
