// Buttons that fill a moment in: [data-moment="2026-11-24T10:00"][data-moment-into="id"]; and quotes of a finding that
// lead to their place in the text: [data-find].
"use strict";

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-moment]");
  if (button) {
    const field = document.getElementById(button.dataset.momentInto);
    field.value = button.dataset.moment;
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    return;
  }
  const quote = target.closest("[data-find]");
  const text = quote?.closest("form")?.querySelector("textarea[data-composer-body]");
  const at = text ? text.value.indexOf(quote.dataset.find) : -1;
  if (at < 0) return;
  text.focus();
  text.setSelectionRange(at, at + quote.dataset.find.length);
});
