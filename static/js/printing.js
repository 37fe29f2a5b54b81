// A button that prints; without this file the browser's own menu does.
document.querySelector("[data-print]")?.addEventListener("click", () => window.print());
