// Running times. The page carries the server's clock, so that a tablet with a wrong one shows the right wait.

const words = document.getElementById("words").dataset;
let ahead = Date.parse(words.now) - Date.now();

const fill = (pattern, values) => pattern.replace(/\{(\w)\}/g, (whole, name) => values[name] ?? whole);

function rough(seconds) {
  if (seconds < 60) return fill(words.seconds, { n: seconds });
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return fill(words.minutes, { n: minutes });
  return fill(words.hours, { n: Math.floor(minutes / 60), m: minutes % 60 });
}

function exact(seconds) {
  const minutes = Math.floor(seconds / 60);
  const two = (number) => String(number).padStart(2, "0");
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

function tick() {
  const now = Date.now() + ahead;
  for (const clock of document.querySelectorAll("[data-clock]")) {
    const seconds = Math.max(0, Math.floor((now - Date.parse(clock.dateTime)) / 1000));
    const text = clock.dataset.clock === "clock" ? exact(seconds) : rough(seconds);
    if (clock.textContent !== text) clock.textContent = text;
    if (clock.dataset.red) {
      const red = seconds >= Number(clock.dataset.red);
      clock.classList.toggle("clock-red", red);
      clock.classList.toggle("clock-amber", !red && seconds >= Number(clock.dataset.amber));
    }
  }
}

// The server's date comes with every poll: a page that stands open for days stays right.
function heed(date) {
  if (!Number.isNaN(date) && Math.abs(date - Date.now() - ahead) > 2500) ahead = date - Date.now();
}
document.addEventListener("htmx:afterRequest", (event) => {
  heed(Date.parse(event.detail.xhr?.getResponseHeader?.("Date") ?? ""));
});
document.addEventListener("htmx:afterSwap", tick);
// The wall polls without htmx.
document.addEventListener("server-date", (event) => heed(event.detail));
document.addEventListener("swapped", tick);
setInterval(tick, 1000);
tick();
