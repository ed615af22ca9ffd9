// What a message may cost while it is written: [data-price-range="id of the JSON with prices and words"].

import { grouped, priceRange } from "./prices.js";

function filled(words, values) {
  return words.replace(/%\((\w+)\)s/g, (whole, name) => values[name] ?? whole);
}

/** `parts` by carrier; null where the text is too long to have any. */
export function paintPrice(scope, parts) {
  for (const place of scope.querySelectorAll("[data-price-range]")) {
    const prices = JSON.parse(document.getElementById(place.dataset.priceRange).textContent);
    const range = priceRange(parts, prices);
    place.querySelector("[data-price-class]").textContent = range ? range.classParts : "–";
    place.querySelector("[data-price-words]").textContent = range ? inWords(range, prices.words) : "–";
  }
}

function inWords({ currency, low, high }, { range, one, yen, tax }) {
  const money = (amount) =>
    currency === "JPY" ? filled(yen, { amount: grouped(amount) }) : `${currency} ${grouped(amount)}`;
  return low === high ? filled(one, { amount: money(low), tax }) : filled(range, { low: money(low), high: money(high), tax });
}
