// The board has one move form, in a dialog: a card's arrow or `M` opens it, a drop fills and submits it, so that every way
// of moving is the same POST. When the server refuses, the card goes back to where it was.
const origins = new WeakMap();
const form = document.querySelector("form[data-move]");

function back(card) {
  const origin = origins.get(card);
  if (origin) origin.lane.insertBefore(card, origin.next);
  origins.delete(card);
}

function fill(card, stage) {
  const arrow = card.querySelector("[data-move-menu]");
  form.action = arrow.href;
  form.elements.namedItem("version").value = arrow.dataset.version;
  form.elements.namedItem(form.dataset.move).value = stage;
  form.querySelector("[data-move-name]").textContent = card.querySelector("h3").textContent;
}

// Before the dialog opens: `dialog.js` answers the same press as it bubbles.
document.addEventListener(
  "click",
  (event) => {
    const card = event.target.closest("[data-move-menu]")?.closest("[data-card]");
    if (card) fill(card, card.closest("[data-lane]").dataset.lane);
  },
  true,
);

function dropped(event) {
  if (event.from === event.to) return;
  fill(event.item, event.to.dataset.lane);
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
