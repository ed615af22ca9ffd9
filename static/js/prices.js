// What a text may cost while nobody knows the carrier of its number: the browser's half of messaging/pricing/.
// Both halves are held to tests/data/prices.json; change them together.

// Amounts have up to four digits behind the point: whole ten-thousandths are added without a rounding.
const UNIT = 10000n;
const CARRIERS = ["docomo", "au", "rakuten", "softbank"];

function units(amount) {
  const [whole, rest = ""] = amount.split(".");
  return BigInt(whole) * UNIT + BigInt(rest.padEnd(4, "0"));
}

function plain(amount) {
  const rest = String(amount % UNIT).padStart(4, "0").replace(/0+$/, "");
  return rest ? `${amount / UNIT}.${rest}` : String(amount / UNIT);
}

// Emoji on the boundaries can make a part more than the list knows: it costs what the first one does.
function priced(amounts, parts) {
  const beyond = Math.max(parts - amounts.length, 0);
  return units(amounts[parts - 1 - beyond]) + BigInt(beyond) * units(amounts[0]);
}

/** {currency, tax, low, high, classParts} of parts by carrier, amounts as strings; null without prices or parts.

`prices`: {currency, tax, amounts: {docomo: ["3.3", "6.6"...]...}}, as messaging/queries/prices.py writes them. */
export function priceRange(parts, prices) {
  if (!parts || !prices) return null;
  const all = CARRIERS.map((carrier) => priced(prices.amounts[carrier], parts[carrier]));
  return {
    currency: prices.currency,
    tax: prices.tax,
    low: plain(all.reduce((one, other) => (other < one ? other : one))),
    high: plain(all.reduce((one, other) => (other > one ? other : one))),
    classParts: Math.max(...CARRIERS.map((carrier) => parts[carrier])),
  };
}

/** An amount with commas between thousands: "1234.5" > "1,234.5". */
export function grouped(amount) {
  const [whole, rest] = amount.split(".");
  return whole.replace(/\B(?=(\d{3})+$)/g, ",") + (rest ? `.${rest}` : "");
}
