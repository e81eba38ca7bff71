import type { PartyId } from '../../base/ids.ts';

/** The name of a party's key among those that were retired. */
export function retiredKeyName(party: PartyId, keyId: string): string {
  return `${party} ${keyId}`;
}
