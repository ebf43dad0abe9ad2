"""What people type to connect a source, as it is kept."""

import json
from dataclasses import asdict, dataclass

POLLED = ("calendar", "mail_folder")


@dataclass(frozen=True)
class Folder:
    """A folder of mail: on which server, by whom it is opened."""

    host: str
    user: str
    folder: str = "INBOX"

    def as_text(self) -> str:
        return json.dumps(asdict(self))


def folder_from(text: str) -> Folder:
    return Folder(**json.loads(text))


def calendar_address(typed: str) -> str:
    """`webcal://` and `webcals://` are https by another name; anything else stays as it was typed."""
    text = typed.strip()
    scheme, sign, rest = text.partition("://")
    return f"https://{rest}" if sign and scheme.lower() in ("webcal", "webcals") else text


def is_plain(text: str) -> bool:
    """Whether a name may stand in a command of the mail protocol: printable ASCII of one line.

    A folder of another script is named in modified UTF-7, as the server lists it.
    """
    return 0 < len(text) <= 250 and text.isascii() and text.isprintable() and not set(text) & set('"\\')
