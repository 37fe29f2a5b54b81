// The arrival form under the fingers: matches chosen by the arrow keys, the number's switch, the named in their order,
// and the display beside it kept up to date. Without this file the form is a plain form.

const form = document.getElementById("arrival");
const answer = document.getElementById("answer");
const who = form.elements.namedItem("name");
const phone = form.elements.namedItem("phone");
const chosen = document.getElementById("chosen");
const save = document.getElementById("arrival-save");

const radio = (name, value) => form.querySelector(`input[name="${name}"][value="${value}"]`);
const valueOf = (name) => form.querySelector(`input[name="${name}"]:checked`)?.value;
const renew = () => window.htmx?.trigger(document.body, "renew");

function choose(name, value) {
  const input = radio(name, value);
  if (!input || input.checked) return;
  input.checked = true;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

// ---- matches: a listbox under the field that was typed into

const options = (list) => [...(list?.querySelectorAll("[role=option]") ?? [])];

function mark(input, list, option) {
  for (const other of options(list)) other.setAttribute("aria-selected", String(other === option));
  if (option) input.setAttribute("aria-activedescendant", option.id);
  else input.removeAttribute("aria-activedescendant");
  option?.scrollIntoView({ block: "nearest" });
}

const marked = (list) => list?.querySelector('[aria-selected="true"]');

function move(input, list, step) {
  const all = options(list);
  if (!all.length) return;
  const at = all.indexOf(marked(list));
  mark(input, list, all[(at + step + all.length + (at < 0 && step < 0 ? 1 : 0)) % all.length]);
}

function shut(input, list) {
  list.replaceChildren();
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

const digits = (text) => text.replace(/[\s\-()+]/g, "");
const isNumber = (text) => /^\d{4,}$/.test(digits(text));

function listFor(input) {
  return document.getElementById(input.getAttribute("aria-controls") ?? "matches");
}

// Four digits or more that found somebody mean that one: marked at once, so that Enter takes it.
document.addEventListener("htmx:afterSwap", (event) => {
  const place = event.detail.target;
  if (place.id !== "matches" && place.id !== "referrers") return;
  const input = place.id === "matches" ? (document.activeElement === phone ? phone : who) : document.getElementById("referred-typed");
  const found = options(place);
  input.setAttribute("aria-expanded", String(found.length > 0));
  if (found.length && isNumber(input.value)) mark(input, place, found[0]);
});

function pick(option) {
  const place = option.closest("#matches, #referrers");
  if (place.id === "referrers") {
    const typed = document.getElementById("referred-typed");
    form.elements.namedItem("referred_by").value = option.dataset.customer;
    typed.value = option.dataset.name;
    shut(typed, place);
    typed.focus();
    return;
  }
  form.elements.namedItem("customer").value = option.dataset.customer;
  who.value = option.dataset.name;
  phone.value = "";
  show([...option.children].map((part) => part.cloneNode(true)));
  shut(who, place);
  choose("history", option.dataset.history);
  if (option.dataset.owner) nameOnly(option.dataset.owner);
  renew();
  save.focus({ preventScroll: true });
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
    renew();
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

form.addEventListener("mousedown", (event) => {
  const option = event.target.closest("[role=option]");
  if (!option) return;
  event.preventDefault();
  pick(option);
});

form.addEventListener("keydown", (event) => {
  const input = event.target;
  if (event.isComposing || !input.matches?.("input[type=text], input[type=tel]")) return;
  const list = listFor(input);
  const here = input === who || input === phone || input.id === "referred-typed";
  if (here && event.key === "ArrowDown") move(input, list, 1);
  else if (here && event.key === "ArrowUp") move(input, list, -1);
  else if (here && event.key === "Enter" && marked(list)) pick(marked(list));
  else if (here && event.key === "Escape" && options(list).length) shut(input, list);
  else if (event.key === "Enter" && input === who && phoneMissing()) phone.focus();
  else if (event.key === "Enter" && input.id === "referred-typed") save.focus();
  else return;
  event.preventDefault();
  event.stopPropagation();
});

// Somebody who is typed over is no longer the one who was chosen.
who.addEventListener("input", () => {
  if (form.elements.namedItem("customer").value) forget();
});

// ---- the number, or why there is none

function phoneMissing() {
  const buys = form.elements.namedItem("purpose").value === "purchase";
  return buys && !form.elements.namedItem("customer").value && valueOf("phone_answer") === "given" && !phone.value.trim();
}

const ANSWERS = ["given", "later", "refused"];

phone.addEventListener("input", () => {
  if (!/^[-\uff0d\u2014\u2013]+$/.test(phone.value)) return;
  phone.value = "";
  switchAnswer();
});
form.addEventListener("keydown", (event) => {
  if (event.key !== "-" || event.target.name !== "phone_answer") return;
  event.preventDefault();
  switchAnswer();
});

function switchAnswer() {
  const next = ANSWERS[(ANSWERS.indexOf(valueOf("phone_answer")) + 1) % ANSWERS.length];
  choose("phone_answer", next);
  if (next === "given") phone.focus();
  if (next === "later") radio("phone_answer", next).focus();
}
form.addEventListener("change", (event) => {
  if (event.target.name === "phone_answer" && event.target.value === "refused") {
    form.elements.namedItem("phone_note").focus();
  }
});

// A whole number typed where the name goes is a number.
who.addEventListener("blur", () => {
  const typed = digits(who.value);
  if (!/^\d{7,}$/.test(typed) || phone.value || form.elements.namedItem("customer").value) return;
  phone.value = who.value.trim();
  who.value = "";
  choose("phone_answer", "given");
  phone.dispatchEvent(new Event("input", { bubbles: true }));
});

// ---- the named consultants, in the order in which they were said

const named = form.querySelector("[data-named]");
const boxOf = (pk) => named.querySelector(`input[value="${CSS.escape(pk)}"]`);
const order = named.dataset.named.split(",").filter((pk) => pk && boxOf(pk));

function rank() {
  for (const box of named.querySelectorAll("input")) {
    const at = order.indexOf(box.value);
    box.checked = at >= 0;
    box.closest(".pick").querySelector(".pick-rank").textContent = at >= 0 && order.length > 1 ? at + 1 : "";
  }
}

function nameOnly(pk) {
  if (!boxOf(pk)) return;
  order.splice(0, order.length, pk);
  rank();
}

named.addEventListener("change", (event) => {
  const { value, checked } = event.target;
  const at = order.indexOf(value);
  if (checked && at < 0) order.push(value);
  if (!checked && at >= 0) order.splice(at, 1);
  rank();
});
named.addEventListener("keydown", (event) => {
  if (!/^[1-9]$/.test(event.key)) return;
  const box = named.querySelectorAll("input")[Number(event.key) - 1];
  if (!box) return;
  event.preventDefault();
  event.stopPropagation();
  box.focus();
  box.click();
});
form.addEventListener("formdata", (event) => {
  event.formData.delete("named");
  if (order.length) event.formData.append("named", order.join(","));
});
rank();

// ---- the display

form.addEventListener("input", renew);
form.addEventListener("change", renew);
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id === "board" && !answer.querySelector("[data-answer]")) renew();
});

// A visitor's own entry never takes the place of what the clerk is typing.
document.addEventListener("click", (event) => {
  const way = event.target.closest("[data-take]");
  const typed = [who, phone].some((field) => field.value !== field.defaultValue) || form.elements.namedItem("check_in").value;
  if (!way || !typed || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  document.dispatchEvent(new CustomEvent("said", { detail: { text: way.dataset.take, level: "danger" } }));
});
// What a visitor entered is answered at once: who would take them. htmx has to be ready for it.
if (form.elements.namedItem("check_in").value) document.addEventListener("DOMContentLoaded", renew);

// One arrival, one sending.
form.addEventListener("submit", (event) => {
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "1";
  setTimeout(() => delete form.dataset.sent, 4000);
});
window.addEventListener("pageshow", () => delete form.dataset.sent);

const wrong = form.querySelector(".is-invalid input, input.is-invalid, select.is-invalid");
(wrong ?? who).focus({ preventScroll: wrong === null });
if (form.elements.namedItem("customer").value) show([who.value]);
