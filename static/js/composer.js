// Makes a composer live: counts while somebody types and keeps what was typed (app.js submits it once).
// Everything it shows the server says again; without it the page is a plain form. Markup: docs/text.md.
// What is counted is the text as the person will get it (rendered.js).
// It reads a textarea and never writes to it while somebody types, so an IME is left in peace.

import { KEPT, forget, keep, noteSent, restore, showLast, showSent } from "./kept.js";
import { LONGEST, characterProblems, countDomestic } from "./parts.js";
import { paintPrice } from "./price_range.js";
import { lacksLink, renderedText, takeValues } from "./rendered.js";

const BODY = "textarea[data-composer-body]";
const PHONE_LINES = "textarea[data-phone-lines]";
// Whatever changes what the text comes to.
const WEIGHS = "[data-composer-link], [name=track_links]";
// A screen reader is told after this much quiet; the eye is told at once.
const QUIET_MS = 900;
const NAMED_CHARACTERS = 10;

const announcements = new WeakMap();
const listed = new WeakMap();
const looks = new WeakMap();

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
  const text = renderedText(field);
  const limit = setting(scope, "limit", LONGEST);
  const count = countDomestic(text, { newlineWeight: setting(scope, "newlineWeight", 1) });
  return { ...count, limit, over: count.characters > limit, problems: characterProblems(text) };
}

// What the text asks for lies open, before anybody has to look for it.
function openLink(field) {
  const link = field.form?.querySelector("details.compose-link:not([open])");
  if (link && lacksLink(field)) link.open = true;
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
  if (!live) paintPrice(scope, over ? null : parts);
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

function show(field, { announceAfter }) {
  if (field.matches(BODY)) {
    showBody(field, { announceAfter });
    openLink(field);
    showLast(field);
  }
  if (field.matches(PHONE_LINES)) showLines(field);
}

/** The server looks at the text once nothing has been typed for a moment, and no IME is at work. */
function lookSoon(form) {
  clearTimeout(looks.get(form));
  looks.set(form, setTimeout(() => form.dispatchEvent(new CustomEvent("composer:quiet")), QUIET_MS));
}

/** Brings a page, or a piece of it that has just come in, to what its fields hold. */
export function refresh(root = document) {
  for (const { dataset } of within(root, "[data-composer-done]")) forget(dataset.composerDone);
  for (const { dataset } of within(root, "[data-composer-sent]")) noteSent(dataset);
  for (const page of within(root, "[data-composer-once]")) showSent(page);
  for (const field of within(root, KEPT)) restore(field);
  for (const field of within(root, `${BODY}, ${PHONE_LINES}`)) show(field, { announceAfter: 0 });
}

function changed({ target, isComposing }) {
  if (!target.matches(KEPT) && target.tagName !== "SELECT") return;
  if (target.matches(`${BODY}, ${PHONE_LINES}`)) show(target, { announceAfter: QUIET_MS });
  const form = target.form;
  if (form && target.matches(WEIGHS)) {
    for (const field of form.querySelectorAll(BODY)) show(field, { announceAfter: QUIET_MS });
  }
  keep(target);
  if (form?.matches("[data-composer]") && !isComposing) lookSoon(form);
}

document.addEventListener("input", changed);
document.addEventListener("compositionend", changed);
// What a look of the server brought along about the person may change what the text comes to.
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (!detail.elt.matches(".live-check")) return;
  takeValues();
  for (const field of detail.elt.closest("form").querySelectorAll(BODY)) show(field, { announceAfter: QUIET_MS });
});
document.addEventListener("htmx:load", ({ detail }) => refresh(detail.elt));
// A page that comes back has its fields filled in again by the browser.
window.addEventListener("pageshow", () => {
  refresh();
  for (const field of document.querySelectorAll(`form[data-composer] ${BODY}`)) if (field.value) lookSoon(field.form);
});
refresh();
