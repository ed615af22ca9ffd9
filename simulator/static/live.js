"use strict";

// Keeps the parts of a page fresh that the server marks with data-part: the address in data-live gives their
// markup as JSON once a second. What is being typed lies outside of these parts.

const PAUSE = 1000;
const root = document.querySelector("[data-live]");
const shown = new Map();

function reachable(part) {
  return [...part.querySelectorAll("a, button")];
}

function isAtEnd(box) {
  return box.scrollHeight - box.scrollTop - box.clientHeight < 60;
}

function show(name, markup) {
  const part = root.querySelector(`[data-part="${name}"]`);
  if (!part || shown.get(name) === markup) return;
  const follow = "follow" in part.dataset && isAtEnd(part);
  const focused = reachable(part).indexOf(document.activeElement);
  shown.set(name, markup);
  part.innerHTML = markup;
  // A link that was tapped keeps the focus.
  if (focused >= 0) reachable(part)[focused]?.focus({ preventScroll: true });
  if (follow) part.scrollTop = part.scrollHeight;
}

async function refresh() {
  const answer = await fetch(root.dataset.live, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  const parts = await answer.json();
  Object.entries(parts).forEach(([name, markup]) => show(name, markup));
}

async function refreshSafely() {
  const offline = root.querySelector("[data-offline]");
  try {
    await refresh();
    offline.hidden = true;
  } catch {
    offline.hidden = false;
  }
}

async function keepFresh() {
  if (!document.hidden) await refreshSafely();
  setTimeout(keepFresh, PAUSE);
}

async function sendReply(event) {
  event.preventDefault();
  const form = event.target;
  const button = form.querySelector("button");
  const typed = form.elements.text;
  const sent = typed.value;
  button.disabled = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams({ text: sent }) });
    // The server's page says what is wrong, and keeps the text.
    if (!answer.ok) return form.submit();
    if (typed.value === sent) typed.value = "";
    typed.focus();
    await refreshSafely();
    const bubbles = root.querySelector("[data-follow]");
    bubbles.scrollTop = bubbles.scrollHeight;
  } catch {
    root.querySelector("[data-offline]").hidden = false;
  } finally {
    button.disabled = false;
  }
}

if (root) {
  const followed = root.querySelector("[data-follow]");
  if (followed) followed.scrollTop = followed.scrollHeight;
  const reply = root.querySelector("form[data-reply]");
  if (reply) reply.addEventListener("submit", sendReply);
  keepFresh();
}
