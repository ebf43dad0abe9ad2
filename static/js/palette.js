// The palette: pages are in the markup and filtered at once, records come from the server by htmx.
import { onArrival } from "./arrival.js";
import { choose, chosen, optionsOf, step } from "./options.js";

const palette = () => document.getElementById("palette");
const input = () => palette()?.querySelector('[role="combobox"]');

function filterPages() {
  const words = input().value.trim().toLowerCase();
  palette().querySelectorAll("[data-words]").forEach((option) => {
    option.hidden = Boolean(words) && !option.dataset.words.includes(words);
  });
  choose(input(), optionsOf(input())[0]);
}

document.addEventListener("input", (event) => {
  if (event.target === input()) filterPages();
});

document.addEventListener("keydown", (event) => {
  if (event.target !== input()) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    step(input(), event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Enter") {
    const option = chosen(input());
    if (option) {
      event.preventDefault();
      option.click();
    }
  }
});

onArrival((root) => {
  if (input() && root !== document && palette().contains(root)) choose(input(), optionsOf(input())[0]);
});
