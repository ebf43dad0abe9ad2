// What looking.py asks of a page. Each answers a list of sentences, empty when all is well.
const called = (el) =>
  `<${el.tagName.toLowerCase()} class="${el.getAttribute("class") ?? ""}"> ${(el.textContent || el.name || "").trim().slice(0, 40)}`;
const isSeen = (el) => el.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });

function layout() {
  const faults = [];
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > wide) {
    const isOut = (el) => isSeen(el) && el.getBoundingClientRect().right > wide + 1;
    const out = [...document.body.querySelectorAll("*")].filter((el) => isOut(el) && !el.closest(".table-wrap, .visually-hidden, .skip"));
    faults.push(`sideways: ${document.documentElement.scrollWidth} > ${wide}: ${out.slice(0, 3).map(called).join("; ")}`);
  }
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const el = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || el.closest("script, style, template, .visually-hidden") || !isSeen(el)) continue;
    const size = sizeOnScreen(el);
    // Drawings are made for 326 px inside 390; on the smallest screen their words shrink with them.
    if (size < (innerWidth < 390 && el.closest("svg") ? 9 : 10.95)) faults.push(`small: ${size.toFixed(1)} px: ${called(el)}`);
  }
  return [...new Set([...faults, ...squeezed(), ...cut(), ...motion()])].slice(0, 12);
}

// A panel in a column that is not there: its words stand one letter a line.
function squeezed() {
  const isThin = (el) => isSeen(el) && el.getBoundingClientRect().width < 96;
  return [...document.querySelectorAll("main .panel")].filter(isThin).slice(0, 6).map((el) => `squeezed: ${called(el)}`);
}

// Words that end at an edge without saying so: no ellipsis, no way to scroll to them.
function cut() {
  const clips = (style, side) => ["hidden", "clip"].includes(style[`overflow${side}`]);
  const hasWords = (el) => [...el.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  const isCut = (el) => {
    const style = getComputedStyle(el);
    const across = clips(style, "X") && style.textOverflow !== "ellipsis" && el.scrollWidth > el.clientWidth + 1;
    const down = clips(style, "Y") && style.webkitLineClamp === "none" && el.scrollHeight > el.clientHeight + 4;
    return across || down;
  };
  const looked = [...document.querySelectorAll("main *, .topbar *, .nav *")].filter(
    (el) => el.clientWidth > 4 && hasWords(el) && isSeen(el) && !el.closest("svg, .visually-hidden, .skip, option"),
  );
  return looked.filter(isCut).slice(0, 6).map((el) => `cut: ${called(el)}`);
}

// A machine that asks for less motion gets none.
function motion() {
  const longest = (times) => Math.max(...times.split(",").map(parseFloat));
  const moves = (el) => {
    const style = getComputedStyle(el);
    return longest(style.transitionDuration) > 0.01 || (style.animationName !== "none" && longest(style.animationDuration) > 0.01);
  };
  return [...document.querySelectorAll("*")].filter(moves).slice(0, 6).map((el) => `moves: ${called(el)}`);
}

// Words in a drawing shrink with it.
function sizeOnScreen(el) {
  const size = parseFloat(getComputedStyle(el).fontSize);
  const drawing = el.closest("svg");
  const drawn = drawing?.viewBox.baseVal?.width;
  return drawn ? (size * drawing.getBoundingClientRect().width) / drawn : size;
}

const REACHED = ["a[href]", "button", "input:not([type=hidden])", "select", "textarea", "summary"];

// What can be reached is focused, and must then lie in front of the bars. On long pages every few of them.
function covered(most) {
  const faults = [];
  const all = [...document.querySelectorAll(REACHED.map((each) => `main ${each}`).join(", "))].filter(
    (el) => !el.disabled && el.checkVisibility({ checkVisibilityCSS: true }) && !el.closest(".visually-hidden"),
  );
  const step = Math.max(1, Math.ceil(all.length / most));
  const isFixed = (bar) => ["fixed", "sticky"].includes(getComputedStyle(bar).position);
  const bars = [...document.querySelectorAll(".topbar, .tabbar, .asof-bar")].filter(isFixed);
  for (const el of all.filter((_, n) => n % step === 0 || n > all.length - 4)) {
    el.focus();
    if (document.activeElement !== el) continue;
    for (const bar of bars) if (isUnder(el, bar)) faults.push(`under .${bar.className}: ${called(el)}`);
  }
  document.activeElement?.blur();
  scrollTo(0, 0);
  return faults.slice(0, 8);
}

// More than half of it lies where the bar is, and the bar is what one sees there: a sheet may lie over the bar.
function isUnder(el, bar) {
  const [box, over] = [el.getBoundingClientRect(), bar.getBoundingClientRect()];
  const [top, bottom] = [Math.max(box.top, over.top), Math.min(box.bottom, over.bottom)];
  if (!over.height || !box.height || bottom - top <= box.height / 2) return false;
  return bar.contains(document.elementFromPoint(Math.min(box.left + box.width / 2, innerWidth - 1), (top + bottom) / 2));
}

// One menu or folded part of each kind; `data-seen` marks it for the test that opens it.
function menus() {
  const kind = (el) => `${el.querySelector("summary")?.className} in ${el.closest("section, header, form")?.className}`;
  const found = [...document.querySelectorAll("main details, .topbar details")].filter((el) => el.checkVisibility() && !el.open);
  const first = found.filter((el, n) => found.findIndex((other) => kind(other) === kind(el)) === n).slice(0, 6);
  first.forEach((el, n) => (el.dataset.seen = `menu-${n}`));
  return first.map((el) => el.querySelector("summary").textContent.trim().replace(/\s+/g, " "));
}

function setOpen([seen, isOpen]) {
  document.querySelector(`[data-seen=${seen}]`).open = isOpen;
}

const CONTRAST = "color-contrast";

// All rules of the tags; or, asked so, contrast on one of each kind of text. Fifty rows repeat what one row shows, and
// contrast takes axe longer than all other rules together.
async function violations([selector, tags, isSampled]) {
  const at = selector ? document.querySelector(selector) : document;
  if (!isSampled) return told(await axe.run(at, { ...ASKED, runOnly: tags }));
  const rest = await axe.run(at, { ...ASKED, runOnly: tags, rules: { [CONTRAST]: { enabled: false } } });
  return [...told(rest), ...(await contrast([selector, isSampled]))];
}

// Nothing else that axe asks depends on the theme.
async function contrast([selector, isSampled]) {
  const at = selector ? document.querySelector(selector) : document;
  const where = isSampled ? { include: oneOfEachKind(at) } : at;
  if (isSampled && !where.include.length) return [];
  return told(await axe.run(where, { ...ASKED, runOnly: { type: "rule", values: [CONTRAST, "link-in-text-block"] } }));
}

const ASKED = { resultTypes: ["violations"], iframes: false };

function told(found) {
  const why = (node) => (node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? "";
  return found.violations.flatMap((each) =>
    each.nodes.map((node) => `${each.id}: ${each.help}\n    ${node.html.slice(0, 300)}\n    ${why(node)}`),
  );
}

// Two texts are of one kind when tags, classes and state agree all the way up, and every colour behind and of them.
function oneOfEachKind(at) {
  const first = new Map();
  const known = new Map();
  for (const el of (at.body ?? at).querySelectorAll("*")) {
    const hasWords = [...el.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if ((!hasWords && !el.matches("input, select, textarea")) || !isSeen(el)) continue;
    const kind = kindOf(el, known);
    if (!first.has(kind)) first.set(kind, el);
  }
  return [...first.values()];
}

const states = ["aria-current", "aria-selected", "aria-invalid", "aria-disabled", "disabled", "role", "type"];

function kindOf(el, known) {
  const own = getComputedStyle(el);
  return [own.color, own.fontSize, own.fontWeight, kindOfPlace(el, known)].join("|");
}

// Elements share their ancestors: what those look like is read once a question.
function kindOfPlace(el, known) {
  if (!el) return "";
  if (!known.has(el)) {
    const { backgroundColor, backgroundImage, opacity } = getComputedStyle(el);
    const parts = [el.tagName, el.getAttribute("class"), backgroundColor, backgroundImage, opacity];
    known.set(el, [...parts, ...states.map((name) => el.getAttribute(name)), kindOfPlace(el.parentElement, known)].join("|"));
  }
  return known.get(el);
}

// What a form is sent without a word in it, past the browser's own checks.
function sendBlank(form) {
  form.noValidate = true;
  const typed = "input:not([type=hidden], [type=radio], [type=checkbox]), textarea, select";
  for (const field of form.querySelectorAll(typed)) field.value = "";
  form.requestSubmit();
}

const STOPS = [...REACHED, "[tabindex='0']"].join(", ");

// Where Tab stands: its place in the document, and what is wrong with it there. Null past the end of the page.
function stop() {
  const el = document.activeElement;
  if (!el || el === document.body || el === document.documentElement) return null;
  const box = el.getBoundingClientRect();
  const told = [];
  const style = getComputedStyle(el);
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  const drawn = ring || style.boxShadow !== "none" || el.matches("svg a, tr *, .palette-query input");
  if (!drawn) told.push(`no ring: ${called(el)}`);
  if (box.bottom <= 0 || box.top >= innerHeight) told.push(`out of sight: ${called(el)}`);
  for (const bar of document.querySelectorAll(".topbar, .tabbar")) {
    const mayBeUnder = ["fixed", "sticky"].includes(getComputedStyle(bar).position) && !bar.contains(el) && !el.closest(".nav, .skip");
    if (mayBeUnder && isUnder(el, bar)) told.push(`under a bar: ${called(el)}`);
  }
  return { order: [...document.querySelectorAll("*")].indexOf(el), fault: told.join("; ") };
}

// What could be reached and was not.
function missed(reached) {
  const all = [...document.querySelectorAll("*")];
  const seen = new Set(reached.map((n) => all[n]));
  const may = (el) => el.matches(STOPS) && !el.disabled && el.tabIndex >= 0 && isSeen(el) && !el.closest("dialog, details:not([open]) > :not(summary)");
  const isOneOfGroup = (el) => el.type === "radio" || el.closest("svg");
  return all.filter((el) => may(el) && !seen.has(el) && !isOneOfGroup(el)).map((el) => `not reached: ${called(el)}`).slice(0, 6);
}

window.look = { layout, covered, menus, setOpen, violations, contrast, sendBlank, stop, missed };
