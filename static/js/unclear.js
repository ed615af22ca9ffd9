// The page of unclear messages: mark all of the page or of the send at once, and say how many are marked.
"use strict";

const all = document.querySelector("[data-marks-all]");
const marks = [...document.querySelectorAll("input[name=mark]")];
const send = document.querySelector("[data-marks-send]");
const figure = document.querySelector("[data-marked]");
const ofPage = document.querySelector("[data-marked-page]");
const ofSend = document.querySelector("[data-marked-send]");
const written = new Intl.NumberFormat(document.documentElement.lang || "ja");

function show() {
  const marked = marks.filter((mark) => mark.checked).length;
  if (figure) figure.textContent = written.format(marked);
  if (send) {
    ofPage.hidden = send.checked;
    ofSend.hidden = !send.checked;
  }
  if (!all) return;
  all.checked = marked > 0 && marked === marks.length;
  all.indeterminate = marked > 0 && marked < marks.length;
}

all?.addEventListener("change", () => {
  for (const mark of marks) mark.checked = all.checked;
  show();
});
for (const mark of [...marks, send]) mark?.addEventListener("change", show);
window.addEventListener("pageshow", show);
show();
