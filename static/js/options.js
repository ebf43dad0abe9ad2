// Choosing among options while the cursor stays in the input (aria-activedescendant): palette and combobox.
export function optionsOf(input) {
  const list = document.getElementById(input.getAttribute("aria-controls"));
  return [...(list?.querySelectorAll('[role="option"]') ?? [])].filter((option) => !option.hidden);
}

export function choose(input, option) {
  optionsOf(input).forEach((other) => other.setAttribute("aria-selected", String(other === option)));
  if (option) {
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  } else input.removeAttribute("aria-activedescendant");
}

export function chosen(input) {
  return optionsOf(input).find((option) => option.getAttribute("aria-selected") === "true");
}

export function step(input, by) {
  const options = optionsOf(input);
  const at = options.indexOf(chosen(input));
  const next = at < 0 ? (by > 0 ? 0 : options.length - 1) : (at + by + options.length) % options.length;
  choose(input, options[next]);
}
