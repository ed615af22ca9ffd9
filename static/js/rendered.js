// The text as this page's person will get it: fields filled in, the first two addresses as short as they will be sent.
// The server says the same when the form comes to it (messaging/domain/render.py); what it alone knows it tells with
// each look at the text (templates/messaging/compose/_live.html).

import { addressesIn } from "./links.js";
import { merged, unitsAt } from "./merge.js";
import { composedKana, plainNewlines, trimmed } from "./parts.js";

const TRACKED_AT_MOST = 2;
const CODE = "x".repeat(8);

let told = null;

function json(id) {
  const script = document.getElementById(id);
  return script ? JSON.parse(script.textContent) : null;
}

/** What a look of the server has brought along: the values of whoever is first in the form now. */
export function takeValues() {
  told = json("live-values") ?? told;
}

function valuesFor(form, page) {
  const link = form.querySelector("[data-composer-link]")?.value.trim() ?? "";
  const values = { ...page.values, ...(told ?? {}) };
  return link ? { ...values, [form.dataset.linkField]: link } : values;
}

const HOST = /^https?:\/\/([^/?#]*)/i;

function isOwn({ url }, form) {
  const [begin, host] = HOST.exec(url);
  const hosts = (form.dataset.ownHosts ?? "").split(" ");
  return hosts.includes(host.toLowerCase()) && /^\/?($|[sor]\/)/.test(url.slice(begin.length));
}

/** Whether its scheme and host were typed: what a record says must not lead anywhere under our name. */
function isTyped({ start, url }, spans, form) {
  const hostEnd = start + HOST.exec(url)[0].length;
  return !spans.some(([from, to, field]) => field !== form.dataset.linkField && from <= hostEnd && to > start);
}

function shortened(text, spans, form) {
  const base = form.dataset.linkBase;
  if (!base || !form.querySelector("[name=track_links]")?.checked) return text;
  const found = addressesIn(text).filter((one) => !isOwn(one, form) && isTyped(one, spans, form));
  let short = text;
  for (const { start, end } of found.slice(0, TRACKED_AT_MOST).reverse()) {
    short = short.slice(0, start) + base + CODE + short.slice(end);
  }
  return short;
}

/** The form and the text with its fields filled in; null on a page without a person's values. */
function mergedIn(field) {
  const form = field.closest("form[data-merge]");
  const page = form ? json(form.dataset.merge) : null;
  if (!page) return null;
  // The server composes the marks before it counts; see composed_kana.
  const typed = trimmed(plainNewlines(composedKana(field.value)));
  return { form, ...merged(typed, { names: page.names, values: valuesFor(form, page) }) };
}

/** Whether the text has the link's field, and no link was typed beside it. */
export function lacksLink(field) {
  const found = mergedIn(field);
  return found !== null && found.missing.includes(found.form.dataset.linkField);
}

/** Of a composer's textarea. Without a person on the page the fields stand as they were typed. */
export function renderedText(field) {
  const found = mergedIn(field);
  if (found === null) return composedKana(field.value);
  const { form, text, spans } = found;
  // Addresses come by the string's own units, merged values by code points.
  const inUnits = spans.map(([from, to, name]) => [unitsAt(text, from), unitsAt(text, to), name]);
  return shortened(text, inUnits, form);
}
