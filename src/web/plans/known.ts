import type { Charter } from '../../accord/party/schema.ts';
import type { StandingClaim } from '../../accord/known.ts';
import { whoMustConsent } from '../../accord/operation/asked.ts';
import type { AskedParty, Grounds, Touching } from '../../accord/operation/asked.ts';
import { groundOf as planGroundOf } from '../../accord/operation/ground.ts';
import type { PartyId } from '../../base/ids.ts';
import type { JsonObject } from '../../base/json.ts';
import type { ClaimView } from '../../contract/api.ts';
import type { Shape } from '../../geo/shape.ts';
import { parseShape } from '../../geo/shape.ts';
import { openShapeIndex } from '../../geo/shape-boxes.ts';
import { prepare } from '../../geo/touch.ts';
import { instantOf } from '../now.ts';

/** What decides who must consent, as far as this desk may know it. */
export type Ground = Grounds;

/** Makes the claims ready to be asked with every corner that is drawn. */
export function groundOf(charter: Charter, views: readonly ClaimView[]): Ground {
  const claims = views.flatMap((view): [ClaimView['hash'], StandingClaim][] => {
    const area = parseShape(view.claim.area as unknown as JsonObject);
    if (!area.ok) return [];
    const claim = {
      // Who claims and under which hash is all that the question needs of the record.
      said: { hash: view.hash, author: view.party } as StandingClaim['said'],
      area: prepare(area.value),
      from: instantOf(view.claim.from),
      upto: view.claim.upto === null ? undefined : instantOf(view.claim.upto),
    };
    return [[view.hash, claim]];
  });
  const claimIndex = openShapeIndex<ClaimView['hash']>();
  for (const [hash, { area }] of claims) claimIndex.add(hash, area);
  return {
    charter,
    claims: new Map(claims),
    claimIndex,
    rosters: new Map(),
    rosterHistory: new Map(),
    retired: new Map(),
    signings: new Map(),
    agreements: new Map(),
  };
}

/** Who must consent, by the very function that every node decides with. */
export function askedOf(
  ground: Ground,
  plan: Touching,
  shape: Shape,
  author: PartyId,
): readonly AskedParty[] {
  return whoMustConsent(ground, { plan, author, ground: planGroundOf(shape) });
}
