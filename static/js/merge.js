// Merge fields in a text: the browser's half of templates_app/merge/.
// Both halves are held to tests/data/merge.json and to each other; change them together.

const FIELD = /[[［]{2}([^[\]［］\r\n]*)[\]］]{2}/gu;
const WORD = "[^ \\t\\u00a0\\u3000\\r\\n[\\]［］|｜、。，．,!?！？]{1,60}";
const STRAY = new RegExp(
  `(?<open>[[［]{2,})(?<after>${WORD})?[\\]］]?|[[［]?(?<before>${WORD})?[\\]］]{2,}`,
  "gu",
);
const HALF = /(?<![[［])[[［]([^[\]［］\r\n]{1,60})[\]］](?![\]］])/gu;
const BLANKS = " \t\u00a0\u3000\u200b\ufeff";

/** Width, case and blanks do not matter, nor a colon with nothing behind it. */
export function folded(name) {
  const plain = name.normalize("NFKC").toLowerCase().replace(/[ \t\u200b\ufeff]+/g, "");
  return plain.endsWith(":") ? plain.slice(0, -1) : plain;
}

function unblanked(text) {
  let start = 0;
  let end = text.length;
  while (start < end && BLANKS.includes(text[start])) start += 1;
  while (end > start && BLANKS.includes(text[end - 1])) end -= 1;
  return text.slice(start, end);
}

function isPercent(character) {
  return character === "%" || character === "％";
}

// Without the per cent signs around it, as other systems write their fields.
function bare(text) {
  return text.length > 1 && isPercent(text[0]) && isPercent(text.at(-1)) ? text.slice(1, -1) : text;
}

function fieldOf(inner, start, end) {
  const bar = inner.search(/[|｜]/);
  let name = unblanked(bar < 0 ? inner : inner.slice(0, bar));
  let fallback = bar < 0 ? "" : unblanked(inner.slice(bar + 1));
  if (isPercent(name[0]) && !isPercent(name.at(-1)) && isPercent(fallback.at(-1))) {
    // Around the whole: %氏名|お客様%.
    name = name.slice(1);
    fallback = fallback.slice(0, -1);
  }
  const written = unblanked(bare(name));
  return { name: folded(written), written, fallback: bar < 0 ? null : unblanked(fallback), start, end };
}

// Positions outside are code points, as everywhere; inside, a string's own units.
function pointsIn(text) {
  let at = 0;
  let points = 0;
  return (unit) => {
    if (unit < at) [at, points] = [0, 0];
    for (; at < unit; points += 1) at += text.codePointAt(at) > 0xffff ? 2 : 1;
    return points;
  };
}

/** Where a position in code points stands in a textarea (setSelectionRange). */
export function unitsAt(text, position) {
  let unit = 0;
  for (let point = 0; point < position && unit < text.length; point += 1) {
    unit += text.codePointAt(unit) > 0xffff ? 2 : 1;
  }
  return unit;
}

/**
 * {pieces, errors, halfBracketed}: text and fields in order; {code, start, end, name} of each bracket that is wrong; and
 * `[氏名]`, plain text that may have been meant as a field. A field is {name, written, fallback, start, end}.
 */
export function parsed(text) {
  const pieces = [];
  const errors = [];
  const halfBracketed = [];
  const points = pointsIn(text);
  const inPoints = (found) => ({ ...found, start: points(found.start), end: points(found.end) });
  const takeText = (start, end) => {
    if (start === end) return;
    const stretch = text.slice(start, end);
    pieces.push(stretch);
    for (const match of stretch.matchAll(STRAY)) {
      const code = match.groups.open ? "unclosed" : "unopened";
      const name = bare(match.groups.after ?? match.groups.before ?? "");
      const from = start + match.index;
      errors.push(inPoints({ code, start: from, end: from + match[0].length, name }));
    }
    for (const match of stretch.matchAll(HALF)) {
      const from = start + match.index;
      halfBracketed.push(inPoints(fieldOf(match[1], from, from + match[0].length)));
    }
  };
  let at = 0;
  for (const match of text.matchAll(FIELD)) {
    const field = fieldOf(match[1], match.index, match.index + match[0].length);
    takeText(at, match.index);
    at = field.end;
    if (field.name) {
      pieces.push(inPoints(field));
    } else {
      errors.push({ code: "empty_name", start: points(field.start), end: points(field.end), name: "" });
      pieces.push(match[0]);
    }
  }
  takeText(at, text.length);
  errors.sort((one, other) => one.start - other.start);
  return { pieces, errors, halfBracketed };
}

/**
 * {text, missing, unknown, errors, spans} of a body for one person: `names` are {folded name: field}, `values`
 * {field: value}. A field without value and fallback, or that nobody knows, stands as it was typed; `missing` and
 * `unknown` name it. `spans`: [start, end, field] of each value in the text.
 */
export function merged(body, { names, values }) {
  const { pieces, errors } = parsed(body);
  const characters = [...body];
  const missing = new Set();
  const unknown = [];
  const spans = [];
  let text = "";
  let length = 0;
  const put = (piece) => {
    text += piece;
    length += [...piece].length;
  };
  for (const piece of pieces) {
    if (typeof piece === "string") {
      put(piece);
      continue;
    }
    const field = Object.hasOwn(names, piece.name) ? names[piece.name] : null;
    const known = field !== null && Object.hasOwn(values, field) ? values[field] : "";
    const value = field === null ? null : known || piece.fallback;
    if (value === null) {
      if (field === null) unknown.push(piece.written);
      else missing.add(field);
      put(characters.slice(piece.start, piece.end).join(""));
      continue;
    }
    const start = length;
    put(value);
    if (length > start) spans.push([start, length, field]);
  }
  return { text, missing: [...missing], unknown, errors, spans };
}
