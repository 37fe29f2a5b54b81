// The wall: polls its zones, calls the name, keeps the time, and says when it has lost contact. It stands open for
// weeks: whatever listens or ticks is set up once, here, and the zones are replaced as a whole.

const POLL = 2000;
const SILENCE = 10000; // until the screen says that it hears nothing
const TIMEOUT = 8000;
const CALL_STANDS = 10000;
const FRESH = 20000;
const MOST_CALLS = 4; // that wait for their turn on the screen
const RELOAD_EVERY = 60000;
const SOUND = "lunxu-wall-sound";
const RELOADED = "lunxu-wall-reloaded";

const body = document.body;
const zones = document.getElementById("wall");
const lost = document.getElementById("wall-lost");
const gone = document.getElementById("wall-gone");
const banner = document.getElementById("wall-call");
const time = document.getElementById("wall-time");
const soundButton = document.getElementById("wall-sound");
const hours = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: body.dataset.zone });

let ahead = Date.parse(document.getElementById("words").dataset.now) - Date.now();
let version = body.dataset.version;
let shown = "";
let asking = false;
let heard = Date.now();
let sounds = false;
let known = new Set();
let calls = [];
let callEnds = 0;

function stored(store, key) {
  try {
    return store.getItem(key);
  } catch {
    return null;
  }
}

function keep(store, key, value) {
  try {
    store.setItem(key, value);
  } catch {
    // A browser that keeps nothing forgets the choice with the page.
  }
}

const tell = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));
const put = (element, text) => {
  if (element.textContent !== text) element.textContent = text;
};

// ---- contact

async function ask() {
  if (asking) return;
  asking = true;
  try {
    const address = `${body.dataset.poll}&v=${encodeURIComponent(version)}`;
    const answer = await fetch(address, { cache: "no-store", credentials: "omit", signal: AbortSignal.timeout(TIMEOUT) });
    const text = await answer.text();
    if (answer.headers.get("X-Link-Gone")) end();
    else if (answer.ok) take(answer, text);
  } catch {
    // No answer: the clock below says so when it has lasted.
  }
  asking = false;
}

function take(answer, text) {
  heard = Date.now();
  gone.hidden = true;
  const date = Date.parse(answer.headers.get("Date") ?? "");
  if (!Number.isNaN(date)) {
    if (Math.abs(date - Date.now() - ahead) > 2500) ahead = date - Date.now();
    tell("server-date", date);
  }
  version = answer.headers.get("X-Wall-Version") ?? version;
  if (answer.status === 200 && text !== shown) {
    shown = text;
    zones.innerHTML = text;
    tell("swapped");
    listen();
  }
  renew(answer.headers.get("X-Wall-Assets"));
}

// Revoked: nothing of the office stays on the screen. A link that is only away for a moment comes back by itself.
function end() {
  heard = Date.now();
  zones.replaceChildren();
  shown = "";
  version = "";
  calls = [];
  banner.hidden = true;
  gone.hidden = false;
}

// The server runs newer scripts or styles: load anew, but never onto a page that is not there.
async function renew(assets) {
  if (!assets || assets === body.dataset.assets) return;
  if (Date.now() - Number(stored(sessionStorage, RELOADED) ?? 0) < RELOAD_EVERY) return;
  keep(sessionStorage, RELOADED, String(Date.now()));
  try {
    const page = await fetch(location.href, { cache: "no-store", signal: AbortSignal.timeout(TIMEOUT) });
    if (page.ok) location.reload();
  } catch {
    // Next minute.
  }
}

// ---- calls

function listen() {
  const all = [...zones.querySelectorAll("[data-call]")];
  const fresh = all.filter(
    (call) => !known.has(call.dataset.call) && Date.now() + ahead - Date.parse(call.dataset.calledAt) < FRESH,
  );
  known = new Set(all.map((call) => call.dataset.call));
  for (const call of fresh.reverse()) calls.push({ parts: call.innerHTML, say: call.dataset.say });
  calls = calls.slice(-MOST_CALLS);
  showCall();
}

function showCall() {
  if (Date.now() < callEnds) return;
  const call = calls.shift();
  banner.hidden = !call;
  if (!call) return;
  callEnds = Date.now() + CALL_STANDS;
  banner.innerHTML = call.parts;
  if (!sounds) return;
  tell("chime");
  tell("speak", call.say);
}

// ---- sound: only after a click, or where the browser lets pages sound by themselves

function useSound() {
  sounds = true;
  soundButton.hidden = true;
}

soundButton.addEventListener("click", () => {
  keep(localStorage, SOUND, "1");
  useSound();
  tell("chime");
});
document.addEventListener("voice-ready", () => {
  if (stored(localStorage, SOUND) === "1") useSound();
});
if (stored(localStorage, SOUND) === "1") tell("wake");

// ---- light or dark, on this screen

document.getElementById("wall-theme").addEventListener("click", () => {
  const root = document.documentElement;
  keep(localStorage, root.dataset.themeStore, root.dataset.bsTheme === "dark" ? "light" : "dark");
  tell("theme-chosen");
});

// ---- the screen stays on

async function stayAwake() {
  try {
    await navigator.wakeLock?.request("screen");
  } catch {
    // The screen's own settings decide.
  }
}
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") stayAwake();
});
stayAwake();

function tick() {
  put(time, hours.format(new Date(Date.now() + ahead)));
  const silent = Date.now() - heard >= SILENCE;
  lost.hidden = !silent;
  document.documentElement.classList.toggle("lost", silent);
  if (silent) put(lost.querySelector("span"), body.dataset.lost.replace("{time}", hours.format(new Date(heard + ahead))));
  if (!banner.hidden || calls.length) showCall();
}

setInterval(ask, POLL);
setInterval(tick, 1000);
listen();
tick();
