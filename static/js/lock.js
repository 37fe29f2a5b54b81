// A screen that is left alone hides what it shows. The server says when (its answers carry the event "locked"), and
// this file counts by itself from the last key or touch, for a page on which nothing asks the server.
// What was typed stays in the page's forms behind the lock.

const { state, idle } = document.getElementById("words").dataset;
const dialog = document.getElementById("lock");
const root = document.documentElement;
const limit = Number(idle) * 1000;
const TOLD_EVERY = 60_000;
const title = document.title;
const tabs = "BroadcastChannel" in window ? new BroadcastChannel("lunxu-lock") : null;

let seen = Date.now();
let told = Date.now();
let asked = 0;
let locked = false;

const over = () => document.dispatchEvent(new CustomEvent("signed-out"));

function lock() {
  if (!dialog) {
    over();
    return;
  }
  if (locked) return;
  locked = true;
  for (const other of document.querySelectorAll("dialog[open]")) other.close();
  root.classList.add("locked");
  document.title = dialog.querySelector("#lock-title").textContent;
  dialog.showModal();
}

function open() {
  seen = Date.now();
  if (!locked) return;
  locked = false;
  root.classList.remove("locked");
  document.title = title;
  for (const field of dialog.querySelectorAll("input[type=password]")) field.value = "";
  dialog.close();
  document.body.dispatchEvent(new CustomEvent("refresh", { bubbles: true }));
}

// Ask the server, or tell it that a hand was seen; resolves to whether the session goes on.
async function call(method) {
  const headers = { "HX-Request": "true", ...JSON.parse(document.body.getAttribute("hx-headers") ?? "{}") };
  let answer;
  try {
    answer = await fetch(state, { method, headers });
  } catch {
    return false; // no contact: live.js says so
  }
  if (answer.ok) return true;
  if (answer.status !== 401) return false;
  if (answer.headers.get("HX-Trigger") === "locked") lock();
  else if (locked) location.reload();
  else over();
  return false;
}

// A poll may not go on. Perhaps only the cache forgot us: then the server lets it go on, once; a page whose session
// was changed for another one starts anew.
async function ask() {
  if (locked || Date.now() - asked < 1000) return;
  const again = Date.now() - asked < 30_000;
  asked = Date.now();
  if ((await call("GET")) && again) over();
}

function touch() {
  if (locked) return;
  seen = Date.now();
  tabs?.postMessage("seen");
  if (seen - told < TOLD_EVERY) return;
  told = seen;
  call("POST");
}

function look() {
  if (dialog && limit && !locked && Date.now() - seen >= limit) lock();
}

document.addEventListener("locked", (event) => (event.detail?.ask ? ask() : lock()));
document.addEventListener("unlocked", () => {
  open();
  tabs?.postMessage("unlocked");
});
tabs?.addEventListener("message", async ({ data }) => {
  if (data === "seen" && !locked) seen = Date.now();
  if (data === "unlocked" && locked && (await call("GET"))) open();
});

document.addEventListener("signed-out", () => {
  if (locked) location.reload();
});

// Behind the lock nothing changes and nothing is asked; nobody closes it but the server's answer.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (locked && !dialog.contains(event.detail.elt)) event.preventDefault();
});
dialog?.addEventListener("cancel", (event) => event.preventDefault());
dialog?.addEventListener("close", () => {
  if (locked) dialog.showModal();
});

if (limit) {
  for (const name of ["keydown", "pointerdown", "wheel"]) document.addEventListener(name, touch, { passive: true, capture: true });
  setInterval(look, 1000);
  document.addEventListener("visibilitychange", look);
}
