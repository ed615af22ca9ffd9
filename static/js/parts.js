// What a body weighs and which of its characters are trouble: the browser's half of messaging/text/.
// Both halves are held to tests/data/parts.json and to each other; change them together.

export const LONGEST = 660;
export const ONE_PART = 70;
// Characters in each part of a body that does not fit one part.
const ROOM = { docomo: 66, au: 67, rakuten: 67, softbank: LONGEST };

const BLANKS = " \t\r\n";
const ESCAPE = "\x1b";
const GSM_EXTENDED = "^{}\\[~]|€";
const GSM = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà" +
    GSM_EXTENDED,
);

export function plainNewlines(text) {
  return text.replace(/\r\n?/g, "\n");
}

// Not String.trim, which would also take the ideographic space: that one is text and counts.
// Not a regular expression either: /[ \t\r\n]+$/ takes quadratic time on long runs inside a text.
export function trimmed(text) {
  let start = 0;
  let end = text.length;
  while (start < end && BLANKS.includes(text[start])) start += 1;
  while (end > start && BLANKS.includes(text[end - 1])) end -= 1;
  return text.slice(start, end);
}

function cutsAPair(text, at) {
  return /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(at - 1, at + 1));
}

// Where `cuts` says that a part's end would split a character, the whole character moves on.
function partsFilled(length, single, room, cuts) {
  if (length <= single) return 1;
  let parts = 0;
  for (let start = 0; start < length; parts += 1) {
    const end = start + room;
    start = end < length && cuts(end) ? end - 1 : end;
  }
  return parts;
}

function partsByCarrier(partsIn) {
  return Object.fromEntries(Object.entries(ROOM).map(([carrier, room]) => [carrier, partsIn(room)]));
}

/** {docomo, au, rakuten, softbank} for so many characters of the Basic Multilingual Plane; null over 660. */
export function carrierParts(count) {
  if (count > LONGEST) return null;
  return partsByCarrier((room) => (count <= ONE_PART ? 1 : Math.ceil(count / room)));
}

/** {characters, parts, over}: trimmed, each newline as `newlineWeight`, half and full width one, emoji two. */
export function countDomestic(text, { newlineWeight = 1 } = {}) {
  if (!(newlineWeight >= 1)) {
    throw new RangeError(`a newline counts at least one character, not ${newlineWeight}`);
  }
  const body = trimmed(plainNewlines(text)).replaceAll("\n", "\n".repeat(newlineWeight));
  const characters = body.length;
  if (characters > LONGEST) return { characters, parts: null, over: true };
  const cuts = (at) => cutsAPair(body, at);
  const parts = partsByCarrier((room) => partsFilled(characters, ONE_PART, room, cuts));
  return { characters, parts, over: false };
}

/** {encoding, units, parts} of the text exactly as it is handed over: nothing is trimmed. */
export function countInternational(text) {
  if (![...text].every((character) => GSM.has(character))) {
    const parts = partsFilled(text.length, 70, 67, (at) => cutsAPair(text, at));
    return { encoding: "UCS-2", units: text.length, parts };
  }
  const septets = text.replace(/[\^{}\\[~\]|€]/g, `${ESCAPE}$&`);
  const parts = partsFilled(septets.length, 160, 153, (at) => septets[at - 1] === ESCAPE);
  return { encoding: "GSM-7", units: septets.length, parts };
}

/** Kana and their marks as one character each; nothing else of NFC (it would change names' kanji). */
export function composedKana(text) {
  return text
    .replace(/[\u3041-\u30FF][\u3099\u309A]/g, (pieces) => pieces.normalize("NFC"))
    .replace(/([\u3041-\u30FF])([\u309B\u309C])/g, (pieces, kana, mark) => {
      const whole = (kana + (mark === "\u309B" ? "\u3099" : "\u309A")).normalize("NFC");
      // う゛ and ワ゛ can be sent as they are; the single characters for them have no Shift_JIS.
      return whole.length > 1 || "ゔヷヸヹヺ".includes(whole) ? pieces : whole;
    });
}

// Same look, another code point: the one that Windows and CP932 have.
const REPLACEMENTS = {
  "〜": "～",
  "‖": "∥",
  "−": "－",
  "—": "―",
  "–": "－",
  "¢": "￠",
  "£": "￡",
  "¬": "￢",
  "¥": "￥",
  "¦": "￤",
  "•": "・",
  "·": "・",
  "\u00A0": " ",
};

let cp932;

// Browsers know CP932 under the name Shift_JIS, but only how to read it: so read all of it, once.
function inCp932(character) {
  if (cp932 === undefined) {
    const bytes = [];
    for (let single = 0x20; single < 0x7f; single += 1) bytes.push(single);
    for (let single = 0xa1; single < 0xe0; single += 1) bytes.push(single);
    for (let lead = 0x81; lead < 0xfd; lead += 1) {
      // A newline is no second byte, so the decoder is in step again after each wrong pair.
      for (let trail = 0x40; trail < 0xfd; trail += 1) bytes.push(0x0a, lead, trail);
    }
    cp932 = new Set(new TextDecoder("shift_jis").decode(new Uint8Array(bytes)));
    cp932.delete("\uFFFD");
  }
  return cp932.has(character);
}

function problemCode(character) {
  if (character.length > 1) return "outside_bmp";
  if (/[\uD800-\uDFFF]/.test(character)) return "unpaired_surrogate";
  if ("\t\n\r".includes(character)) return null;
  if (/\p{Cc}/u.test(character)) return "control_character";
  if (/\p{Co}/u.test(character)) return "private_use";
  return inCp932(character) ? null : "not_shift_jis";
}

function codepoint(character) {
  return `U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}

// Itself, or its code point where there is nothing to see.
function label(character) {
  return /[\p{C}\p{M}\p{Z}]/u.test(character) ? codepoint(character) : character;
}

/** [{code, position, character, label, replacement}] in order; positions 0-based in code points. */
export function characterProblems(text) {
  return [...text].flatMap((character, position) => {
    const code = problemCode(character);
    if (code === null) return [];
    const replacement = REPLACEMENTS[character] ?? null;
    return [{ code, position, character, label: label(character), replacement }];
  });
}
