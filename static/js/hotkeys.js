// One key, one action. An element says its key by data-key; rows (data-row="1" …) are reached by their digit, and
// inside a row data-row-key wins. Keys rest while somebody types, and can be switched off for a device.

const STORE = "lunxu-keys-off";
const box = document.getElementById("keys-on");

function off() {
  try {
    return localStorage.getItem(STORE) === "1";
  } catch {
    return false;
  }
}

if (box) {
  box.checked = !off();
  box.addEventListener("change", () => {
    try {
      if (box.checked) localStorage.removeItem(STORE);
      else localStorage.setItem(STORE, "1");
    } catch {
      box.checked = true;
    }
  });
}

const typing = (element) =>
  element?.closest?.("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]") != null;

function visible(element) {
  return element.offsetParent !== null || element.getClientRects().length > 0;
}

function targetFor(key) {
  const row = document.activeElement?.closest?.("[data-row]");
  const inRow = row?.querySelector(`[data-row-key~="${CSS.escape(key)}"]`);
  if (inRow) return inRow;
  if (/^[1-9]$/.test(key)) return document.querySelector(`[data-row="${key}"]`);
  const all = [...document.querySelectorAll(`[data-key~="${CSS.escape(key)}"]`)];
  return all.find(visible) ?? all.find((element) => element.dataset.dialog) ?? null;
}

function use(element) {
  if (element.matches("summary")) {
    element.parentElement.open = true;
    element.parentElement.querySelector("button, a")?.focus();
    return;
  }
  if (element.matches("input, select, textarea")) {
    element.focus();
    element.select?.();
    return;
  }
  if (element.matches("[data-row]")) {
    element.focus();
    return;
  }
  if (element.matches("button, a")) element.click();
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
  if (event.key === "Escape" && typing(document.activeElement)) {
    document.activeElement.blur();
    return;
  }
  if (off() && event.key !== "?") return;
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  const target = targetFor(event.key.toLowerCase());
  if (!target) return;
  event.preventDefault();
  use(target);
});
