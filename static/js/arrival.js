// What to do with markup when it arrives: with the page, and again with each piece that is swapped in.
const steps = [];

export function onArrival(step) {
  steps.push(step);
}

export function arriveAll(root) {
  steps.forEach((step) => step(root));
}

export function within(root, selector) {
  const found = [...root.querySelectorAll(selector)];
  return root instanceof Element && root.matches(selector) ? [root, ...found] : found;
}
