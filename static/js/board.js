// The desk calls: a chime and the spoken name when a visitor is somebody's. Silent where this device was muted.

const MUTE = "lunxu-muted";
const HEARD = "lunxu-heard";
const FRESH = 20000;
// Voices are named by country.
const VOICES = { "zh-hans": "zh-CN", "zh-hant": "zh-TW" };
const ahead = Date.parse(document.getElementById("words").dataset.now) - Date.now();
let sound = null;
let owing = false;

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

// Browsers keep a page silent until somebody touches it; a call that came before is then rung late, once.
function chime() {
  const Audio = window.AudioContext || window.webkitAudioContext;
  if (!Audio) return;
  if (!sound) {
    sound = new Audio();
    sound.addEventListener("statechange", ringOwed);
  }
  owing = true;
  ringOwed();
}

function ringOwed() {
  if (!owing || sound.state !== "running") return;
  owing = false;
  if (!muted()) ring();
}

function unlock() {
  if (owing && sound.state === "suspended") sound.resume();
}
document.addEventListener("pointerdown", unlock);
document.addEventListener("keydown", unlock);

function ring() {
  [880, 1174.66].forEach((pitch, index) => {
    const start = sound.currentTime + index * 0.22;
    const tone = sound.createOscillator();
    const loud = sound.createGain();
    tone.type = "sine";
    tone.frequency.value = pitch;
    loud.gain.setValueAtTime(0, start);
    loud.gain.linearRampToValueAtTime(0.22, start + 0.015);
    loud.gain.exponentialRampToValueAtTime(0.0008, start + 0.9);
    tone.connect(loud).connect(sound.destination);
    tone.start(start);
    tone.stop(start + 1);
  });
}

function speak(text) {
  if (!window.speechSynthesis || !text) return;
  const words = new SpeechSynthesisUtterance(text);
  words.lang = VOICES[document.documentElement.lang] ?? document.documentElement.lang;
  words.rate = 0.95;
  setTimeout(() => window.speechSynthesis.speak(words), 700);
}

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
