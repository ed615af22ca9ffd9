// Makes a composer live: counts while somebody types and keeps what was typed (app.js submits it once).
// Everything it shows the server says again; without it the page is a plain form. Markup: docs/text.md.
// It reads a textarea and never writes to it while somebody types, so an IME is left in peace.

import { LONGEST, characterProblems, composedKana, countDomestic } from "./parts.js";

const BODY = "textarea[data-composer-body]";
const PHONE_LINES = "textarea[data-phone-lines]";
const KEPT = "textarea, input[type=text]";
const STORED = "smsnotify.kept:";
const SENT = "smsnotify.sent:";
const LAST = "smsnotify.last:";
// A screen reader is told after this much quiet; the eye is told at once.
const QUIET_MS = 900;
const NAMED_CHARACTERS = 10;

const announcements = new WeakMap();
const listed = new WeakMap();

function within(root, selector) {
  const found = [...root.querySelectorAll(selector)];
  return root instanceof Element && root.matches(selector) ? [root, ...found] : found;
}

/** The part of the page that belongs to one textarea: its settings and the places for its figures. */
function scopeOf(element) {
  return element.closest("[data-composer-field]") ?? element.closest("[data-composer]");
}

function setting(scope, name, otherwise) {
  const holder = [scope, scope.closest("[data-composer]")].find((place) => place?.dataset[name]);
  return holder ? Number(holder.dataset[name]) : otherwise;
}

function bodyFigures(field, scope) {
  // The server composes the marks before it counts; see composed_kana.
  const text = composedKana(field.value);
  const limit = setting(scope, "limit", LONGEST);
  const count = countDomestic(text, { newlineWeight: setting(scope, "newlineWeight", 1) });
  return { ...count, limit, over: count.characters > limit, problems: characterProblems(text) };
}

function write(element, text) {
  if (element.textContent !== String(text)) element.textContent = text;
}

function paintBody(scope, figures, live) {
  const places = (selector) =>
    [...scope.querySelectorAll(selector)].filter(
      (place) => scopeOf(place) === scope && Boolean(place.closest("[aria-live]")) === live,
    );
  const { characters, limit, over, parts, problems } = figures;
  for (const place of places("[data-composer-count]")) {
    write(place, characters);
    place.classList.toggle("text-danger", over);
  }
  for (const place of places("[data-composer-remaining]")) {
    write(place, limit - characters);
    place.classList.toggle("text-danger", over);
  }
  for (const place of places("[data-composer-limit]")) write(place, limit);
  for (const place of places("[data-composer-parts]")) {
    write(place, parts?.[place.dataset.composerParts] ?? "–");
  }
  // What the server has just said of this text is not said a second time.
  const said = Boolean(scope.querySelector(`${BODY}[aria-invalid=true]`));
  for (const place of places("[data-composer-over]")) place.classList.toggle("d-none", !over || said);
  for (const place of places("[data-composer-problems]")) paintProblems(place, said ? [] : problems);
}

// A no-break space is replaced by a plain one, which nobody would see after the arrow.
function named({ label, replacement }) {
  return replacement === null || replacement === " " ? label : `${label}→${replacement}`;
}

// The sentences stand in the page, one <template data-code> for each code, so that gettext has them.
function paintProblems(list, problems) {
  const signature = JSON.stringify(problems);
  if (listed.get(list) === signature) return;
  listed.set(list, signature);
  const templates = [...list.querySelectorAll("template[data-code]")];
  const items = templates.flatMap((template) => {
    const found = problems.filter(({ code }) => code === template.dataset.code);
    return found.length ? [problemItem(template, found)] : [];
  });
  list.classList.toggle("d-none", items.length === 0);
  list.replaceChildren(...templates, ...items);
}

function problemItem(template, found) {
  const item = template.content.cloneNode(true);
  const labels = [...new Set(found.map(named))];
  const shown = labels.slice(0, NAMED_CHARACTERS).join(" ") + (labels.length > NAMED_CHARACTERS ? " …" : "");
  for (const place of item.querySelectorAll("[data-problem-characters]")) place.textContent = shown;
  for (const place of item.querySelectorAll("[data-problem-position]")) {
    place.textContent = found[0].position + 1;
  }
  return item;
}

function showBody(field, { announceAfter }) {
  const scope = scopeOf(field);
  if (!scope) return;
  paintBody(scope, bodyFigures(field, scope), false);
  clearTimeout(announcements.get(field));
  const announce = () => paintBody(scope, bodyFigures(field, scope), true);
  if (announceAfter === 0) announce();
  else announcements.set(field, setTimeout(announce, announceAfter));
}

function showLines(field) {
  const lines = field.value.split(/\r\n?|\n/).filter((line) => line.trim() !== "").length;
  for (const place of field.form?.querySelectorAll("[data-lines-count]") ?? []) write(place, lines);
}

/** A composer opened anew that holds what has just been sent from it: the browser filled it in, or somebody did. */
function showLast(field) {
  for (const notice of document.querySelectorAll("[data-composer-last]")) {
    const last = JSON.parse(withStorage((storage) => storage.getItem(LAST + notice.dataset.composerLast)));
    const same = last !== null && composedKana(field.value).trim() === last.text.trim();
    // The page's own form was sent: that is said, and more.
    const said = document.querySelector("[data-composer-once] [data-once-sent]:not(.d-none)") !== null;
    if (same) for (const link of notice.querySelectorAll("[data-last-url]")) link.href = last.url;
    notice.classList.toggle("d-none", !same || said);
  }
}

function show(field, { announceAfter }) {
  if (field.matches(BODY)) {
    showBody(field, { announceAfter });
    showLast(field);
  }
  if (field.matches(PHONE_LINES)) showLines(field);
}

function storedAs(key, name) {
  return STORED + JSON.stringify([key, name]);
}

/** Uses the tab's storage; where a browser has it switched off or full, the page works without. */
function withStorage(use) {
  try {
    return use(sessionStorage);
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

function keep(field) {
  const key = field.closest("[data-composer-keep]")?.dataset.composerKeep;
  if (!key || !field.name) return;
  const name = storedAs(key, field.name);
  withStorage((storage) => (field.value === "" ? storage.removeItem(name) : storage.setItem(name, field.value)));
}

function restore(field) {
  const key = field.closest("[data-composer-keep]")?.dataset.composerKeep;
  if (!key || !field.closest("[data-composer-restore]") || field.value !== "") return;
  const text = withStorage((storage) => storage.getItem(storedAs(key, field.name)));
  if (text !== null) field.value = text;
}

function forget(key) {
  const start = `${STORED}${JSON.stringify([key]).slice(0, -1)},`;
  withStorage((storage) => {
    for (const name of Object.keys(storage)) if (name.startsWith(start)) storage.removeItem(name);
  });
}

/** "Back" after sending: the page is as it was before, so it must not say that nothing has been sent. */
function showSent(page) {
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

function noteSent({ composerSent, composerSentUrl, composerSentText, composerDone }) {
  withStorage((storage) => {
    storage.setItem(SENT + composerSent, composerSentUrl);
    storage.setItem(LAST + composerDone, JSON.stringify({ url: composerSentUrl, text: composerSentText }));
  });
}

/** Brings a page, or a piece of it that has just come in, to what its fields hold. */
export function refresh(root = document) {
  for (const { dataset } of within(root, "[data-composer-done]")) forget(dataset.composerDone);
  for (const { dataset } of within(root, "[data-composer-sent]")) noteSent(dataset);
  for (const page of within(root, "[data-composer-once]")) showSent(page);
  for (const field of within(root, KEPT)) restore(field);
  for (const field of within(root, `${BODY}, ${PHONE_LINES}`)) show(field, { announceAfter: 0 });
}

document.addEventListener("input", ({ target }) => {
  if (!target.matches(KEPT)) return;
  show(target, { announceAfter: QUIET_MS });
  keep(target);
});
document.addEventListener("htmx:load", ({ detail }) => refresh(detail.elt));
// A page that comes back has its fields filled in again by the browser.
window.addEventListener("pageshow", () => refresh());
refresh();
