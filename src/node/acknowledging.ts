import type { Said } from '../accord/said.ts';
import { officeOf } from './contacts.ts';
import type { House } from './house.ts';
import { selfOf } from './house.ts';
import type { Looking } from './looking.ts';
import { openLooking } from './looking.ts';

/** The types of record after which something may be owed at once. */
const MOVING: ReadonlySet<string> = new Set(['recall', 'erased']);

/** What of a house acknowledges recalls. */
export type AcknowledgingNeeds = Pick<House, 'office' | 'folder' | 'live' | 'report'>;

/**
 * Says once for each recall that its bytes are gone here, when they durably are, to the very parties
 * who read the recall. [W7] What trouble kept from being erased is tried again.
 */
export function openAcknowledging(house: AcknowledgingNeeds): Looking {
  const { office, report } = house;
  const said = new Set<Said<'recall'>>();
  return openLooking(house, MOVING, async (isClosed) => {
    await office.eraser.erase();
    const seat = officeOf(office.roster());
    if (office.isObserver || !seat) return;
    for (const recall of office.recalls.all) {
      if (isClosed() || said.has(recall) || !isOwed(house, recall)) continue;
      said.add(recall);
      // Nobody waits for it: a log that is being recovered takes no word until it is whole again.
      acknowledge(house, seat, recall).catch((trouble: unknown) => {
        said.delete(recall);
        report(trouble);
      });
    }
  });
}

function isOwed(house: AcknowledgingNeeds, recall: Said<'recall'>): boolean {
  const { recalls, eraser } = house.office;
  if (!eraser.isDone(recall)) return false;
  const ours = recalls.standings(recall).find(({ party }) => party === selfOf(house));
  return ours !== undefined && ours.erasure === undefined;
}

async function acknowledge(
  { office, report }: AcknowledgingNeeds,
  seat: NonNullable<ReturnType<typeof officeOf>>,
  { hash, audience }: Said<'recall'>,
): Promise<void> {
  const refs = [{ rel: 'about', record: hash }];
  const saying = { seat, audience, type: 'erasure', body: { recall: hash }, refs } as const;
  const said = await office.say(saying);
  if (!said.ok) report(`erasure ${said.fault.kind}`);
}
