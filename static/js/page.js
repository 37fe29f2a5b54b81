// What every page has: menus that close, the theme, dialogs, and the words that say what happened.

const words = document.getElementById("words")?.dataset ?? {};

// Menus are <details>, so that they work without this file; here they also close.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    const used = event.target.closest(".menu-body button, .menu-body a");
    if (!menu.contains(event.target) || (used && menu.contains(used))) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.activeElement?.closest?.("details.menu[open]") ?? document.querySelector("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// Light, dark or as the device has it.
function showTheme() {
  for (const button of document.querySelectorAll("[data-theme-choice]")) {
    if (button === document.documentElement) continue;
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === document.documentElement.dataset.themeChoice));
  }
}
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-theme-choice]");
  if (!button) return;
  try {
    if (button.dataset.themeChoice === "system") localStorage.removeItem("lunxu-theme");
    else localStorage.setItem("lunxu-theme", button.dataset.themeChoice);
  } catch {
    return;
  }
  document.dispatchEvent(new CustomEvent("theme-chosen"));
  showTheme();
});
showTheme();

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) document.getElementById(opener.dataset.dialog)?.showModal();
});
document.addEventListener("click", (event) => {
  if (event.target instanceof HTMLDialogElement && !("stays" in event.target.dataset)) event.target.close();
});

// What happened, said once in the corner.
function say(text, level = "success") {
  const place = document.getElementById("toasts");
  if (!place || !text) return null;
  const word = document.createElement("div");
  word.className = `word word-${level}`;
  const icon = document.createElement("i");
  icon.className = `bi ${level === "danger" ? "bi-exclamation-triangle" : "bi-check2"}`;
  icon.setAttribute("aria-hidden", "true");
  const line = document.createElement("span");
  line.className = "word-text";
  line.textContent = text;
  word.append(icon, line);
  place.append(word);
  setTimeout(() => word.remove(), level === "danger" ? 12000 : 5000);
  return word;
}
document.addEventListener("said", (event) => say(event.detail.text, event.detail.level));

// A form that was sent to htmx and failed says so; polls are told by live.js.
document.addEventListener("htmx:responseError", (event) => {
  const heard = event.detail.xhr.getResponseHeader("HX-Trigger");
  if (event.detail.requestConfig.verb !== "get" && !heard) say(words.failed, "danger");
});
document.addEventListener("htmx:sendError", (event) => {
  if (event.detail.requestConfig.verb !== "get") say(words.failed, "danger");
});

// A select or date that means "show that one" sends its form when it changes; without this file there is a button.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-sends]")) event.target.form.requestSubmit();
});
for (const box of document.querySelectorAll("[data-focus]")) box.focus();
