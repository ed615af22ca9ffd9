// Shows a text as the handset will, while somebody writes it: [data-preview-of="id of the textarea"].
// It only reads the textarea, so an IME is left in peace.

import { plainNewlines, trimmed } from "./parts.js";
import { renderedText } from "./rendered.js";

function show(field) {
  if (!field?.id) return;
  for (const place of document.querySelectorAll(`[data-preview-of="${CSS.escape(field.id)}"]`)) {
    place.textContent = trimmed(plainNewlines(renderedText(field)));
  }
}

function showAll() {
  for (const { dataset } of document.querySelectorAll("[data-preview-of]")) {
    show(document.getElementById(dataset.previewOf));
  }
}

document.addEventListener("input", ({ target }) => {
  if (target.matches("textarea")) show(target);
  else if (target.form?.matches("[data-composer]")) showAll();
});
// What the server knows of the person has come (rendered.js).
document.addEventListener("htmx:afterSettle", () => setTimeout(showAll, 0));
// After composer.js has given a field its kept text back.
window.addEventListener("pageshow", showAll);
showAll();
