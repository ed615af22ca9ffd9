// The history's list and the message below it: which row is open, and where to look.
"use strict";

const WIDE = "(min-width: 992px)";
let opened = document.getElementById("message").dataset.opened;

// A wide window shows the list with what is read below it; a narrow one only what is read.
function show() {
  const wide = matchMedia(WIDE).matches;
  const pane = document.getElementById("history-list");
  const place = wide ? pane : document.getElementById("message");
  place.scrollIntoView({ block: "start", behavior: "instant" });
  const row = document.querySelector("tr.table-active");
  if (!wide || !row) return;
  const head = pane.querySelector("thead").offsetHeight;
  const above = row.offsetTop - head < pane.scrollTop;
  const below = row.offsetTop + row.offsetHeight > pane.scrollTop + pane.clientHeight;
  if (above || below) pane.scrollTop = row.offsetTop - head;
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
  const now = document.getElementById("message")?.dataset.opened;
  if (now === opened) return;
  opened = now;
  if (!now) return;
  // The next look at what moves asks for this message as well.
  document.getElementById("opened-message").value = now;
  mark(now);
  show();
  // Who reads by keyboard or ear goes on in the message that was opened.
  document.getElementById("message").focus({ preventScroll: true });
});

if (opened) show();
