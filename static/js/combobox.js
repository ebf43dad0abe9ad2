// ARIA combobox over server results: <input role="combobox" data-combobox="id of the hidden input"> asks by htmx, the
// answer is a list of options with data-value. Without a script the form keeps a plain <select>.
import { choose, chosen, optionsOf, step } from "./options.js";

const boxOf = (target) => target.closest?.("[data-combobox]");

function expand(box, isOpen) {
  box.setAttribute("aria-expanded", String(isOpen));
  const list = document.getElementById(box.getAttribute("aria-controls"));
  if (list) list.hidden = !isOpen;
  if (!isOpen) choose(box, null);
}

function take(box, option) {
  const stored = document.getElementById(box.dataset.combobox);
  box.value = option.dataset.label ?? option.textContent.trim();
  stored.value = option.dataset.value;
  stored.dispatchEvent(new Event("change", { bubbles: true }));
  expand(box, false);
}

document.addEventListener("input", (event) => {
  const box = boxOf(event.target);
  if (!box) return;
  document.getElementById(box.dataset.combobox).value = "";
  expand(box, true);
});

document.addEventListener("keydown", (event) => {
  const box = boxOf(event.target);
  if (!box) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    expand(box, true);
    step(box, event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Enter" && chosen(box)?.dataset.value) {
    event.preventDefault();
    take(box, chosen(box));
  } else if (event.key === "Escape" && box.getAttribute("aria-expanded") === "true") {
    event.preventDefault();
    expand(box, false);
  }
});

document.addEventListener("click", (event) => {
  const option = event.target.closest('[role="option"][data-value]');
  document.querySelectorAll("[data-combobox]").forEach((box) => {
    if (option && optionsOf(box).includes(option)) take(box, option);
    else if (boxOf(event.target) !== box) expand(box, false);
  });
});
