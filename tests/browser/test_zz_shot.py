from tests.browser.pages import PAGES
from tests.browser.windows import Windows
import pytest
WANT = ["inbox:inbox", "accounts:contract_new", "accounts:customer", "accounts:external_id_new"]
@pytest.mark.parametrize("route", WANT)
def test_shot(route: str, windows: Windows) -> None:
    entry = next(e for e in PAGES if e.route == route)
    with windows.open(entry) as look:
        name = route.replace(":", "-")
        if route == "inbox:inbox":
            s = look.page.locator("li .menu-box summary")
            print("menus", s.count())
            if s.count():
                s.first.click()
        look.page.screenshot(path=f"/tmp/d4shot-{name}.png", full_page=True)
        look.page.set_viewport_size({"width": 390, "height": 844})
        look.page.screenshot(path=f"/tmp/d4shot-{name}-390.png", full_page=True)
        look.faults.clear()
