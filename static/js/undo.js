// Cheap actions happen at once and can be taken back: a form with data-undo="what happened" is held for five seconds.
// Whoever leaves the page before that has meant it: then it is sent at once.

const HOLD = 5000;
const words = document.getElementById("words").dataset;
const held = new Map();

function send(form, entry) {
  held.delete(entry.key);
  clearTimeout(entry.timer);
  entry.word.remove();
  const target = document.getElementById(form.id) ?? form;
  if (!target.isConnected) {
    target.hidden = true;
    document.body.append(target);
  }
  if (entry.chosen) target.append(entry.chosen);
  target.dataset.released = "1";
  target.requestSubmit();
  entry.chosen?.remove();
}

// The button that was pressed may carry a value (the reason of a step out), which a later sending would forget.
function chosenBy(submitter) {
  if (!submitter?.name) return null;
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = submitter.name;
  field.value = submitter.value;
  return field;
}

function dismiss(entry) {
  held.delete(entry.key);
  clearTimeout(entry.timer);
  entry.word.remove();
  mark(entry.key, false);
}

function mark(key, on) {
  const form = document.getElementById(key);
  form?.closest("[data-holds]")?.classList.toggle("pending", on);
}

function word(form, entry) {
  const box = document.createElement("div");
  box.className = "word";
  const line = document.createElement("span");
  line.className = "word-text";
  line.textContent = form.dataset.undo;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-sm";
  button.dataset.key = "u";
  button.textContent = words.undo;
  button.addEventListener("click", () => dismiss(entry));
  const sand = document.createElement("span");
  sand.className = "word-sand";
  box.append(line, button, sand);
  document.getElementById("toasts").append(box);
  return box;
}

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!form.dataset.undo || form.dataset.released) {
      delete form.dataset.released;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (held.has(form.id)) return;
    const entry = { key: form.id, form, data: new FormData(form, event.submitter), chosen: chosenBy(event.submitter) };
    entry.word = word(form, entry);
    entry.timer = setTimeout(() => send(form, entry), HOLD);
    held.set(form.id, entry);
    mark(form.id, true);
  },
  true,
);

// A live region that was changed meanwhile keeps showing what is held.
document.addEventListener("htmx:afterSwap", () => {
  for (const key of held.keys()) mark(key, true);
});

window.addEventListener("pagehide", () => {
  for (const entry of held.values()) {
    clearTimeout(entry.timer);
    fetch(entry.form.action, { method: "POST", body: entry.data, keepalive: true, redirect: "manual" });
  }
  held.clear();
});
