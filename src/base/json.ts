import canonicalize from 'canonicalize';
import type { Result } from './result.ts';
import { err, invariant, ok } from './result.ts';

/** A JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** How deep arrays and objects may stand in each other. */
export const JSON_DEPTH_MAX = 32;

/** How many arrays and objects one text may hold: `{}` has two letters and takes 200 bytes. */
export const JSON_LISTS_MAX = 2_000_000;

/** Why a text is not JSON that we accept; `at` counts UTF-16 units from 0. */
export interface JsonFault {
  readonly kind:
    | 'bad-json'
    | 'duplicate-key'
    | 'too-deep'
    | 'too-many-lists'
    | 'bad-number'
    | 'bidi-control'
    | 'lone-surrogate';
  readonly at: number;
}

/** The RFC 8785 form of `value`, every text in NFC. The one way in which our nodes write JSON that is hashed. */
export function formatCanonical(value: Json): string {
  const text = canonicalize(normalise(value));
  invariant(text !== undefined, 'a JSON value has a canonical form');
  return text;
}

/** How JSON is read: to the letter, or as other programs write it, whose numbers are rounded. */
export type JsonManner = 'strict' | 'foreign';

/**
 * Reads JSON that a stranger wrote: refuses duplicate keys, numbers that do not survive a round
 * trip, bidirectional controls (U+202A-202E, U+2066-2069), lone surrogates, depth past
 * {@link JSON_DEPTH_MAX} and more than {@link JSON_LISTS_MAX} arrays and objects. It takes time
 * and memory in proportion to the text, whatever the text is. In the `foreign` manner, for files
 * that are never hashed, numbers are rounded, half a character becomes U+FFFD as in every decoder
 * of UTF-8, and texts are otherwise left as they are.
 */
export function parseJson(text: string, manner: JsonManner = 'strict'): Result<Json, JsonFault> {
  const reader = new Reader(text, manner);
  try {
    reader.space();
    const value = reader.value(0);
    reader.space();
    if (reader.at < text.length) reader.fail('bad-json');
    return ok(value);
  } catch (thrown) {
    if (thrown instanceof Refusal) return err({ kind: thrown.kind, at: thrown.at });
    throw thrown;
  }
}

function normalise(value: Json): Json {
  if (typeof value === 'string') return value.normalize('NFC');
  if (Array.isArray(value)) return value.map(normalise);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, held]) => held !== undefined)
        .map(([key, held]) => [key.normalize('NFC'), normalise(held)]),
    );
  }
  return value;
}

class Refusal extends Error {
  readonly kind: JsonFault['kind'];
  readonly at: number;

  constructor(kind: JsonFault['kind'], at: number) {
    super(kind);
    this.kind = kind;
    this.at = at;
  }
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const BIDI = /[\u202a-\u202e\u2066-\u2069]/;
const SURROGATE = /[\ud800-\udfff]/;
const LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const LONES = new RegExp(LONE, 'g');
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

class Reader {
  at = 0;
  readonly #text: string;
  readonly #manner: JsonManner;
  #lists = 0;

  constructor(text: string, manner: JsonManner) {
    this.#text = text;
    this.#manner = manner;
  }

  fail(kind: JsonFault['kind'], at = this.at): never {
    throw new Refusal(kind, at);
  }

  space(): void {
    for (;;) {
      const unit = this.#text.charCodeAt(this.at);
      if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) return;
      this.at += 1;
    }
  }

  value(depth: number): Json {
    if (depth > JSON_DEPTH_MAX) this.fail('too-deep');
    switch (this.#text[this.at]) {
      case '{':
        return this.#object(depth);
      case '[':
        return this.#array(depth);
      case '"':
        return this.#string();
      case 't':
        return this.#word('true', true);
      case 'f':
        return this.#word('false', false);
      case 'n':
        return this.#word('null', null);
      default:
        return this.#number();
    }
  }

  #word<T extends Json>(word: string, value: T): T {
    if (!this.#text.startsWith(word, this.at)) this.fail('bad-json');
    this.at += word.length;
    return value;
  }

  #number(): number {
    NUMBER.lastIndex = this.at;
    const written = NUMBER.exec(this.#text)?.[0];
    if (written === undefined) this.fail('bad-json');
    const value = Number(written);
    const isAsWritten = this.#manner === 'foreign' || survives(written, value);
    if (!Number.isFinite(value) || !isAsWritten) this.fail('bad-number');
    this.at += written.length;
    return value;
  }

  #string(): string {
    const start = this.at;
    this.at += 1;
    let value = '';
    for (;;) {
      PLAIN.lastIndex = this.at;
      const plain = PLAIN.exec(this.#text)?.[0] ?? '';
      value += plain;
      this.at += plain.length;
      const unit = this.#text[this.at];
      this.at += 1;
      if (unit === '"') break;
      if (unit !== '\\') this.fail('bad-json', this.at - 1);
      value += this.#escape();
    }
    const isBroken = SURROGATE.test(value) && LONE.test(value);
    if (this.#manner === 'foreign') return isBroken ? value.replace(LONES, '\ufffd') : value;
    if (BIDI.test(value)) this.fail('bidi-control', start);
    if (isBroken) this.fail('lone-surrogate', start);
    return value;
  }

  #escape(): string {
    const letter = this.#text[this.at] ?? '';
    this.at += 1;
    if (letter === 'u') {
      const hex = this.#text.slice(this.at, this.at + 4);
      if (!/^[0-9a-fA-F]{4}$/.test(hex)) this.fail('bad-json');
      this.at += 4;
      return String.fromCharCode(Number.parseInt(hex, 16));
    }
    return ESCAPES[letter] ?? this.fail('bad-json', this.at - 1);
  }

  #count(): void {
    this.#lists += 1;
    if (this.#lists > JSON_LISTS_MAX) this.fail('too-many-lists');
  }

  #array(depth: number): readonly Json[] {
    const list: Json[] = [];
    this.#count();
    this.at += 1;
    this.space();
    if (this.#text[this.at] === ']') {
      this.at += 1;
      return list;
    }
    for (;;) {
      this.space();
      list.push(this.value(depth + 1));
      this.space();
      const next = this.#text[this.at];
      this.at += 1;
      if (next === ']') return list;
      if (next !== ',') this.fail('bad-json', this.at - 1);
    }
  }

  #object(depth: number): JsonObject {
    // A null prototype keeps a key called __proto__ an ordinary key.
    const held = Object.create(null) as Record<string, Json>;
    this.#count();
    this.at += 1;
    this.space();
    if (this.#text[this.at] === '}') {
      this.at += 1;
      return held;
    }
    for (;;) {
      this.space();
      const start = this.at;
      if (this.#text[this.at] !== '"') this.fail('bad-json');
      const key = this.#string();
      if (key in held) this.fail('duplicate-key', start);
      this.space();
      if (this.#text[this.at] !== ':') this.fail('bad-json');
      this.at += 1;
      this.space();
      held[key] = this.value(depth + 1);
      this.space();
      const next = this.#text[this.at];
      this.at += 1;
      if (next === '}') return held;
      if (next !== ',') this.fail('bad-json', this.at - 1);
    }
  }
}

/** Whether the digits written are the digits that the value would be written with. */
function survives(written: string, value: number): boolean {
  if (Object.is(value, -0)) return false;
  if (written === String(value)) return true;
  return digitsOf(written) === digitsOf(String(value));
}

function digitsOf(text: string): string {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const digits = (whole + fraction).replace(/^0+/, '');
  // A pattern would look at a long row of noughts again from each of them.
  let end = digits.length;
  while (digits[end - 1] === '0') end -= 1;
  const trimmed = digits.slice(0, end);
  const scale = Number(exponent) - fraction.length + (digits.length - trimmed.length);
  return trimmed === '' ? '0' : `${mantissa.startsWith('-') ? '-' : ''}${trimmed}e${scale}`;
}
