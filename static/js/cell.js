// Edit in place: the cell is a button that GETs its form; Enter saves and moves down, Escape gives the stored value back,
// arrows walk the cells of a grid. Pasting a block fills the cells to the right and below.
import { onArrival } from "./arrival.js";

let goDown = null;

const place = (cell) => ({ row: cell.parentElement, column: [...cell.parentElement.children].indexOf(cell) });

function below(cell, rows = 1) {
  const { row, column } = place(cell);
  let next = row;
  for (let n = 0; n < Math.abs(rows) && next; n += 1) next = rows > 0 ? next.nextElementSibling : next.previousElementSibling;
  return next?.children[column] ?? null;
}

const focusable = (cell) => cell?.querySelector(".cell-button, .cell-form input, .cell-form select") ?? null;

document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.(".cell-form");
  if (form && event.key === "Escape") {
    event.preventDefault();
    form.querySelector("[data-cancel]")?.click();
  } else if (form && event.key === "Enter" && !event.ctrlKey) {
    goDown = below(form.closest("td, th"))?.id ?? null;
  } else if (event.target.matches?.(".cell-button[data-grid]")) walk(event);
});

function walk(event) {
  const cell = event.target.closest("td, th");
  const { row, column } = place(cell);
  const to = {
    ArrowDown: () => below(cell),
    ArrowUp: () => below(cell, -1),
    ArrowRight: () => row.children[column + 1],
    ArrowLeft: () => row.children[column - 1],
  }[event.key];
  if (!to) return;
  event.preventDefault();
  event.stopPropagation();
  focusable(to())?.focus();
}

document.addEventListener("paste", (event) => {
  const input = event.target.closest?.("[data-grid-input]");
  const lines = event.clipboardData?.getData("text/plain").replace(/\r?\n$/, "").split(/\r?\n/) ?? [];
  if (!input || (lines.length < 2 && !lines[0]?.includes("\t"))) return;
  event.preventDefault();
  const start = input.closest("td, th");
  lines.forEach((text, down) => {
    const first = down ? below(start, down) : start;
    text.split("\t").forEach((value, right) => {
      const cell = first?.parentElement.children[place(first).column + right];
      const target = cell?.querySelector("[data-grid-input]");
      if (target) {
        target.value = value.trim();
        target.dispatchEvent(new Event("input", { bubbles: true }));
      }
    });
  });
});

onArrival((root) => {
  const opened = root instanceof Element ? root.querySelector(".cell-form input:not([type=hidden]), .cell-form select") : null;
  if (opened) {
    opened.focus();
    opened.select?.();
  } else if (goDown && document.getElementById(goDown)) {
    focusable(document.getElementById(goDown))?.focus();
    goDown = null;
  }
});
