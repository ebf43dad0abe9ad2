// A request that got no answer, or that of a machine in between, says so in words of ours. What the site itself answers
// with 5xx arrives as a piece by its own. Both offer Retry, which asks again what was asked; what was typed stays.
let failed = null;

const places = () => document.querySelectorAll("#problem, [data-problem]");
const placeOf = (source) => source.closest("dialog")?.querySelector("[data-problem]") ?? document.getElementById("problem");
const clear = () => places().forEach((place) => place.replaceChildren());
// A poll that fails every few seconds is spoken once.
const isTold = (asked) => failed?.sourceElement === asked.sourceElement && placeOf(asked.sourceElement).firstElementChild;

function tell(asked) {
  const words = document.getElementById("no-answer").content.cloneNode(true);
  if (!isTold(asked)) placeOf(asked.sourceElement).replaceChildren(words);
  failed = asked;
}

document.addEventListener("htmx:error", (event) => event.detail.ctx && tell(event.detail.ctx));

document.addEventListener("htmx:before:response", (event) => {
  const asked = event.detail.ctx;
  if (asked.response.status < 500) {
    if (failed?.sourceElement === asked.sourceElement) clear();
    return;
  }
  const isOurs = asked.response.headers.has("X-Request-ID");
  if (isTold(asked) || !isOurs) event.preventDefault();
  if (isOurs) failed = asked;
  else tell(asked);
});

document.addEventListener("click", (event) => {
  if (!failed || !event.target.closest("[data-retry]")) return;
  const { sourceElement: source, sourceEvent, request } = failed;
  const way = source.hasAttribute("hx-post") ? "post" : "get";
  clear();
  source.focus?.();
  window.htmx.ajax(way, source.getAttribute(`hx-${way}`) ?? request.action, { source, event: sourceEvent });
});
