import { formatBase64Url } from '../base/bytes.ts';
import type { SeatId } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import type { Access, Roster } from '../accord/party/schema.ts';
import { momentOf } from '../accord/wire.ts';
import { keyIdOf } from '../ledger/seal.ts';
import { parseCoseKey } from '../proof/cose.ts';
import type { House } from './house.ts';

/** What tells whose passkey is whose at this node. */
export type AccessNeeds = Pick<House, 'office' | 'primitives' | 'folder'>;

/** The name in the roster of a passkey made at this node; nothing where its bytes are no key. */
export function keyIdOfAccess(
  { primitives, folder }: Pick<AccessNeeds, 'primitives' | 'folder'>,
  access: Pick<Access, 'publicKey'>,
): string | undefined {
  const cose = parseCoseKey(Buffer.from(access.publicKey, 'base64url'));
  if (!cose.ok) return undefined;
  return keyIdOf(primitives.sha256, {
    kind: 'passkey',
    alg: cose.value.alg,
    rpId: folder.settings.rpId,
    publicKey: formatBase64Url(cose.value.publicKey),
  });
}

/** Whether a key of a roster may still be used at `now`. */
export function isOpen({ upto }: Pick<Roster['keys'][number], 'upto'>, now: Instant): boolean {
  return upto === null || momentOf(upto) > now;
}

/** The passkeys made at this node that may still be used; of one seat, where it is named. [N22] */
export function openAccesses(needs: AccessNeeds, now: Instant, seat?: SeatId): readonly Access[] {
  const open = new Set(
    (needs.office.roster()?.keys ?? [])
      .filter((key) => isOpen(key, now))
      .map((key) => `${key.seat} ${key.id}`),
  );
  return needs.office
    .accesses()
    .filter(
      (each) =>
        (seat === undefined || each.seat === seat) &&
        open.has(`${each.seat} ${keyIdOfAccess(needs, each) ?? ''}`),
    );
}
