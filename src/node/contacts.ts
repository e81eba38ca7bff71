import type { SeatId } from '../base/ids.ts';
import { formatInstant } from '../base/instant.ts';
import type { Instant } from '../base/instant.ts';
import { lineage } from '../accord/operation/running.ts';
import { windowOf } from '../accord/operation/turns.ts';
import type { Version } from '../accord/operation/versions.ts';
import { versionOf } from '../accord/operation/versions.ts';
import type { Roster } from '../accord/party/schema.ts';
import { momentOf } from '../accord/wire.ts';
import type { House } from './house.ts';
import { selfOf } from './house.ts';
import type { Looking } from './looking.ts';
import { openLooking } from './looking.ts';
import { lastSign } from './signs.ts';

/** How many signs of life are given in one look; the rest are given in the next. */
export const SIGNS_PER_LOOK_MAX = 50;

/** How many signs of life are given within the time after which contact is lost. [C43] */
export const SIGNS_PER_SPAN = 3;

/**
 * How long a node that was started waits for its peers, in seconds: a sign of life given before their
 * records are here would say that they had been silent.
 */
export const SETTLING_SECONDS = 60;

/** What of a house gives signs of life. */
export type ContactsNeeds = Pick<House, 'clock' | 'office' | 'folder' | 'live' | 'report'>;

/** A sign of life is due by the clock alone. */
const NOTHING: ReadonlySet<string> = new Set();

/**
 * Gives a sign of life for every plan with a lost-contact rule on which our party is asked, while its
 * window runs and whatever its state: a silence while it was halted would be lost contact afterwards.
 */
export function openContacts(house: ContactsNeeds, settling = SETTLING_SECONDS): Looking {
  const { clock, office } = house;
  const begun = clock.now();
  return openLooking(house, NOTHING, async (isClosed) => {
    const seat = officeOf(office.roster());
    if (office.isObserver || !seat || clock.now() < begun + settling) return;
    for (const version of owed(house, clock.now()).slice(0, SIGNS_PER_LOOK_MAX)) {
      if (!isClosed()) await giveSign(house, seat, version);
    }
  });
}

/** The plans to which our party owes a sign of life at `now`. */
function owed(house: ContactsNeeds, now: Instant): readonly Version[] {
  const { known } = house.office;
  return [...known.plans.values()].flatMap((file) => {
    const version = versionOf(file);
    return version && isOwed(house, version, now) ? [version] : [];
  });
}

function isOwed(house: ContactsNeeds, version: Version, now: Instant): boolean {
  const { lostContact } = version.plan.record.body;
  if (!lostContact) return false;
  const window = windowOf(version.plan.record.body);
  if (now < window.from || now >= window.upto) return false;
  const last = lastSign(lineage(house.office.known, version), selfOf(house));
  const span = (lostContact.afterMinutes * 60) / SIGNS_PER_SPAN;
  if (last !== undefined && now - momentOf(last) < span) return false;
  const standing = house.office.standings.of(version.plan.hash, now);
  if (!standing || standing.state.kind === 'ended') return false;
  return standing.asked.some(({ party }) => party === selfOf(house));
}

async function giveSign(house: ContactsNeeds, seat: SeatId, version: Version): Promise<void> {
  const { office, clock } = house;
  const { hash, audience } = version.plan;
  const versions = lineage(office.known, version);
  const asked = office.standings.of(hash, clock.now())?.asked ?? [];
  const heard = asked.flatMap(({ party }) => {
    const at = party === selfOf(house) ? undefined : lastSign(versions, party);
    return at === undefined ? [] : [{ party, at: notAfter(at, clock.now()) }];
  });
  const refs = [{ rel: 'about', record: hash }];
  const body = { plan: hash, heard };
  const said = await office.say({ seat, audience, type: 'contact', body, refs });
  if (!said.ok) house.report(`contact ${said.fault.kind}`);
}

/** Nobody is heard later than now, whatever another's clock says. */
function notAfter(at: string, now: Instant): string {
  return momentOf(at) > now ? formatInstant(now) : at;
}

/** The office in whose name a node speaks by itself: the first that reports and does not administer. */
export function officeOf(roster: Roster | undefined): SeatId | undefined {
  return roster?.seats.find(
    ({ duties }) => duties.includes('report') && !duties.includes('administer'),
  )?.seat;
}
