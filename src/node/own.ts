import type { PartyId, RecordHash, SeatId } from '../base/ids.ts';
import type { Source } from '../accord/knowledge/source-schema.ts';
import type { Access, Draft, Roster } from '../accord/party/schema.ts';
import type { Said } from '../accord/said.ts';
import { isSaid, laterOf } from '../accord/said.ts';

/** A source in our register, as it stands now. */
export interface OwnSource {
  /** The record that says how it stands; a later one takes its place. */
  readonly hash: RecordHash;
  /** The id of the first record of it, by which it is known for ever. [H10] */
  readonly id: string;
  readonly source: Source;
  readonly at: string;
}

/** What a party keeps for itself, as its own records add up to: offices, passkeys, drafts, sources. */
export interface Own {
  learn(said: Said): void;
  roster(): Roster | undefined;
  accesses(): readonly Access[];
  drafts(seat: SeatId): readonly Draft[];
  /** All sources of our register, the first entered first. [H9] */
  sources(): readonly OwnSource[];
}

/** Begins with nothing known of `self`. Whatever the order, the latest of a log counts. */
export function openOwn(self: PartyId): Own {
  let roster: Said<'roster'> | undefined;
  const accesses = new Map<string, Said<'access'>>();
  const drafts = new Map<string, Said<'draft'>>();
  const sources = new Map<string, OwnSource>();
  const sourceIds = new Map<RecordHash, string>();
  return {
    learn(said) {
      if (said.author !== self) return;
      if (isSaid(said, 'roster')) roster = laterOf(roster, said);
      // Passkeys, drafts and sources count only where nobody else reads.
      if (said.audience.length > 1) return;
      if (isSaid(said, 'access')) {
        const { credentialId } = said.record.body;
        accesses.set(credentialId, laterOf(accesses.get(credentialId), said));
      }
      if (isSaid(said, 'draft')) {
        const name = `${said.record.by.seat} ${said.record.body.kind}`;
        drafts.set(name, laterOf(drafts.get(name), said));
      }
      if (isSaid(said, 'source')) {
        const { id: own, at, refs, body } = said.record;
        const before = refs.find(({ rel }) => rel === 'replaces')?.record;
        // [H9] What was replaced stands before it on the same log, so it is known already.
        const id = (before && sourceIds.get(before)) ?? own;
        sourceIds.set(said.hash, id);
        sources.set(id, { hash: said.hash, id, source: body, at });
      }
    },
    roster: () => roster?.record.body,
    accesses: () => [...accesses.values()].map(({ record }) => record.body),
    drafts: (seat) =>
      [...drafts.values()].flatMap(({ record }) =>
        record.by.seat === seat && record.body.content !== null ? [record.body] : [],
      ),
    sources: () => [...sources.values()],
  };
}
