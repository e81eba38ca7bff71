import type { CompartmentId, PartyId, RecordHash, SeatId } from '../base/ids.ts';
import type { Source } from '../accord/knowledge/source-schema.ts';
import type { Access, Compartment, Draft, Roster } from '../accord/party/schema.ts';
import type { Said } from '../accord/said.ts';
import { isSaid, laterOf } from '../accord/said.ts';
import type { Audience } from '../accord/party/audience.ts';
import { compartmentIn } from '../accord/party/audience.ts';
import { partyOfCompartment } from '../base/ids.ts';

/** A source in our register, as it stands now. */
export interface OwnSource {
  /** The record that says how it stands; a later one takes its place. */
  readonly hash: RecordHash;
  /** The id of the first record of it, by which it is known for ever. [H10] */
  readonly id: string;
  readonly source: Source;
  readonly at: string;
}

/** What an office has begun to write, and where it is kept. */
export interface OwnDraft {
  readonly draft: Draft;
  /** Our own party, or the compartment that it is meant for. [R10] */
  readonly audience: Audience;
}

/** What a party keeps for itself, as its own records add up to: offices, passkeys, drafts, sources. */
export interface Own {
  learn(said: Said): void;
  roster(): Roster | undefined;
  accesses(): readonly Access[];
  /** Our compartments, closed ones among them, the first made first. [R8] */
  compartments(): readonly Compartment[];
  /** Grows with every word of ours that says which office there is, or where it stands. */
  seatings(): number;
  drafts(seat: SeatId): readonly OwnDraft[];
  /** All sources of our register, the first entered first. [H9] */
  sources(): readonly OwnSource[];
}

/** Begins with nothing known of `self`. Whatever the order, the latest of a log counts. */
export function openOwn(self: PartyId): Own {
  let roster: Said<'roster'> | undefined;
  const accesses = new Map<string, Said<'access'>>();
  const compartments = new Map<CompartmentId, Said<'compartment'>>();
  let standing: readonly Compartment[] = [];
  let seatings = 0;
  const drafts = new Map<string, Said<'draft'>>();
  const sources = new Map<string, OwnSource>();
  const sourceIds = new Map<RecordHash, string>();
  const takeCompartment = (said: Said<'compartment'>): void => {
    const { id } = said.record.body;
    // [R8] Who stands where is said to the party itself, never inside a compartment.
    if (compartmentIn(said.audience) || partyOfCompartment(id) !== self) return;
    compartments.set(id, laterOf(compartments.get(id), said));
    standing = [...compartments.values()].map(({ record }) => record.body);
    seatings += 1;
  };
  return {
    learn(said) {
      if (said.author !== self) return;
      if (isSaid(said, 'roster')) {
        roster = laterOf(roster, said);
        seatings += 1;
      }
      // Passkeys, drafts and sources count only where nobody else reads.
      if (said.audience.length > 1) return;
      if (isSaid(said, 'compartment')) takeCompartment(said);
      if (isSaid(said, 'access')) {
        const { credentialId } = said.record.body;
        accesses.set(credentialId, laterOf(accesses.get(credentialId), said));
      }
      if (isSaid(said, 'draft')) {
        const name = `${said.record.by.seat} ${said.record.body.kind} ${said.log}`;
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
    compartments: () => standing,
    seatings: () => seatings,
    drafts: (seat) =>
      [...drafts.values()].flatMap(({ record, audience }) =>
        record.by.seat === seat && record.body.content !== null
          ? [{ draft: record.body, audience }]
          : [],
      ),
    sources: () => [...sources.values()],
  };
}
