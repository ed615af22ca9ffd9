// The history's list and the message below it: which row is open, and where to look.
"use strict";

const WIDE = "(min-width: 992px)";
let opened = document.getElementById("chosen-message")?.value;

function show() {
  const message = document.getElementById("message");
  message.scrollIntoView({ block: matchMedia(WIDE).matches ? "nearest" : "start" });
  document.querySelector("tr.table-active")?.scrollIntoView({ block: "nearest" });
}

function mark(id) {
  for (const row of document.querySelectorAll("tr[data-message]")) {
    const here = row.dataset.message === id;
    row.classList.toggle("table-active", here);
    const link = row.querySelector("a[hx-get]");
    if (here) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

document.addEventListener("htmx:afterSettle", () => {
  const now = document.getElementById("chosen-message")?.value;
  if (now === opened) return;
  opened = now;
  if (!now) return;
  mark(now);
  show();
});

if (opened) show();
