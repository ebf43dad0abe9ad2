// The row cursor of a list: J K or arrows, Home, End, Enter opens, X chooses, Shift X a range, E edits.
let anchor = null;

const lists = () => [...document.querySelectorAll("[data-rows]")].filter((list) => list.offsetParent !== null);
const rowsOf = (list) => [...list.querySelectorAll("[data-row]")];
const listHere = () => document.activeElement?.closest("[data-rows]") ?? lists()[0];
const current = (list) => list.querySelector("[data-row][data-current]");

function mark(list, row) {
  if (!row) return;
  current(list)?.removeAttribute("data-current");
  row.setAttribute("data-current", "");
  (row.querySelector("[data-open]") ?? row.querySelector("a, button"))?.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function move(list, to) {
  const rows = rowsOf(list);
  const at = rows.indexOf(current(list) ?? document.activeElement?.closest("[data-row]"));
  const target = to === "first" ? 0 : to === "last" ? rows.length - 1 : Math.max(0, Math.min(rows.length - 1, at + to));
  mark(list, rows[at < 0 && typeof to === "number" ? 0 : target]);
}

function chooseRow(list, isRange) {
  const rows = rowsOf(list);
  const row = current(list);
  const box = row?.querySelector('input[type="checkbox"][name="ids"]');
  if (!box) return;
  const from = isRange && anchor ? rows.indexOf(anchor) : rows.indexOf(row);
  const [low, high] = [from, rows.indexOf(row)].sort((a, b) => a - b);
  const wanted = isRange ? true : !box.checked;
  rows.slice(low, high + 1).forEach((each) => {
    each.querySelector('input[name="ids"]').checked = wanted;
  });
  anchor = row;
  box.dispatchEvent(new Event("change", { bubbles: true }));
}

const actions = {
  j: (list) => move(list, 1),
  arrowdown: (list) => move(list, 1),
  k: (list) => move(list, -1),
  arrowup: (list) => move(list, -1),
  home: (list) => move(list, "first"),
  end: (list) => move(list, "last"),
  x: (list, event) => chooseRow(list, event.shiftKey),
  e: (list) => current(list)?.querySelector("[data-edit], .cell-button")?.click(),
  m: (list) => current(list)?.querySelector("[data-move-menu]")?.click(),
};

document.addEventListener("keydown", (event) => {
  const target = event.target;
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (target.closest("input:not([type=checkbox]), textarea, select, details[data-menu][open], .figure")) return;
  const key = event.key.toLowerCase();
  const isLetter = key.length === 1;
  if (isLetter && document.body.dataset.shortcuts === "off") return;
  const list = listHere();
  if (!list || !actions[key] || (!isLetter && !target.closest("[data-rows]"))) return;
  event.preventDefault();
  actions[key](list, event);
});

document.addEventListener("focusin", (event) => {
  const row = event.target.closest("[data-rows] [data-row]");
  if (!row || row.hasAttribute("data-current")) return;
  row.closest("[data-rows]").querySelector("[data-current]")?.removeAttribute("data-current");
  row.setAttribute("data-current", "");
});

document.addEventListener("change", (event) => {
  const form = event.target.form?.matches?.("[data-bulk]") ? event.target.form : null;
  const count = form?.querySelector("[data-bulk-count]");
  if (!count) return;
  count.dataset.word ??= count.textContent.trim();
  const picked = [...form.elements].filter((box) => box.name === "ids" && box.checked).length;
  count.textContent = `${count.dataset.word}: ${picked}`;
});
