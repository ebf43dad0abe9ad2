// Drag on the board. A drop fills the card's own move form, the very one the keyboard uses, and submits it;
// when the server refuses, the card goes back to where it was.
const origins = new WeakMap();

function back(card) {
  const origin = origins.get(card);
  if (origin) origin.lane.insertBefore(card, origin.next);
  origins.delete(card);
}

function dropped(event) {
  const form = event.item.querySelector("form[data-move]");
  if (!form || event.from === event.to) return;
  form.elements.namedItem(form.dataset.move).value = event.to.dataset.lane;
  form.requestSubmit();
}

document.querySelectorAll("[data-lane]").forEach((lane) => {
  window.Sortable.create(lane, {
    group: "board",
    draggable: "[data-card]",
    filter: "a, button, select, input, summary",
    preventOnFilter: false,
    animation: 0,
    delay: 200,
    delayOnTouchOnly: true,
    sort: false,
    dragClass: "dragging",
    ghostClass: "drop",
    onStart: ({ item }) => origins.set(item, { lane, next: item.nextElementSibling }),
    onEnd: dropped,
  });
});

["htmx:response:error", "htmx:error"].forEach((name) => {
  document.addEventListener(name, (event) => {
    const card = event.target.closest?.("[data-card]");
    if (card) back(card);
  });
});
