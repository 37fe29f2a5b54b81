// The form for a call: matches chosen by the arrow keys, and the known customer beside. Without this file it is a plain
// form.

const form = document.getElementById("call");
const who = form.elements.namedItem("name");
const phone = form.elements.namedItem("phone");
const list = document.getElementById("matches");
const chosen = document.getElementById("chosen");
const save = document.getElementById("call-save");

const options = () => [...list.querySelectorAll("[role=option]")];
const marked = () => list.querySelector('[aria-selected="true"]');

function mark(input, option) {
  for (const other of options()) other.setAttribute("aria-selected", String(other === option));
  if (option) input.setAttribute("aria-activedescendant", option.id);
  else input.removeAttribute("aria-activedescendant");
  option?.scrollIntoView({ block: "nearest" });
}

function move(input, step) {
  const all = options();
  if (!all.length) return;
  const at = all.indexOf(marked());
  mark(input, all[(at + step + all.length + (at < 0 && step < 0 ? 1 : 0)) % all.length]);
}

function shut() {
  list.replaceChildren();
  who.setAttribute("aria-expanded", "false");
  who.removeAttribute("aria-activedescendant");
}

// A whole number, or its last four digits, that found somebody means that one: Enter takes it.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "matches") return;
  const input = document.activeElement === phone ? phone : who;
  const found = options();
  who.setAttribute("aria-expanded", String(found.length > 0));
  if (found.length && /^\d{4,}$/.test(input.value.replace(/[\s\-()+]/g, ""))) mark(input, found[0]);
});

function choose(name, value) {
  const input = form.querySelector(`input[name="${name}"][value="${value}"]`);
  if (input) input.checked = true;
}

function show(parts) {
  const card = document.createElement("div");
  card.className = "chosen";
  const text = document.createElement("div");
  text.className = "visit-who";
  text.append(...parts);
  const drop = document.createElement("button");
  drop.type = "button";
  drop.className = "btn btn-icon push";
  drop.setAttribute("aria-label", form.dataset.another);
  drop.innerHTML = '<i class="bi bi-x-lg" aria-hidden="true"></i>';
  drop.addEventListener("click", () => {
    forget();
    who.value = "";
    who.focus();
  });
  card.append(text, drop);
  chosen.replaceChildren(card);
  chosen.hidden = false;
  form.classList.add("has-customer");
}

function forget() {
  form.elements.namedItem("customer").value = "";
  chosen.replaceChildren();
  chosen.hidden = true;
  form.classList.remove("has-customer");
}

function pick(option) {
  form.elements.namedItem("customer").value = option.dataset.customer;
  who.value = option.dataset.name;
  phone.value = "";
  show([...option.children].map((part) => part.cloneNode(true)));
  shut();
  choose("is_first", "no");
  form.querySelector('[name="topics"]').focus({ preventScroll: true });
}

form.addEventListener("mousedown", (event) => {
  const option = event.target.closest("[role=option]");
  if (!option) return;
  event.preventDefault();
  pick(option);
});

form.addEventListener("keydown", (event) => {
  const input = event.target;
  if (event.isComposing || (input !== who && input !== phone)) return;
  if (event.key === "ArrowDown") move(input, 1);
  else if (event.key === "ArrowUp") move(input, -1);
  else if (event.key === "Enter" && marked()) pick(marked());
  else if (event.key === "Escape" && options().length) shut();
  else return;
  event.preventDefault();
  event.stopPropagation();
});

// Somebody who is typed over is no longer the one who was chosen.
who.addEventListener("input", () => {
  if (form.elements.namedItem("customer").value) forget();
});

// A whole number typed where the name goes is a number.
who.addEventListener("blur", () => {
  const typed = who.value.replace(/[\s\-()+]/g, "");
  if (!/^\d{7,}$/.test(typed) || phone.value || form.elements.namedItem("customer").value) return;
  phone.value = who.value.trim();
  who.value = "";
  choose("phone_answer", "given");
});

// One call, one sending.
form.addEventListener("submit", (event) => {
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "1";
  setTimeout(() => delete form.dataset.sent, 4000);
});
window.addEventListener("pageshow", () => delete form.dataset.sent);

const wrong = form.querySelector(".is-invalid input, input.is-invalid, select.is-invalid, textarea.is-invalid");
(wrong ?? who).focus({ preventScroll: wrong === null });
if (form.elements.namedItem("customer").value) show([who.value]);
if (!wrong && form.elements.namedItem("line").value) save.scrollIntoView({ block: "nearest" });
