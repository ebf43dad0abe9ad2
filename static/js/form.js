// Forms: focus what the server points at, guard typed text, stop a second submit.
import { onArrival, within } from "./arrival.js";

const dirty = new Set();

onArrival((root) => {
  within(root, "[data-focus]")[0]?.focus();
  dirty.forEach((form) => form.isConnected || dirty.delete(form));
});

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-guard]");
  if (form) dirty.add(form);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  dirty.delete(form);
  if (form.method !== "post" || form.matches("[hx-post]")) return;
  if (form.dataset.sent) event.preventDefault();
  else form.dataset.sent = "yes";
});

addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});

addEventListener("beforeunload", (event) => {
  if (dirty.size) event.preventDefault();
});
