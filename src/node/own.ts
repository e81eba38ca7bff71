import type { PartyId, SeatId } from '../base/ids.ts';
import type { Access, Draft, Roster } from '../accord/party/schema.ts';
import type { Said } from '../accord/said.ts';
import { isSaid, laterOf } from '../accord/said.ts';

/** What a party keeps for itself, as its own records add up to: offices, passkeys, drafts. */
export interface Own {
  learn(said: Said): void;
  roster(): Roster | undefined;
  accesses(): readonly Access[];
  drafts(seat: SeatId): readonly Draft[];
}

/** Begins with nothing known of `self`. Whatever the order, the latest of a log counts. */
export function openOwn(self: PartyId): Own {
  let roster: Said<'roster'> | undefined;
  const accesses = new Map<string, Said<'access'>>();
  const drafts = new Map<string, Said<'draft'>>();
  return {
    learn(said) {
      if (said.author !== self) return;
      if (isSaid(said, 'roster')) roster = laterOf(roster, said);
      // Passkeys and drafts count only where nobody else reads.
      if (said.audience.length > 1) return;
      if (isSaid(said, 'access')) {
        const { credentialId } = said.record.body;
        accesses.set(credentialId, laterOf(accesses.get(credentialId), said));
      }
      if (isSaid(said, 'draft')) {
        const name = `${said.record.by.seat} ${said.record.body.kind}`;
        drafts.set(name, laterOf(drafts.get(name), said));
      }
    },
    roster: () => roster?.record.body,
    accesses: () => [...accesses.values()].map(({ record }) => record.body),
    drafts: (seat) =>
      [...drafts.values()].flatMap(({ record }) =>
        record.by.seat === seat && record.body.content !== null ? [record.body] : [],
      ),
  };
}
