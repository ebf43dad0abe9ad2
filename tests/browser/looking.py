"""What every page is asked, by axe and by measure: see ui.md 9 and 11. Nothing here knows a page."""

from typing import Any

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CONTRAST = ["color-contrast"]

# Each answers a list of sentences, empty when all is well.
MEASURES = """
() => {
  const faults = [];
  const shown = (el) => el.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
  const name = (el) => `<${el.tagName.toLowerCase()} class="${el.getAttribute("class") ?? ""}"> ${el.textContent.trim().slice(0, 40)}`;
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > wide) {
    const out = [...document.body.querySelectorAll("*")].filter((el) => shown(el) && el.getBoundingClientRect().right > wide + 1 && !el.closest(".table-wrap, .visually-hidden, .skip"));
    faults.push(`sideways: ${document.documentElement.scrollWidth} > ${wide}: ${out.slice(0, 3).map(name).join("; ")}`);
  }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const el = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || el.closest("script, style, template, .visually-hidden") || !shown(el)) continue;
    let size = parseFloat(getComputedStyle(el).fontSize);
    const drawing = el.closest("svg");
    if (drawing?.viewBox.baseVal?.width) size *= drawing.getBoundingClientRect().width / drawing.viewBox.baseVal.width;
    if (size < 10.95) faults.push(`small: ${size.toFixed(1)} px: ${name(el)}`);
  }
  return [...new Set(faults)].slice(0, 12);
}
"""

# Each thing that can be reached is focused, and must then lie in front: not under the top bar, not under the bottom bar.
COVERED = """
(most) => {
  const faults = [];
  const all = [...document.querySelectorAll("main a[href], main button, main input:not([type=hidden]), main select, main textarea, main summary")]
    .filter((el) => !el.disabled && el.checkVisibility({ checkVisibilityCSS: true }) && !el.closest(".visually-hidden") && !el.matches(".visually-hidden"));
  const step = Math.max(1, Math.ceil(all.length / most));
  const some = all.filter((el, n) => n % step === 0 || n > all.length - 4);
  const bars = [...document.querySelectorAll(".topbar, .tabbar, .asof-bar")].filter((bar) => ["fixed", "sticky"].includes(getComputedStyle(bar).position));
  for (const el of some) {
    el.focus();
    if (document.activeElement !== el) continue;
    const box = el.getBoundingClientRect();
    for (const bar of bars) {
      const over = bar.getBoundingClientRect();
      const hidden = Math.min(box.bottom, over.bottom) - Math.max(box.top, over.top);
      if (over.height && box.height && !bar.contains(el) && hidden > box.height / 2) {
        faults.push(`under .${bar.className}: <${el.tagName.toLowerCase()}> ${(el.textContent || el.name || "").trim().slice(0, 40)}`);
      }
    }
  }
  document.activeElement?.blur();
  scrollTo(0, 0);
  return faults.slice(0, 8);
}
"""

AXE_RUN = """
async ([selector, only]) => {
  const at = selector ? document.querySelector(selector) : document;
  const found = await axe.run(at, { runOnly: only, resultTypes: ["violations"] });
  return found.violations.flatMap((each) => each.nodes.map((node) =>
    `${each.id}: ${each.help}\\n    ${node.html.slice(0, 300)}\\n    ${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? ""}`));
}
"""

# Menus are looked at one by one; what a script marks here is what the test then opens.
MENUS = """
() => [...document.querySelectorAll("main details, .topbar details")]
  .filter((el) => el.checkVisibility() && !el.open)
  .filter((el, n, all) => all.findIndex((other) => other.querySelector("summary")?.className === el.querySelector("summary")?.className
    && other.closest("section, header, form")?.className === el.closest("section, header, form")?.className) === n)
  .slice(0, 6)
  .map((el, n) => { el.dataset.seen = `menu-${n}`; return el.querySelector("summary").textContent.trim().replace(/\\s+/g, " ") })
"""
OPEN_MENU = "(seen) => { document.querySelector(`[data-seen=${seen}]`).open = true }"
CLOSE_MENU = "(seen) => { document.querySelector(`[data-seen=${seen}]`).open = false }"


class Look:
    """One open page under the gates. Counts what it ran, for the report at the end."""

    runs = 0
    pages = 0
    states = 0

    def __init__(self, page: Any, what: str) -> None:
        from axe_playwright_python.base import AXE_SCRIPT

        self.page, self.what = page, what
        self.faults: list[str] = []
        # By evaluate: a script element would break the very policy that is tested.
        page.evaluate(AXE_SCRIPT)

    def axe(self, where: str, *, selector: str = "", rules: list[str] | None = None) -> None:
        only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": AXE_TAGS}
        Look.runs += 1
        self.tell(where, self.page.evaluate(AXE_RUN, [selector, only]))

    def dark(self, where: str, *, selector: str = "", rules: list[str] | None = None) -> None:
        self.page.emulate_media(color_scheme="dark")
        self.axe(f"{where}, dark", selector=selector, rules=rules)
        self.page.emulate_media(color_scheme="light")

    def menus(self, *, dark_rules: list[str] | None = CONTRAST) -> None:
        """Every kind of menu and folded part, opened alone."""
        for n, label in enumerate(self.page.evaluate(MENUS)):
            seen = f"menu-{n}"
            self.page.evaluate(OPEN_MENU, seen)
            selector = f"[data-seen={seen}]"
            Look.states += 1
            self.axe(f"menu {label!r}", selector=selector)
            self.dark(f"menu {label!r}", selector=selector, rules=dark_rules)
            self.page.evaluate(CLOSE_MENU, seen)

    def layout(self, where: str) -> None:
        self.tell(where, self.page.evaluate(MEASURES))
        self.tell(where, self.page.evaluate(COVERED, 40))

    def tell(self, where: str, faults: list[str]) -> None:
        self.faults += [f"{self.what}, {where}: {fault}" for fault in faults]
