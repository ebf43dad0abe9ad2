"""What every page is asked, by axe and by measure (looking.js): ui.md 9 and 11. Nothing here knows a page."""

from pathlib import Path
from typing import Any

from tests.tier import IS_LONG

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# A block of its own, so that it can be given to one page more than once.
QUESTIONS = "() => {" + Path(__file__).with_suffix(".js").read_text(encoding="utf-8") + "}"
REACHED_AT_MOST = 40


def questions() -> str:
    """For `add_init_script`: sent once a context, and a script element would break the very policy that is tested."""
    from axe_playwright_python.base import AXE_SCRIPT

    return f"{AXE_SCRIPT}\n;({QUESTIONS})();"


class Look:
    """One open page under the gates. The class counts what all of them ran, for the report at the end.

    Contrast is asked of one text of each kind; the long gates ask it of every text.
    """

    runs = 0
    menus_opened = 0

    def __init__(self, page: Any, what: str) -> None:
        self.page, self.what = page, what
        self.faults: list[str] = []

    def axe(self, where: str, *, inside: str = "") -> None:
        Look.runs += 1
        tags = {"type": "tag", "values": AXE_TAGS}
        self.tell(where, self.page.evaluate("asked => look.violations(asked)", [inside, tags, not IS_LONG]))

    def dark(self, where: str, *, inside: str = "") -> None:
        """The rules that colours decide."""
        Look.runs += 1
        self.page.emulate_media(color_scheme="dark")
        self.tell(f"{where} dark".lstrip(), self.page.evaluate("asked => look.contrast(asked)", [inside, not IS_LONG]))
        self.page.emulate_media(color_scheme="light")

    def menus(self) -> None:
        """Every kind of menu and folded part, opened alone."""
        for n, label in enumerate(self.page.evaluate("() => look.menus()")):
            inside = f"[data-seen=menu-{n}]"
            Look.menus_opened += 1
            self.page.evaluate("asked => look.setOpen(asked)", [f"menu-{n}", True])
            self.axe(f"menu {label!r}", inside=inside)
            self.dark(f"menu {label!r}", inside=inside)
            self.page.evaluate("asked => look.setOpen(asked)", [f"menu-{n}", False])

    def layout(self, where: str) -> None:
        self.tell(where, self.page.evaluate("() => look.layout()"))
        self.tell(where, self.page.evaluate("most => look.covered(most)", REACHED_AT_MOST))

    def tell(self, where: str, faults: list[str]) -> None:
        self.faults += [f"{self.what}, {where}: {fault}" for fault in faults]
