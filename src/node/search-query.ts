import { wordsOf } from '../base/fold.ts';
import type { PartyId } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import { instant, parseInstant } from '../base/instant.ts';
import type { Result } from '../base/result.ts';
import { err, invariant, ok, unreachable } from '../base/result.ts';
import { toDegrees } from '../geo/grid.ts';
import { parsePlace } from '../geo/place.ts';
import type { GradeAxes } from '../accord/knowledge/schema.ts';
import { CREDIBILITIES, RELIABILITIES } from '../accord/knowledge/schema.ts';
import type { Gazetteer, GroundPlace } from '../contract/gazetteer.ts';
import { namesOf, pointOf, reachOf } from '../contract/gazetteer.ts';
import { readLine, readOutline } from '../contract/query-outline.ts';
import type { AxisSpan, Query, QueryDate, QueryFault, Sought, Term } from '../contract/query.ts';
import type { Condition } from '../index/sought.ts';
import { stripAround } from './search-strip.ts';

/** What a query's names and times are read by. */
export interface QueryGround {
  readonly gazetteer: Gazetteer;
  /** The party whose desk asks. */
  readonly reader: PartyId;
  /** The parties that a short name or a name may mean. */
  readonly partyNamed: (name: string) => PartyId | undefined;
  readonly now: Instant;
  /** How far the centre's clock is ahead of UTC. */
  readonly offsetSeconds: number;
  /** What is looked for in place of a folded word. [Q8] */
  readonly instead?: ReadonlyMap<string, readonly string[]>;
}

/** A query as the index is asked it. */
export interface Asked {
  readonly where: readonly Condition[];
  /** All words that must be found, as one text. */
  readonly words: string;
  /** Beginnings of words, folded, that were looked for. */
  readonly marks: readonly string[];
}

const DAY = 86_400;

/** How many words the name of a place may have. */
const PLACE_WORDS_MAX = 4;

/** Gives a query the meaning that it has for this reader now, or says which name is not known. [Q6] [Q7] */
export function askedBy(query: Query, ground: QueryGround): Result<Asked, QueryFault> {
  const marks = new Set<string>();
  const words: string[] = [];
  let fault: QueryFault | undefined;

  const fail = (kind: 'unknown-party' | 'unknown-place', term: Term, text: string): Condition => {
    const filter = term.sought.kind as NonNullable<QueryFault['filter']>;
    fault ??= { kind, from: term.from, upto: term.upto, text, filter };
    return { kind: 'any', parts: [] };
  };
  const seek = (text: string, isSought: boolean): Condition => {
    const parts = wordsOf(text).map((word): Condition => {
      const others = ground.instead?.get(word);
      if (isSought) {
        words.push(word);
        for (const each of others ?? [word]) marks.add(each);
      }
      if (!others || others.length === 0) return { kind: 'words', text: word };
      return { kind: 'any', parts: others.map((each) => ({ kind: 'words', text: each })) };
    });
    return { kind: 'all', parts };
  };
  const named = (places: readonly GroundPlace[], isSought: boolean): readonly Condition[] => {
    const names = new Set(places.flatMap(namesOf).map((name) => wordsOf(name).join(' ')));
    return [...names].map((name): Condition => {
      if (isSought) for (const word of name.split(' ')) marks.add(word);
      return { kind: 'phrase', text: name, isOpen: true };
    });
  };
  const terms = (all: Query, isSought: boolean): readonly Condition[] => {
    const made: Condition[] = [];
    for (let at = 0; at < all.length;) {
      const run = placeRun(all, at, ground.gazetteer);
      const term = all[at]!;
      if (run === undefined) {
        made.push(condition(term, isSought));
        at += 1;
        continue;
      }
      // [Q6] The name of a place is looked for in each of its languages.
      const isWanted = isSought && !term.isNot;
      const typed = seek(run.name, isWanted);
      made.push(
        signed(term.isNot, { kind: 'any', parts: [typed, ...named(run.places, isWanted)] }),
      );
      at += run.length;
    }
    return made;
  };
  const condition = (term: Term, isSought: boolean): Condition => {
    const meant = meaning(term, isSought && !term.isNot);
    return signed(term.isNot, meant);
  };
  const meaning = (term: Term, isSought: boolean): Condition => {
    const { sought } = term;
    switch (sought.kind) {
      case 'word':
        return seek(sought.text, isSought);
      case 'phrase': {
        if (isSought) for (const word of wordsOf(sought.text)) marks.add(word);
        return { kind: 'phrase', text: sought.text };
      }
      case 'group': {
        const parts = sought.any.map((each): Condition => {
          return { kind: 'all', parts: terms(each, isSought) };
        });
        return { kind: 'any', parts };
      }
      case 'kind':
        return { kind: 'kinds', kinds: sought.kinds };
      case 'party':
      case 'audience': {
        const parties: PartyId[] = [];
        for (const name of sought.names) {
          const party = ground.partyNamed(name);
          if (party === undefined) return fail('unknown-party', term, name);
          parties.push(party);
        }
        return { kind: sought.kind === 'party' ? 'parties' : 'readers', parties };
      }
      case 'seat':
        return { kind: 'seat', text: sought.text };
      case 'grade':
        return { kind: 'grades', by: ['author', ground.reader], grades: gradesIn(sought) };
      case 'from':
      case 'upto':
      case 'on': {
        const [from, upto] = spanOf(sought.date, ground);
        if (sought.kind === 'from') return { kind: 'window', from };
        return sought.kind === 'upto' ? { kind: 'window', upto } : { kind: 'window', from, upto };
      }
      case 'near': {
        const written = parsePlace(sought.place);
        const { metres } = sought;
        if (written.ok) return { kind: 'circle', at: toDegrees(written.value.at), metres };
        const places = ground.gazetteer.named(sought.place);
        if (places.length === 0) return fail('unknown-place', term, sought.place);
        const parts = places.map((place): Condition => {
          return { kind: 'circle', at: pointOf(place), metres };
        });
        return { kind: 'any', parts };
      }
      case 'in': {
        const places = ground.gazetteer.named(sought.place);
        if (places.length === 0) return fail('unknown-place', term, sought.place);
        const circles = places.map((place): Condition => {
          return { kind: 'circle', at: pointOf(place), metres: reachOf(place) };
        });
        return { kind: 'any', parts: [...circles, ...named(places, isSought)] };
      }
      case 'area':
        return { kind: 'box', box: sought.box };
      case 'outline': {
        const outline = readOutline(sought.corners);
        invariant(outline.ok, 'corners of a query were read as an outline');
        return { kind: 'outline', corners: outline.value };
      }
      case 'strip': {
        const line = readLine(sought.corners);
        invariant(line.ok, 'corners of a query were read as a line');
        return stripAround(line.value, sought.metres);
      }
      case 'is':
        return stateOf(sought.state, ground.reader);
      case 'has':
        return { kind: 'attached' };
      default:
        return unreachable(sought);
    }
  };

  const where = terms(query, true);
  if (fault) return err(fault);
  return ok({ where, words: words.join(' '), marks: [...marks] });
}

function signed(isNot: boolean, part: Condition): Condition {
  return isNot ? { kind: 'not', part } : part;
}

function stateOf(state: Extract<Sought, { kind: 'is' }>['state'], reader: PartyId): Condition {
  switch (state) {
    case 'ungraded':
      return { kind: 'ungraded', by: reader };
    case 'graded':
      return { kind: 'not', part: { kind: 'ungraded', by: reader } };
    case 'contradicted':
      return { kind: 'linked', relation: 'contradicts' };
    case 'linked':
      return { kind: 'linked' };
    default:
      return unreachable(state);
  }
}

/** Terms from `at` on that together name a place: the longest, all of them words and alike in sign. */
function placeRun(
  all: Query,
  at: number,
  gazetteer: Gazetteer,
):
  | { readonly name: string; readonly length: number; readonly places: readonly GroundPlace[] }
  | undefined {
  const first = all[at]!;
  const texts: string[] = [];
  for (const { sought, isNot } of all.slice(at, at + PLACE_WORDS_MAX)) {
    const isPart = sought.kind === 'word' && isNot === first.isNot;
    if (!isPart) break;
    texts.push(sought.text);
  }
  // What must not be found is said word by word.
  for (
    let length = first.isNot ? Math.min(1, texts.length) : texts.length;
    length > 0;
    length -= 1
  ) {
    const name = texts.slice(0, length).join(' ');
    const places = gazetteer.named(name);
    if (places.length > 0) return { name, length, places };
  }
  return undefined;
}

function gradesIn({
  reliability,
  credibility,
}: Extract<Sought, { kind: 'grade' }>): readonly GradeAxes[] {
  const within = <T extends string>(all: readonly T[], span: AxisSpan<T> | undefined) =>
    all.filter((each) => span === undefined || (each >= span[0] && each <= span[1]));
  return within(RELIABILITIES, reliability).flatMap((letter) =>
    within(CREDIBILITIES, credibility).map((figure) => ({
      reliability: letter,
      credibility: figure,
    })),
  );
}

/** When a date begins and ends by the centre's clock. [Q7] */
function spanOf(date: QueryDate, ground: QueryGround): readonly [from: Instant, upto: Instant] {
  const { now, offsetSeconds } = ground;
  if (date.form === 'back') {
    const today = Math.floor((now + offsetSeconds) / DAY) * DAY - offsetSeconds;
    const from = today - date.days * DAY;
    return [instant(from), instant(from + DAY)];
  }
  const { year, month, day } = date;
  const next =
    month === undefined
      ? { year: year + 1, month: 1 }
      : { year: year + Math.floor(month / 12), month: (month % 12) + 1 };
  const from = midnight(year, month ?? 1, day ?? 1, offsetSeconds);
  if (day !== undefined) return [from, instant(from + DAY)];
  return [from, midnight(next.year, next.month, 1, offsetSeconds)];
}

function midnight(year: number, month: number, day: number, offsetSeconds: number): Instant {
  const two = (n: number) => String(n).padStart(2, '0');
  const read = parseInstant(`${year}-${two(month)}-${two(day)}T00:00:00Z`);
  return instant((read.ok ? read.value : 0) - offsetSeconds);
}
