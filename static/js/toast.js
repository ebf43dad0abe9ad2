// Notices: shown for eight seconds, held while hovered or focused, newest last. The server's event `toast` adds one.
import { onArrival, within } from "./arrival.js";

const STAY = 8000;
const HAS_UNDO = "form";

function watch(toast) {
  if (toast.dataset.watched) return;
  toast.dataset.watched = "yes";
  let timer = 0;
  const start = () => (timer = setTimeout(() => toast.remove(), STAY));
  const hold = () => clearTimeout(timer);
  toast.addEventListener("mouseenter", hold);
  toast.addEventListener("mouseleave", start);
  toast.addEventListener("focusin", hold);
  toast.addEventListener("focusout", start);
  start();
}

document.addEventListener("toast", (event) => {
  const { text, undo } = event.detail;
  const toast = document.getElementById("toast-form").content.cloneNode(true).firstElementChild;
  toast.querySelector("span").textContent = text;
  if (undo) toast.querySelector(HAS_UNDO).action = undo;
  else toast.querySelector(HAS_UNDO).remove();
  document.getElementById("toasts").append(toast);
  watch(toast);
});

onArrival((root) => within(root, "[data-toast]:not([data-static])").forEach(watch));
