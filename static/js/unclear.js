// The page of unclear messages: mark all at once, and say how many are marked.
"use strict";

const all = document.querySelector("[data-marks-all]");
const marks = [...document.querySelectorAll("input[name=mark]")];
const figure = document.querySelector("[data-marked]");

function show() {
  const marked = marks.filter((mark) => mark.checked).length;
  if (figure) figure.textContent = marked;
  if (!all) return;
  all.checked = marked > 0 && marked === marks.length;
  all.indeterminate = marked > 0 && marked < marks.length;
}

all?.addEventListener("change", () => {
  for (const mark of marks) mark.checked = all.checked;
  show();
});
for (const mark of marks) mark.addEventListener("change", show);
window.addEventListener("pageshow", show);
show();
