// The gateway's form shows the fields that the chosen kind uses. Without this file all of them are there.

const USES = {
  file: [],
  smtp: ["sender"],
  aliyun: ["key_id", "key_secret"],
  tencent: ["key_id", "key_secret", "app_id"],
  http: ["address", "secret"],
};
const form = document.querySelector("[data-gateway]");
const kind = form?.elements.kind;

function show() {
  const used = USES[kind.value] ?? Object.values(USES).flat();
  for (const name of new Set(Object.values(USES).flat())) {
    const place = document.getElementById(`div_id_${name}`);
    if (place) place.hidden = !used.includes(name);
  }
  for (const pair of form.querySelectorAll(".pair")) {
    pair.hidden = [...pair.children].every((place) => place.hidden);
  }
}

if (kind) {
  kind.addEventListener("change", show);
  show();
}
