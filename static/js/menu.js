// <details data-menu> opens by itself; this closes it by Escape or a press outside, and walks it with the arrows.
const open = () => [...document.querySelectorAll("details[data-menu][open]")];
const reachable = (menu) => [...menu.querySelectorAll(".menu a, .menu button, .menu input:not([type=hidden]), .menu select")];

document.addEventListener("click", (event) => {
  const isBeside = event.target.closest(".menu-cover");
  open().forEach((menu) => {
    if (isBeside || !menu.contains(event.target)) menu.open = false;
  });
});

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("details[data-menu][open]");
  if (!menu) return;
  if (event.key === "Escape") {
    menu.open = false;
    menu.querySelector("summary").focus();
    event.preventDefault();
  } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !event.target.matches("select, textarea")) {
    const items = reachable(menu);
    const step = event.key === "ArrowDown" ? 1 : -1;
    const at = items.indexOf(document.activeElement);
    const next = at < 0 ? (step > 0 ? 0 : items.length - 1) : (at + step + items.length) % items.length;
    items[next]?.focus();
    event.preventDefault();
  }
});
