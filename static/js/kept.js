// What is typed in a composer stays in this tab until it is sent, and what was sent is known on coming back.
// Markup: docs/text.md. Uses the tab's storage; where a browser has it switched off or full, the page works without.

import { composedKana } from "./parts.js";

export const KEPT =
  "textarea, input[type=text], input[type=url], input[type=datetime-local], input[type=radio], input[type=checkbox]";
const STORED = "smsnotify.kept:";
const SENT = "smsnotify.sent:";
const LAST = "smsnotify.last:";

function storedAs(key, name) {
  return STORED + JSON.stringify([key, name]);
}

function withStorage(use) {
  try {
    return use(sessionStorage);
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

function valueOf(field) {
  if (field.type === "checkbox") return field.checked ? "on" : "off";
  return field.value;
}

export function keep(field) {
  const key = field.closest("[data-composer-keep]")?.dataset.composerKeep;
  if (!key || !field.name) return;
  const name = storedAs(key, field.name);
  const value = valueOf(field);
  withStorage((storage) => (value === "" ? storage.removeItem(name) : storage.setItem(name, value)));
}

export function restore(field) {
  const key = field.closest("[data-composer-keep]")?.dataset.composerKeep;
  if (!key || !field.name || !field.closest("[data-composer-restore]")) return;
  const kept = withStorage((storage) => storage.getItem(storedAs(key, field.name)));
  if (kept === null) return;
  if (field.type === "radio") field.checked = field.value === kept;
  else if (field.type === "checkbox") field.checked = kept === "on";
  else if (field.value === "") field.value = kept;
}

export function forget(key) {
  const start = `${STORED}${JSON.stringify([key]).slice(0, -1)},`;
  withStorage((storage) => {
    for (const name of Object.keys(storage)) if (name.startsWith(start)) storage.removeItem(name);
  });
}

/** "Back" after sending: the page is as it was before, so it must not say that nothing has been sent. */
export function showSent(page) {
  const url = withStorage((storage) => storage.getItem(SENT + page.dataset.composerOnce));
  if (url === null) return;
  for (const link of page.querySelectorAll("[data-once-url]")) link.href = url;
  for (const place of page.querySelectorAll("[data-once-sent].d-none")) {
    place.classList.remove("d-none");
    // The browser goes back to where the page stood, which may be far below.
    setTimeout(() => place.scrollIntoView({ block: "center" }), 0);
  }
  for (const place of page.querySelectorAll("[data-once-unsent]")) place.classList.add("d-none");
}

export function noteSent({ composerSent, composerSentUrl, composerSentText, composerDone }) {
  withStorage((storage) => {
    storage.setItem(SENT + composerSent, composerSentUrl);
    storage.setItem(LAST + composerDone, JSON.stringify({ url: composerSentUrl, text: composerSentText }));
  });
}

/** A composer opened anew that holds what has just been sent from it: the browser filled it in, or somebody did. */
export function showLast(field) {
  for (const notice of document.querySelectorAll("[data-composer-last]")) {
    const last = JSON.parse(withStorage((storage) => storage.getItem(LAST + notice.dataset.composerLast)));
    const same = last !== null && composedKana(field.value).trim() === last.text.trim();
    // The page's own form was sent: that is said, and more.
    const said = document.querySelector("[data-composer-once] [data-once-sent]:not(.d-none)") !== null;
    if (same) for (const link of notice.querySelectorAll("[data-last-url]")) link.href = last.url;
    notice.classList.toggle("d-none", !same || said);
  }
}
