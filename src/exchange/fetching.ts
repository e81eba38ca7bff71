import type { LogId, PartyId } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import type { Sha256 } from '../base/bytes.ts';
import type { Naming } from '../accord/knowledge/namings.ts';
import type { AttachmentKey, Content } from '../ledger/attachment.ts';
import { contentOf } from '../ledger/attachment.ts';
import type { AttachmentStore } from '../ledger/ports.ts';

/** How many attachments are being fetched at once; the next follow as these are whole. */
export const FETCHING_MAX = 64;

/** How many bytes of one party's attachments a node fetches by itself. [G10] */
export const PARTY_ATTACHMENT_BYTES_MAX = 21_474_836_480;

/** How long a peer that had nothing, or said nothing, is left alone: at first, and at most, in seconds. [G8] */
export const LEFT_ALONE_SECONDS = { first: 30, max: 3_600 } as const;

/** Where a record names an attachment. */
export interface NamedPlace {
  readonly log: LogId;
  readonly index: number;
  /** Which of the record's attachments, from 0. */
  readonly at: number;
  readonly author: PartyId;
}

/** An attachment that is not whole here, with what of it nobody was asked for. */
export interface Fetched {
  readonly content: Content;
  /** Each record at hand that names it, the newest first. */
  readonly places: readonly NamedPlace[];
  /** Pieces that are not here and not asked for, the next one last. */
  readonly missing: number[];
}

/** What is being fetched, chosen among all that records name. */
export interface Fetching {
  /** Looks through what is named: takes up what is missing, lets go of what nobody names. */
  look(namings: Iterable<Naming>): Promise<void>;
  /** In the order in which it is asked for. */
  all(): Iterable<Fetched>;
  byKey(key: AttachmentKey): Fetched | undefined;
  /** It is whole, or false: no more of it is fetched. */
  done(key: AttachmentKey): void;
  /** This piece came by another way: nobody is asked for it. */
  brought(key: AttachmentKey, piece: number): void;
  /** It is not whole after all. */
  undone(key: AttachmentKey): void;
}

/** Begins with nothing; what is whole already is found in the store. */
export function openFetching(sha256: Sha256, store: AttachmentStore): Fetching {
  const fetched = new Map<AttachmentKey, Fetched>();
  const over = new Set<AttachmentKey>();
  const contents = new WeakMap<Naming, readonly Content[]>();

  const contentsOf = (naming: Naming): readonly Content[] => {
    const held = contents.get(naming);
    const made = held ?? naming.attachments.map((each) => contentOf(sha256, each));
    if (!held) contents.set(naming, made);
    return made;
  };

  /** What is named, each once, the newest first, with how much each author has named. */
  const named = (namings: Iterable<Naming>): Map<AttachmentKey, Omit<Fetched, 'missing'>> => {
    const all = new Map<AttachmentKey, { content: Content; places: NamedPlace[] }>();
    const newest = [...namings].toSorted(byNewest);
    for (const naming of newest) {
      const { log, index, author } = naming.said;
      for (const [at, content] of contentsOf(naming).entries()) {
        const places = all.get(content.key)?.places ?? [];
        places.push({ log, index, at, author });
        all.set(content.key, { content, places });
      }
    }
    return all;
  };

  return {
    async look(namings) {
      const all = named(namings);
      for (const key of fetched.keys()) if (!all.has(key)) fetched.delete(key);
      for (const key of over) if (!all.has(key)) over.delete(key);
      const chosen = fairly([...all.values()], over);
      for (const { content, places } of chosen) {
        if (fetched.size >= FETCHING_MAX) return;
        const held = fetched.get(content.key);
        if (held || over.has(content.key)) continue;
        const missing = (await store.missing(content)).toReversed();
        if (missing.length === 0) over.add(content.key);
        else fetched.set(content.key, { content, places, missing });
      }
    },
    all: () => fetched.values(),
    byKey: (key) => fetched.get(key),
    done(key) {
      fetched.delete(key);
      over.add(key);
    },
    brought(key, piece) {
      const missing = fetched.get(key)?.missing;
      const at = missing?.indexOf(piece) ?? -1;
      if (at >= 0) missing?.splice(at, 1);
    },
    undone: (key) => void over.delete(key),
  };
}

/** Author by author in turn, each one's newest first and within its bound, so that none fills our disk or our time. */
function fairly(
  all: readonly Omit<Fetched, 'missing'>[],
  over: ReadonlySet<AttachmentKey>,
): readonly Omit<Fetched, 'missing'>[] {
  const lines = new Map<PartyId, Omit<Fetched, 'missing'>[]>();
  const sums = new Map<PartyId, number>();
  // What is here already counts first: nothing new may push it over the bound.
  const ordered = all.toSorted(
    (one, other) => Number(over.has(other.content.key)) - Number(over.has(one.content.key)),
  );
  for (const each of ordered) {
    const author = each.places[0]?.author;
    if (author === undefined) continue;
    const sum = (sums.get(author) ?? 0) + each.content.size;
    if (sum > PARTY_ATTACHMENT_BYTES_MAX) continue;
    sums.set(author, sum);
    if (over.has(each.content.key)) continue;
    lines.set(author, [...(lines.get(author) ?? []), each]);
  }
  const turns: Omit<Fetched, 'missing'>[] = [];
  for (let turn = 0; [...lines.values()].some((line) => line.length > turn); turn += 1) {
    for (const line of lines.values()) turns.push(...line.slice(turn, turn + 1));
  }
  return turns;
}

function byNewest({ said: one }: Naming, { said: other }: Naming): number {
  if (one.record.at !== other.record.at) return one.record.at < other.record.at ? 1 : -1;
  return other.index - one.index;
}

/** Who is left alone until when, each time twice as long. [G8] */
export interface LeftAlone {
  isLeft(name: string): boolean;
  leave(name: string): void;
  /** It answered: the next time it is left alone for as long as the first time. */
  forget(name: string): void;
}

/** Begins with nobody. */
export function openLeftAlone(now: () => Instant): LeftAlone {
  const left = new Map<string, { readonly upto: number; readonly seconds: number }>();
  return {
    isLeft: (name) => (left.get(name)?.upto ?? 0) > now(),
    leave(name) {
      const before = left.get(name)?.seconds;
      const { first, max } = LEFT_ALONE_SECONDS;
      const seconds = before === undefined ? first : Math.min(2 * before, max);
      left.set(name, { upto: now() + seconds, seconds });
    },
    forget: (name) => void left.delete(name),
  };
}
