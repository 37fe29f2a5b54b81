// The form of a batch asks only for the variables that the chosen template has. Without this file it shows all of them.

const form = document.querySelector("[data-uses]");
const uses = form ? JSON.parse(form.dataset.uses) : {};

function show() {
  const used = uses[form.elements.template.value] ?? [];
  for (const field of form.querySelectorAll("[data-variable]")) {
    const place = document.getElementById(`div_id_${field.name}`);
    if (place) place.hidden = !used.includes(field.name);
  }
  for (const pair of form.querySelectorAll(".pair")) {
    pair.hidden = [...pair.children].every((place) => place.hidden);
  }
}

if (form) {
  form.elements.template.addEventListener("change", show);
  show();
}
