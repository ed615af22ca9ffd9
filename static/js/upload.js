// A form with a file: what is too large is said before it is on its way, and that it is on its way after.
// The most that is taken, in bytes, stands at the input (data-most).
"use strict";

for (const form of document.querySelectorAll("form[data-upload]")) {
  const input = form.querySelector("input[type=file]");
  const refusal = form.querySelector("[data-upload-refusal]");
  const isTooLarge = () => [...input.files].some((file) => file.size > Number(input.dataset.most));

  input.addEventListener("change", () => { refusal.hidden = !isTooLarge(); });
  // Before app.js counts the form as sent.
  form.addEventListener("submit", (event) => {
    refusal.hidden = !isTooLarge();
    if (isTooLarge()) {
      event.preventDefault();
      input.focus();
      return;
    }
    form.querySelector("[data-upload-under-way]").hidden = false;
  });
}
