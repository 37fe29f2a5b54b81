// One tap dials: asks for the whole number (the server keeps a line of it first) and hands it to the telephone.
// Without JavaScript, or where the answer is no number, the form goes its own way to a page that says so.

async function dial(form) {
  const said = form.querySelector("[role=status]");
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
    });
    if (!(answer.headers.get("Content-Type") ?? "").startsWith("application/json")) throw new Error("no answer");
    const { number, national, refusal } = await answer.json();
    if (refusal) {
      said.textContent = refusal;
      return;
    }
    const link = document.createElement("a");
    link.className = "btn btn-quiet btn-lg";
    link.href = `tel:${number}`;
    link.textContent = national;
    said.replaceChildren(link);
    link.click();
  } catch {
    form.submit();
  } finally {
    button.disabled = false;
  }
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-dial]")) return;
  event.preventDefault();
  dial(event.target);
});
