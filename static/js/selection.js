// Rows that can be ticked (customers/parts/selection_bar.html): the whole page at once, how many, or all that were found.
"use strict";

const written = new Intl.NumberFormat(document.documentElement.lang || "ja");

function ticks() {
  return [...document.querySelectorAll("input[data-tick]")];
}

function show() {
  const bar = document.querySelector("[data-selection]");
  if (!bar) return;
  const rows = ticks();
  const ticked = rows.filter((tick) => tick.checked).length;
  const whole = Boolean(bar.querySelector("[data-selection-all]")?.checked);
  bar.querySelector("[data-selection-ticked]").textContent = written.format(ticked);
  bar.querySelector("[data-selection-page]").hidden = whole;
  bar.querySelector("[data-selection-whole]").hidden = !whole;
  for (const button of bar.querySelectorAll("button[type=submit]")) button.disabled = !whole && ticked === 0;
  for (const tick of rows) tick.disabled = whole;
  const all = document.querySelector("[data-tick-all]");
  if (!all) return;
  all.disabled = whole;
  all.checked = ticked > 0 && ticked === rows.length;
  all.indeterminate = ticked > 0 && ticked < rows.length;
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-tick-all]")) for (const tick of ticks()) tick.checked = event.target.checked;
  if (event.target.matches("[data-tick], [data-tick-all], [data-selection-all]")) show();
});
document.addEventListener("htmx:afterSettle", show);
window.addEventListener("pageshow", show);
show();
