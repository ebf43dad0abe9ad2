// Starts the other modules. Each listens on the document for data-* marks, so swapped pieces work without re-binding;
// what must look at new markup once registers with `onArrival`.
import { arriveAll } from "./arrival.js";
import "./cell.js";
import "./combobox.js";
import "./dialog.js";
import "./figure.js";
import "./form.js";
import "./keys.js";
import "./live.js";
import "./menu.js";
import "./palette.js";
import "./period.js";
import "./problem.js";
import "./rows.js";
import "./toast.js";

arriveAll(document);
document.addEventListener("htmx:after:settle", (event) => {
  arriveAll(event.target instanceof Element && event.target.isConnected ? event.target : document);
});
