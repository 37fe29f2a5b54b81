// Runs before the first paint: light or dark as chosen on this device, else as the system has it.
(function () {
  var root = document.documentElement;
  // A page may keep its own choice (the wall is dark until somebody wants it light).
  var store = root.dataset.themeStore || "lunxu-theme";
  var first = root.dataset.themeFirst || null;
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  function apply() {
    var choice = null;
    try {
      choice = localStorage.getItem(store) || first;
    } catch (error) {
      choice = first;
    }
    root.dataset.themeChoice = choice || "system";
    root.dataset.bsTheme = choice || (dark.matches ? "dark" : "light");
  }
  root.classList.add("js");
  apply();
  dark.addEventListener("change", apply);
  document.addEventListener("theme-chosen", apply);
  window.addEventListener("storage", apply);
})();
