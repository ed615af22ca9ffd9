// Buttons beside a textarea: one puts something in at the cursor, one shows a place in the text.
//
// data-insert="[[氏名]]" data-insert-into="id"                          goes in at the cursor, in place of what is marked
// data-place-in="id" data-place-start="3" data-place-end="7"           marks these characters (code points) in the field
// Both work for buttons that come later (htmx). Without a script the fields can be typed.
"use strict";

function field(id) {
  return document.getElementById(id);
}

// Positions come in code points; a textarea counts UTF-16 units.
function units(text, points) {
  return [...text].slice(0, points).join("").length;
}

function insert(text, into) {
  // execCommand keeps the browser's undo; it is the one way that does.
  into.focus();
  if (!document.execCommand?.("insertText", false, text)) {
    into.setRangeText(text, into.selectionStart, into.selectionEnd, "end");
    into.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
}

function show(target, start, end) {
  target.focus();
  target.setSelectionRange(units(target.value, start), units(target.value, end));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-insert], [data-place-in]");
  if (!button) return;
  if ("insert" in button.dataset) {
    const into = field(button.dataset.insertInto);
    if (into) insert(button.dataset.insert, into);
    return;
  }
  const target = field(button.dataset.placeIn);
  if (target) show(target, Number(button.dataset.placeStart), Number(button.dataset.placeEnd));
});
