// A chart is one stop for Tab; arrows go from mark to mark, T shows it as a table.
import { onArrival, within } from "./arrival.js";

const marksOf = (drawing) => [...drawing.querySelectorAll("a.mark")];

onArrival((root) => {
  within(root, "svg.chart").forEach((drawing) => {
    marksOf(drawing).forEach((mark, n) => mark.setAttribute("tabindex", n ? "-1" : "0"));
  });
});

document.addEventListener("keydown", (event) => {
  const figure = event.target.closest?.(".figure");
  if (!figure || event.ctrlKey || event.metaKey || event.altKey) return;
  const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  const mark = event.target.closest("a.mark");
  if (mark && steps[event.key]) {
    const marks = marksOf(mark.closest("svg"));
    const next = marks[(marks.indexOf(mark) + steps[event.key] + marks.length) % marks.length];
    marks.forEach((other) => other.setAttribute("tabindex", other === next ? "0" : "-1"));
    next.focus();
    event.preventDefault();
  } else if (event.key.toLowerCase() === "t" && figure.querySelector("details")) {
    const table = figure.querySelector("details");
    table.open = !table.open;
    event.preventDefault();
  }
});
