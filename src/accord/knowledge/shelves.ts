import type { LogId, RecordHash } from '../../base/ids.ts';
import type { Said } from '../said.ts';
import { momentOf } from '../wire.ts';

/** Records by their place and by the hash that they belong under, each place once. */
export interface Shelves<S extends Said> {
  put(said: S): void;
  /** Takes away what stood in this place, if anything did. */
  drop(log: LogId, index: number): void;
  /** What belongs under this hash, in no order that matters. */
  on(hash: RecordHash): readonly S[];
  /** All hashes under which anything stands, sorted. */
  names(): readonly RecordHash[];
}

/** Empty shelves; `nameOf` says under which hash a record belongs. */
export function openShelves<S extends Said>(nameOf: (said: S) => RecordHash): Shelves<S> {
  const places = new Map<string, S>();
  const names = new Map<RecordHash, Map<string, S>>();
  return {
    put(said) {
      const place = `${said.log}/${said.index}`;
      const name = nameOf(said);
      places.set(place, said);
      const held = names.get(name) ?? new Map<string, S>();
      names.set(name, held.set(place, said));
    },
    drop(log, index) {
      const place = `${log}/${index}`;
      const said = places.get(place);
      if (!said) return;
      places.delete(place);
      const held = names.get(nameOf(said));
      held?.delete(place);
      if (held?.size === 0) names.delete(nameOf(said));
    },
    on: (hash) => [...(names.get(hash)?.values() ?? [])],
    names: () => [...names.keys()].toSorted(),
  };
}

/** The order of records by the times that they give, those of one moment by their place. */
export function byTime(one: Said, other: Said): number {
  const span = momentOf(one.record.at) - momentOf(other.record.at);
  return span === 0 ? byPlace(one, other) : span;
}

/** The order of records by their log and their place in it. */
export function byPlace(one: Said, other: Said): number {
  if (one.log !== other.log) return one.log < other.log ? -1 : 1;
  return one.index - other.index;
}
