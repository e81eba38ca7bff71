import type { Instant } from '../base/instant.ts';
import type { Known, PlanFile } from '../accord/known.ts';
import { momentOf } from '../accord/wire.ts';
import type { House } from './house.ts';

/** How often the clock is looked at, in milliseconds. */
const LOOK_MILLIS = 500;

/** Tells the desks when time alone changes a plan: its window begins or ends, a consent runs out. */
export function openTurns(house: House): { close(): void } {
  const { clock, live, office } = house;
  let looked = clock.now();
  const timer = setInterval(() => {
    const now = clock.now();
    if (now <= looked) return;
    for (const { plan } of plansThatTurn(office.known, looked, now)) {
      if (plan) live.tell({ kind: 'state', log: plan.log, plan: plan.hash });
    }
    looked = now;
  }, LOOK_MILLIS);
  return { close: () => clearInterval(timer) };
}

/** The plans of which a moment lies after `from` and not after `upto`. */
function plansThatTurn(known: Known, from: Instant, upto: Instant): readonly PlanFile[] {
  return [...known.plans.values()].filter((file) =>
    momentsOf(file).some((moment) => moment > from && moment <= upto),
  );
}

function momentsOf({ plan, decisions }: PlanFile): readonly Instant[] {
  if (!plan) return [];
  const { window } = plan.record.body;
  const leases = decisions.flatMap(({ record }) =>
    record.body.upto === null ? [] : [momentOf(record.body.upto)],
  );
  return [momentOf(window.from), momentOf(window.upto), ...leases];
}
