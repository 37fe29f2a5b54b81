// The chime and the spoken name, for whichever page calls: it says "chime", "speak" (with the text) or "wake".
// Where the page is marked silent nothing is rung late.

// Voices are named by country.
const VOICES = { "zh-hans": "zh-CN", "zh-hant": "zh-TW" };
let sound = null;
let owing = false;

function waken() {
  const Audio = window.AudioContext || window.webkitAudioContext;
  if (!Audio) return;
  if (!sound) {
    sound = new Audio();
    sound.addEventListener("statechange", ringOwed);
  }
  ringOwed();
}

// Browsers keep a page silent until somebody touches it; a call that came before is then rung late, once.
function chime() {
  owing = true;
  waken();
}

function ringOwed() {
  if (sound.state !== "running") return;
  document.dispatchEvent(new CustomEvent("voice-ready"));
  if (!owing) return;
  owing = false;
  if (document.documentElement.dataset.silent !== "1") ring();
}

function unlock() {
  if (owing && sound.state === "suspended") sound.resume();
}

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

document.addEventListener("pointerdown", unlock);
document.addEventListener("keydown", unlock);
document.addEventListener("wake", waken);
document.addEventListener("chime", chime);
document.addEventListener("speak", (event) => speak(event.detail));
