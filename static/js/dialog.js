// <dialog> does the trapping; this opens it, gives focus back, and closes it by a press outside.
const openers = new WeakMap();

export function openDialog(id) {
  const dialog = document.getElementById(id);
  if (!dialog || dialog.open) return false;
  openers.set(dialog, document.activeElement);
  dialog.showModal();
  dialog.querySelector("[autofocus], input, select, textarea")?.select?.();
  return true;
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open-dialog]");
  if (opener && !event.ctrlKey && !event.metaKey && openDialog(opener.dataset.openDialog)) event.preventDefault();
  if (event.target.closest("[data-close-dialog]")) event.target.closest("dialog")?.close();
  if (event.target instanceof HTMLDialogElement && !inside(event.target, event)) event.target.close();
});

function inside(dialog, event) {
  const box = dialog.getBoundingClientRect();
  return event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
}

document.addEventListener(
  "close",
  (event) => {
    const opener = openers.get(event.target);
    if (opener?.isConnected) opener.focus();
  },
  true,
);
