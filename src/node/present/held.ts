import type { Instant } from '../../base/instant.ts';
import { formatInstant } from '../../base/instant.ts';
import type { Ageing, StandingHolding } from '../../accord/holding/holdings.ts';
import { fadesHoursOf, notCovering } from '../../accord/holding/holdings.ts';
import type { Reader } from '../../accord/party/release.ts';
import { mayRead } from '../../accord/party/release.ts';
import { HOLDINGS_MAX } from '../../contract/holding-calls.ts';
import type { HoldingView, HoldingsView } from '../../contract/holdings.ts';
import type { House } from '../house.ts';

const HOUR = 3600;

/** By which rules holdings count and fade in this centre now. [Z9] [Z10] */
export function ageingOf({ folder, office }: Pick<House, 'folder' | 'office'>): Ageing {
  return { zone: folder.charter.timeZone, fadesHours: fadesHoursOf(office.known) };
}

/** What a reader may know of what stood at some moment. */
export function heldFor(
  { office }: Pick<House, 'office'>,
  reader: Reader,
  now: Instant,
): readonly StandingHolding[] {
  return office.holdings.standing((said) => mayRead(reader, said), now);
}

/** The register of holdings as one reader may read it. [Z8] */
export function presentHoldings(house: House, reader: Reader, now: Instant): HoldingsView {
  const ageing = ageingOf(house);
  const held = heldFor(house, reader, now);
  return {
    asOf: formatInstant(now),
    holdings: held.slice(0, HOLDINGS_MAX).map((each) => presentHolding(each, ageing, now)),
    cut: held.length > HOLDINGS_MAX,
  };
}

function presentHolding(each: StandingHolding, ageing: Ageing, now: Instant): HoldingView {
  const { said, confirmed } = each;
  const { hash, author, audience, record } = said;
  const not = notCovering(each, ageing, now);
  const fades = (confirmed + ageing.fadesHours(record.body.kind) * HOUR) as Instant;
  return {
    hash,
    party: author,
    audience,
    at: record.at,
    holding: record.body,
    confirmed: formatInstant(confirmed),
    fades: formatInstant(fades),
    ...(not ? { not } : {}),
  };
}
