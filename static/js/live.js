// Live regions: an element with data-live polls its fragment; htmx and idiomorph change only what differs.
// Here: nothing moves under a hand, what changed glows once, and a page that lost the server says so.

const FAILURES = 2;
const banner = document.getElementById("contact-lost");
let failures = 0;

// What the browser holds open or chosen belongs to the person in front of it, not to the server.
if (window.Idiomorph) {
  window.Idiomorph.defaults.callbacks.beforeAttributeUpdated = (name, node) => {
    if (name === "open" && node.matches("details, dialog")) return false;
    return !(node === document.activeElement && (name === "value" || name === "checked"));
  };
}

// After the session's end a page with nothing typed goes to the log-in; what is typed stays and is told how it is kept.
function sessionOver() {
  const fields = document.querySelectorAll("form[data-keeps] :is(input[type=text], input[type=tel], input[type=number], textarea)");
  const typed = [...fields].some((field) => field.value !== field.defaultValue);
  if (typed) document.getElementById("session-over").hidden = false;
  else location.reload();
}
document.addEventListener("signed-out", sessionOver);

const live = (event) => event.detail.elt?.closest?.("[data-live]") != null;

document.addEventListener("htmx:afterRequest", (event) => {
  if (!live(event) || event.detail.requestConfig.verb !== "get") return;
  const status = event.detail.xhr.status;
  if (status === 401) {
    // A session that is only locked, or left alone, is for lock.js.
    if (!event.detail.xhr.getResponseHeader("HX-Trigger")) sessionOver();
    return;
  }
  failures = status >= 200 && status < 400 ? 0 : failures + 1;
  banner.hidden = failures < FAILURES;
  document.documentElement.classList.toggle("lost", failures >= FAILURES);
});

// What changed glows: elements with an id and data-glow, compared before and after.
const seen = new Map();

function remember() {
  seen.clear();
  for (const cell of document.querySelectorAll("[data-glow][id]")) seen.set(cell.id, cell.dataset.glow);
}

document.addEventListener("htmx:beforeSwap", remember);
document.addEventListener("htmx:afterSwap", () => {
  for (const cell of document.querySelectorAll("[data-glow][id]")) {
    if (!seen.size || seen.get(cell.id) === cell.dataset.glow) continue;
    cell.classList.remove("glow");
    void cell.offsetWidth;
    cell.classList.add("glow");
  }
});
document.addEventListener("animationend", (event) => event.target.classList.remove("glow"));
