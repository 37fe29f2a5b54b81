// The desk calls (voice.js): a chime and the spoken name when a visitor is somebody's. Silent where this device was
// muted.

const MUTE = "lunxu-muted";
const HEARD = "lunxu-heard";
const FRESH = 20000;
const ahead = Date.parse(document.getElementById("words").dataset.now) - Date.now();

function read(store, key) {
  try {
    return store.getItem(key);
  } catch {
    return null;
  }
}

function write(store, key, value) {
  try {
    store.setItem(key, value);
  } catch {
    // A browser that keeps nothing forgets the choice with the page.
  }
}

const muted = () => read(localStorage, MUTE) === "1";

const chime = () => document.dispatchEvent(new CustomEvent("chime"));
const speak = (text) => document.dispatchEvent(new CustomEvent("speak", { detail: text }));

// Each call sounds once a window, also across the page load that logging an arrival brings.
function listen() {
  const heard = new Set((read(sessionStorage, HEARD) ?? "").split(" "));
  const calls = [...document.querySelectorAll("[data-call]")];
  const fresh = calls.filter(
    (call) => !heard.has(call.dataset.call) && Date.now() + ahead - Date.parse(call.dataset.calledAt) < FRESH,
  );
  write(sessionStorage, HEARD, calls.map((call) => call.dataset.call).join(" "));
  if (muted() || !fresh.length) return;
  chime();
  fresh.forEach((call) => speak(call.dataset.say));
}

function showMute() {
  document.documentElement.dataset.silent = muted() ? "1" : "";
  for (const button of document.querySelectorAll("[data-mute]")) {
    button.setAttribute("aria-pressed", String(muted()));
    button.querySelector(".bi").className = `bi ${muted() ? "bi-volume-mute" : "bi-volume-up"}`;
    button.querySelector("span").textContent = muted() ? button.dataset.off : button.dataset.on;
  }
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-mute]")) return;
  write(localStorage, MUTE, muted() ? "0" : "1");
  showMute();
  if (!muted()) chime();
});
document.addEventListener("htmx:afterSwap", () => {
  listen();
  showMute();
});
showMute();
listen();
