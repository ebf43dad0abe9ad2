// Shortcuts: an element says `data-key="n"`, `data-key="g d"` or `data-key="ctrl+enter"`, and the key presses it.
// Off in inputs, and for people who switched single letters off. `?` lists what this page has.
import { openDialog } from "./dialog.js";

const PAUSE = 900;
let typed = "";
let timer = 0;

const isTyping = (target) => target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
const isShown = (element) => element.offsetParent !== null || element.closest("dialog[open]") !== null;

function marked(combo) {
  const root = document.querySelector("dialog[open]") ?? document;
  return [...root.querySelectorAll(`[data-key="${CSS.escape(combo)}"]`)].find(isShown);
}

function press(element) {
  if (element.matches("input, select, textarea, summary")) element.focus();
  if (!element.matches("input, select, textarea")) element.click();
}

function name(event) {
  const key = event.key === " " ? "space" : event.key.toLowerCase();
  return event.ctrlKey || event.metaKey ? `ctrl+${key}` : key;
}

function submitHere(target) {
  const form = target.closest("form");
  if (form) form.requestSubmit();
  return Boolean(form);
}

function act(event, combo) {
  const element = marked(combo);
  if (!element) return false;
  event.preventDefault();
  press(element);
  typed = "";
  return true;
}

function listKeys() {
  const list = document.querySelector("[data-keys-list]");
  const rows = [...document.querySelectorAll("[data-key]")].filter((element) => !element.closest("dialog"));
  list.replaceChildren(
    ...rows.flatMap((element) => {
      const term = document.createElement("dt");
      const keys = document.createElement("dd");
      const copy = element.cloneNode(true);
      copy.querySelectorAll("kbd, svg, .count").forEach((part) => part.remove());
      term.textContent = copy.textContent.trim() || element.getAttribute("aria-label") || element.name;
      keys.textContent = element.dataset.key.toUpperCase();
      return [term, keys];
    }),
  );
  openDialog("keys");
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.altKey || event.isComposing) return;
  const key = name(event);
  if (key === "ctrl+k") {
    event.preventDefault();
    openDialog("palette");
  } else if (key === "ctrl+enter") {
    if (!act(event, key) && submitHere(event.target)) event.preventDefault();
  } else if (!key.startsWith("ctrl+") && !isTyping(event.target) && document.body.dataset.shortcuts !== "off") {
    single(event, key);
  }
});

function single(event, key) {
  clearTimeout(timer);
  timer = setTimeout(() => (typed = ""), PAUSE);
  const combo = typed ? `${typed} ${key}` : key;
  if (act(event, combo)) return;
  typed = key.length === 1 ? key : "";
  if (key === "?") listKeys();
  else if (key === "/") {
    event.preventDefault();
    openDialog("palette");
  } else if (combo !== key) act(event, key);
}
