// What a message may cost while it is written: [data-price-range="id of the prices' JSON"], its words in data-text-*.

import { grouped, priceRange } from "./prices.js";

function filled(words, values) {
  return words.replace(/%\((\w+)\)s/g, (whole, name) => values[name] ?? whole);
}

/** `parts` by carrier; null where the text is too long to have any. */
export function paintPrice(scope, parts) {
  for (const place of scope.querySelectorAll("[data-price-range]")) {
    const prices = document.getElementById(place.dataset.priceRange);
    const range = prices ? priceRange(parts, JSON.parse(prices.textContent)) : null;
    place.querySelector("[data-price-class]").textContent = range ? range.classParts : "–";
    place.querySelector("[data-price-words]").textContent = range ? words(range, place.dataset) : "–";
  }
}

function words({ currency, tax, low, high }, texts) {
  const money = (amount) =>
    currency === "JPY" ? filled(texts.textYen, { amount: grouped(amount) }) : `${currency} ${grouped(amount)}`;
  const taxed = tax === "included" ? texts.textIncluded : texts.textExcluded;
  if (low === high) return filled(texts.textOne, { amount: money(low), tax: taxed });
  return filled(texts.textRange, { low: money(low), high: money(high), tax: taxed });
}
