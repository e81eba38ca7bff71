import { wordsOf } from '../base/fold.ts';
import type { Result } from '../base/result.ts';
import { err, ok } from '../base/result.ts';
import type { FilterName, Query, QueryFault, QueryFaultKind, Sought, Term } from './query.ts';
import { QUERY_ALTERNATIVES_MAX, QUERY_TERMS_MAX, QUERY_UNITS_MAX } from './query.ts';
import { filterNames, isOr } from './query-names.ts';
import type { Segment } from './query-values.ts';
import { readValue } from './query-values.ts';

/** Reads what was typed. Any text gives a query or a fault that says where it is and what it is. [Q1] [Q5] */
export function parseQuery(text: string): Result<Query, QueryFault> {
  if (text.length > QUERY_UNITS_MAX) {
    return err({ kind: 'too-long', from: QUERY_UNITS_MAX, upto: text.length, text: '' });
  }
  const reading = new Reading(text);
  const terms = reading.terms(false);
  return reading.fault ? err(reading.fault) : ok(terms);
}

/** What opens and closes a phrase; any of them closes any other. */
export const QUOTES = '"\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02';

const SPACE = /[\s\u200b\u2060\ufeff]/;
const MINUS = /[-\u2212\u2013\u2014]/;
const COMMA = /[,\u060c\uff0c]/;
const COLON = /[:\uff1a]/;
const OPEN = '(\uff08';
const CLOSE = ')\uff09';
const NAME = /[\p{L}\p{M}\u0640\u200c]/u;
/** Marks of direction are not seen, so they are never meant. */
const UNSEEN = /[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/;

class Reading {
  readonly #text: string;
  #at = 0;
  #count = 0;
  fault: QueryFault | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** Terms up to the end, or in a group up to what ends an alternative. */
  terms(isInGroup: boolean): Term[] {
    const terms: Term[] = [];
    while (this.fault === undefined) {
      this.#skip();
      if (this.#at >= this.#text.length) break;
      if (isInGroup && (this.#is(CLOSE) || this.#isOrHere())) break;
      const term = this.#term(isInGroup);
      if (term === undefined) continue;
      this.#count += 1;
      if (this.#count > QUERY_TERMS_MAX) this.#fail('too-many', term.from, term.upto);
      terms.push(term);
    }
    return terms;
  }

  #term(isInGroup: boolean): Term | undefined {
    const from = this.#at;
    let isNot = false;
    while (MINUS.test(this.#here())) {
      isNot = true;
      this.#at += 1;
      this.#skipUnseen();
    }
    if (this.#at >= this.#text.length || SPACE.test(this.#here())) return undefined;
    const sought = this.#sought(from, isInGroup);
    return sought && { sought, isNot, from, upto: this.#at };
  }

  #sought(from: number, isInGroup: boolean): Sought | undefined {
    if (this.#is(OPEN)) return isInGroup ? this.#fail('group-in-group') : this.#group(from);
    if (this.#is(CLOSE)) return this.#fail('stray-bracket');
    if (this.#is(QUOTES)) {
      const text = this.#quoted();
      return text !== undefined && wordsOf(text).length > 0 ? { kind: 'phrase', text } : undefined;
    }
    return this.#filter() ?? (this.fault ? undefined : this.#word(isInGroup));
  }

  #group(from: number): Sought | undefined {
    this.#at += 1;
    const any: Term[][] = [];
    for (;;) {
      any.push(this.terms(true));
      if (this.fault !== undefined) return undefined;
      if (this.#at >= this.#text.length) return this.#fail('unclosed-group', from, this.#at);
      if (this.#is(CLOSE)) break;
      this.#bare();
    }
    this.#at += 1;
    if (any.some((terms) => terms.length === 0)) return this.#fail('empty-group', from, this.#at);
    if (any.length > QUERY_ALTERNATIVES_MAX) return this.#fail('too-many', from, this.#at);
    return { kind: 'group', any };
  }

  /** A name that a colon follows at once, and its value. */
  #filter(): Sought | undefined {
    const from = this.#at;
    let end = from;
    while (end < this.#text.length && NAME.test(this.#letterAt(end))) {
      end += this.#letterAt(end).length;
    }
    if (end === from || !COLON.test(this.#text[end] ?? '')) return undefined;
    const name = this.#text.slice(from, end);
    const filter = filterNames.read(name);
    const next = this.#text[end + 1] ?? ' ';
    if (filter === undefined) {
      // `http://` and a colon at a word's end are no filters; anything else was probably meant as one.
      if (next === '/' || SPACE.test(next) || CLOSE.includes(next)) return undefined;
      const meant = filterNames.nearest(name);
      return this.#fail('unknown-filter', from, end + 1, meant);
    }
    this.#at = end + 1;
    this.#skipUnseen();
    const segments = this.#segments();
    if (segments === undefined) return undefined;
    if (segments.length === 0 || segments.some(({ text }) => text === '')) {
      return this.#fail('value-missing', from, this.#at, filter);
    }
    const sought = readValue(filter, segments);
    if (sought === undefined) return this.#fail('bad-value', segments[0]!.from, this.#at, filter);
    if ('kind' in sought) return sought;
    const { fault, segment } = sought;
    const [from0, upto0] = segment ? [segment.from, segment.upto] : [segments[0]!.from, this.#at];
    return this.#fail(fault, from0, upto0, filter);
  }

  /** The value of a filter: bare or quoted texts with commas between. */
  #segments(): readonly Segment[] | undefined {
    const segments: Segment[] = [];
    for (;;) {
      const from = this.#at;
      const isQuoted = this.#is(QUOTES);
      const text = isQuoted ? this.#quoted() : this.#bareUpto(COMMA);
      if (text === undefined) return undefined;
      const isNothing = text === '' && segments.length === 0 && !COMMA.test(this.#here());
      if (isNothing) return segments;
      segments.push({ text: text.trim(), from, upto: this.#at });
      if (!COMMA.test(this.#here())) return segments;
      this.#at += 1;
      this.#skipUnseen();
    }
  }

  #quoted(): string | undefined {
    const from = this.#at;
    let end = from + 1;
    while (end < this.#text.length && !QUOTES.includes(this.#text[end]!)) end += 1;
    if (end >= this.#text.length) return this.#fail('unclosed-quote', from, end);
    this.#at = end + 1;
    return this.#text.slice(from + 1, end);
  }

  #word(isInGroup: boolean): Sought | undefined {
    const from = this.#at;
    const text = this.#bare();
    if (!isInGroup && text === 'OR') return this.#fail('or-outside', from, this.#at);
    return wordsOf(text).length > 0 ? { kind: 'word', text } : undefined;
  }

  /** What stands up to a space, a quote or a bracket. */
  #bare(): string {
    return this.#bareUpto(undefined);
  }

  #bareUpto(stop: RegExp | undefined): string {
    const from = this.#at;
    while (this.#at < this.#text.length) {
      const here = this.#here();
      if (SPACE.test(here) || this.#is(QUOTES) || this.#is(OPEN) || this.#is(CLOSE)) break;
      if (stop?.test(here)) break;
      this.#at += 1;
    }
    return this.#text.slice(from, this.#at);
  }

  #isOrHere(): boolean {
    const from = this.#at;
    const text = this.#bare();
    const isHere = isOr(text);
    this.#at = from;
    return isHere;
  }

  #skip(): void {
    while (SPACE.test(this.#here()) || UNSEEN.test(this.#here())) this.#at += 1;
  }

  #skipUnseen(): void {
    while (UNSEEN.test(this.#here())) this.#at += 1;
  }

  #here(): string {
    return this.#text[this.#at] ?? '';
  }

  #is(marks: string): boolean {
    return this.#at < this.#text.length && marks.includes(this.#here());
  }

  #letterAt(at: number): string {
    return String.fromCodePoint(this.#text.codePointAt(at)!);
  }

  #fail(
    kind: QueryFaultKind,
    from = this.#at,
    upto = this.#at + 1,
    filter?: FilterName,
  ): undefined {
    const text = this.#text.slice(from, upto);
    this.fault ??= { kind, from, upto, text, ...(filter ? { filter } : {}) };
    this.#at = this.#text.length;
    return undefined;
  }
}
