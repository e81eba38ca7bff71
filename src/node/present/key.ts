import type { PartyId } from '../../base/ids.ts';
import type { Instant } from '../../base/instant.ts';
import { mayRead } from '../../accord/party/release.ts';
import type { Signed } from '../../accord/party/keys.ts';
import { momentOf } from '../../accord/wire.ts';
import type { SigningKeyView } from '../../contract/api.ts';
import type { KeyEndView, SignedSince } from '../../contract/keys.ts';
import { SIGNED_SINCE_MAX } from '../../contract/keys.ts';
import type { Look } from './look.ts';

/** A key of a roster as a screen shows it. */
export function presentKey(key: SigningKeyView): SigningKeyView {
  const { id, kind, seat, from, upto } = key;
  return { id, kind, seat, from, upto };
}

/**
 * What our party signed by a key since a moment: none of it counts once the key ends there. The
 * newest first, what stands now before what does not. [N21]
 */
export function presentKeyEnd(
  look: Look,
  of: { readonly party: PartyId; readonly id: string; readonly since: Instant },
): Pick<KeyEndView, 'signed' | 'more'> {
  const isBy = (said: Signed): boolean =>
    said.author === of.party &&
    said.signer?.keyId === of.id &&
    momentOf(said.record.at) >= of.since &&
    mayRead(look.reader, said);
  const signed: SignedSince[] = [];
  for (const [hash, { plan, decisions }] of look.known.plans) {
    const ours = decisions.filter(isBy);
    if (ours.length === 0 || !plan || !mayRead(look.reader, plan)) continue;
    const stance = look.standing(hash)?.asked.find(({ party }) => party === of.party)?.stance;
    for (const { hash: by, record } of ours) {
      const stands = stance !== undefined && 'by' in stance && stance.by === by;
      const { verdict } = record.body;
      const { name } = plan.record.body;
      signed.push({
        kind: 'decision',
        record: by,
        at: record.at,
        plan: hash,
        name,
        verdict,
        stands,
      });
    }
  }
  for (const signings of look.known.signings.values()) {
    for (const { hash, record } of signings.filter(isBy)) {
      signed.push({ kind: 'signing', record: hash, at: record.at, under: record.body.under });
    }
  }
  const stands = (each: SignedSince): boolean => each.kind === 'decision' && each.stands;
  const sorted = signed.toSorted(
    (a, b) => Number(stands(b)) - Number(stands(a)) || (a.at < b.at ? 1 : -1),
  );
  return { signed: sorted.slice(0, SIGNED_SINCE_MAX), more: sorted.length > SIGNED_SINCE_MAX };
}
