// Pickers of period, moment and comparison: a choice in them shows at once, without a press on the button.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-show-at-once]")) event.target.form.requestSubmit();
});
