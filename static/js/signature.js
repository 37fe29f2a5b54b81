// A sheet to sign on: strokes of a finger, a pen or a mouse become the path of an SVG in a hidden field.

for (const sheet of document.querySelectorAll("[data-signature]")) {
  const canvas = sheet.querySelector("canvas");
  const context = canvas?.getContext("2d");
  const field = (name) => sheet.querySelector(`[name=signature_${name}]`);
  if (!context) continue;

  let strokes = [];

  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    const round = (value, most) => Math.max(0, Math.min(most, Math.round(value)));
    return [
      round(((event.clientX - box.left) / box.width) * canvas.width, canvas.width),
      round(((event.clientY - box.top) / box.height) * canvas.height, canvas.height),
    ];
  };

  const keep = () => {
    const drawn = strokes.filter((stroke) => stroke.length > 1);
    field("path").value = drawn
      .map((stroke) => stroke.map(([x, y], index) => `${index ? "L" : "M"}${x} ${y}`).join(""))
      .join("");
    field("width").value = drawn.length ? canvas.width : "";
    field("height").value = drawn.length ? canvas.height : "";
  };

  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    strokes.push([place(event)]);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    const stroke = strokes.at(-1);
    const [fromX, fromY] = stroke.at(-1);
    const [x, y] = place(event);
    if (x === fromX && y === fromY) return;
    stroke.push([x, y]);
    context.strokeStyle = getComputedStyle(canvas).color;
    context.lineWidth = 3;
    context.lineCap = "round";
    context.beginPath();
    context.moveTo(fromX, fromY);
    context.lineTo(x, y);
    context.stroke();
  });
  canvas.addEventListener("pointerup", keep);
  canvas.addEventListener("pointercancel", keep);

  sheet.querySelector("[data-clear]")?.addEventListener("click", () => {
    strokes = [];
    context.clearRect(0, 0, canvas.width, canvas.height);
    keep();
  });
}
