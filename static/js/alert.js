// A visitor is mine: the phone trembles once and the title says so until I am with them.

const title = document.title;
let told = "";
let timer = null;

function look() {
  const mine = document.querySelector("[data-mine]");
  clearInterval(timer);
  if (!mine) {
    told = "";
    document.title = title;
    return;
  }
  if (told !== mine.dataset.mine) {
    told = mine.dataset.mine;
    if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.([300, 120, 300, 120, 500]);
  }
  let on = false;
  const flash = () => {
    on = !on;
    document.title = on ? mine.dataset.title : title;
  };
  flash();
  timer = setInterval(flash, 1000);
}

document.addEventListener("htmx:afterSwap", look);
look();
