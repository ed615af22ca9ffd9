// The http(s) addresses of a text: the browser's half of tracking/links/addresses.py.
// Both halves are held to tests/data/links.json and to each other; change them together.

const ADDRESS = /https?:\/\/[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]+/gi;
const HOST_BEGINS = /^https?:\/\/(?:[^/?#@]*@)?[A-Za-z0-9]/i;
const PAIRS = new Map([["(", ")"], ["[", "]"]]);
const MARKS = ".,:;!?'";

function withoutMarks(url) {
  const surplus = new Map();
  for (const [opened, closed] of PAIRS) {
    surplus.set(closed, url.split(closed).length - url.split(opened).length);
  }
  let end = url.length;
  for (; end > 0; end -= 1) {
    const last = url[end - 1];
    if (PAIRS.has(last)) {
      // What opens at the very end opens something else.
      surplus.set(PAIRS.get(last), surplus.get(PAIRS.get(last)) + 1);
    } else if (surplus.get(last) > 0) {
      surplus.set(last, surplus.get(last) - 1);
    } else if (!MARKS.includes(last)) {
      break;
    }
  }
  return url.slice(0, end);
}

// Not a lookbehind, which handsets of staff may not know; so an address within a word is looked for once more behind it.
function standsAlone(text, start) {
  return start === 0 || !/[A-Za-z0-9]/.test(text[start - 1]);
}

/** [{start, end, url}] in order; positions as text.slice takes them (the server's are code points). */
export function addressesIn(text) {
  const found = [];
  ADDRESS.lastIndex = 0;
  for (let match = ADDRESS.exec(text); match !== null; match = ADDRESS.exec(text)) {
    const start = match.index;
    if (!standsAlone(text, start)) {
      ADDRESS.lastIndex = start + 1;
      continue;
    }
    const url = withoutMarks(match[0]);
    if (HOST_BEGINS.test(url)) found.push({ start, end: start + url.length, url });
  }
  return found;
}
