// Buttons that copy the text of another element, and say so.

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = document.querySelector(button.dataset.copy);
  if (!source) return;
  try {
    await navigator.clipboard.writeText(source.textContent.trim());
  } catch {
    // Without the right to the clipboard the text is marked, for the keyboard to copy.
    getSelection().selectAllChildren(source);
    return;
  }
  const icon = button.querySelector(".bi");
  icon?.classList.replace("bi-clipboard", "bi-clipboard-check");
  setTimeout(() => icon?.classList.replace("bi-clipboard-check", "bi-clipboard"), 2000);
});
