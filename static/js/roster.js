// The order of the day by arrows: rows move, and the places are numbered anew. Without this file the numbers are typed.

const roster = document.querySelector("[data-roster]");

function number() {
  roster.querySelectorAll("input[type=number]").forEach((input, index) => {
    input.value = index + 1;
  });
}

roster?.addEventListener("click", (event) => {
  const button = event.target.closest("[data-move]");
  if (!button) return;
  const row = button.closest("[data-roster-row]");
  const other = button.dataset.move === "-1" ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return;
  if (button.dataset.move === "-1") other.before(row);
  else other.after(row);
  number();
  button.focus();
  roster.dispatchEvent(new CustomEvent("reordered", { bubbles: true }));
});

roster?.addEventListener("change", (event) => {
  if (event.target.type !== "number") return;
  const rows = [...roster.querySelectorAll("[data-roster-row]")];
  const place = (row) => Number(row.querySelector("input[type=number]").value) || rows.length + 1;
  const moved = event.target.closest("[data-roster-row]");
  rows.sort((one, two) => place(one) - place(two) || (two === moved) - (one === moved)).forEach((row) => roster.append(row));
  number();
  event.target.focus();
});
