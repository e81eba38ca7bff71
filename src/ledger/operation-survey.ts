import type { Sha256 } from '../base/bytes.ts';
import { parseUtf8 } from '../base/bytes.ts';
import type { RecordHash } from '../base/ids.ts';
import { isRecordHash, recordHash } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import { parseInstant } from '../base/instant.ts';
import type { Json } from '../base/json.ts';
import { parseJson } from '../base/json.ts';
import type { Entry } from './ports.ts';

/**
 * Types of record that say who is who, who claims what and what was agreed: whether a consent
 * stood can be told from no plan without them, so they are always given. [F5]
 */
export const GROUND_TYPES: ReadonlySet<string> = new Set([
  'charter',
  'roster',
  'claim',
  'agreement',
  'signing',
]);

/** What an entry is and which records it names, whether this release understands it or not. */
export interface Surveyed {
  readonly hash: RecordHash;
  /** Empty where it does not say. */
  readonly type: string;
  /** The moment that it bears, its author's word; 0 where it bears none. */
  readonly at: Instant;
  /** Every record that it names anywhere, each once. */
  readonly names: readonly RecordHash[];
}

/** Looks an entry through for the records that it names, however its author has written them. */
export function surveyEntry(sha256: Sha256, entry: Entry): Surveyed {
  const hash = recordHash(sha256(entry));
  const text = parseUtf8(entry);
  const json = text.ok ? parseJson(text.value) : undefined;
  if (!json?.ok) return { hash, type: '', at: 0 as Instant, names: [] };
  const names = new Set<RecordHash>();
  collect(json.value, names);
  const { type, at } = (json.value ?? {}) as { readonly type?: unknown; readonly at?: unknown };
  const moment = parseInstant(typeof at === 'string' ? at : '');
  return {
    hash,
    type: typeof type === 'string' ? type : '',
    at: moment.ok ? moment.value : (0 as Instant),
    names: [...names],
  };
}

/**
 * The places of those that are to be given of one log: those that are wanted, and before each the
 * one with the latest moment, where that is later than its own. A record counts from no earlier
 * moment than what precedes it, so to withhold that one would give a backdated word its date. [F5]
 */
export function givenOf(
  log: readonly Surveyed[],
  isWanted: (entry: Surveyed) => boolean,
): readonly number[] {
  const given = new Set<number>();
  let latest = -1;
  for (const [index, each] of log.entries()) {
    const before = log[latest];
    if (isWanted(each)) {
      if (before && before.at > each.at) given.add(latest);
      given.add(index);
    }
    if (!before || each.at >= before.at) latest = index;
  }
  return [...given].toSorted((a, b) => a - b);
}

/**
 * The records that the life of `operation` is told by: the plan, the plans that it names or that
 * name it (its versions), what names one of these, and what names that in turn. [F5]
 */
export function concerning(
  surveyed: readonly Surveyed[],
  operation: RecordHash,
): ReadonlySet<RecordHash> {
  const namedBy = new Map<RecordHash, Surveyed[]>();
  const plans = new Map<RecordHash, Surveyed>();
  for (const each of surveyed) {
    if (each.type === 'plan') plans.set(each.hash, each);
    for (const name of each.names) {
      const held = namedBy.get(name);
      if (held) held.push(each);
      else namedBy.set(name, [each]);
    }
  }
  const found = new Set<RecordHash>([operation]);
  // A set gives what is added while it is gone through.
  for (const hash of found) {
    for (const name of plans.get(hash)?.names ?? []) if (plans.has(name)) found.add(name);
    for (const each of namedBy.get(hash) ?? []) found.add(each.hash);
  }
  return found;
}

function collect(json: Json, names: Set<RecordHash>): void {
  if (typeof json === 'string') {
    if (isRecordHash(json)) names.add(json);
  } else if (typeof json === 'object' && json !== null) {
    for (const each of Object.values(json) as Json[]) collect(each, names);
  }
}
