import { expect } from 'vitest';
import type { PartyId } from '../base/ids.ts';
import { DESK, PLANNER, ground } from './cast.suite.ts';
import { showRules } from './planted.suite.ts';
import type { Grant } from './party/schema.ts';
import { everyoneConsents, names, proposed, roster, stateOf } from './rules.suite.ts';
import type { Said } from './said.ts';

const GRANT: Grant = { kinds: ['operation'], area: null, hoursAhead: null, forcesMax: null };

showRules('authority', [
  {
    words: '[C33] is kind, area, hours ahead and forces, and without grants it is everything',
    shows: (parts) => {
      const by = (...grants: readonly Partial<Grant>[]) => {
        const { stage, plan } = proposed({}, ['nahr', 'qamar']);
        const authority = grants.map((grant) => ({ ...GRANT, ...grant }));
        roster(stage, 'nahr', { seats: [{ seat: DESK, names, duties: ['decide'], authority }] });
        const decision = stage.decide('nahr', plan, 'consent');
        const known = stage.known();
        const file = known.plans.get(plan.hash);
        if (!file) throw new Error('the plan is known');
        const { asked } = stage.standing(plan, 0);
        return parts.voidReason({ known, file, asked }, decision);
      };
      expect(by({})).toBeUndefined();
      expect(by()).toBe('beyond-authority');
      expect(by({ kinds: ['patrol'] })).toBe('beyond-authority');
      expect(by({ area: ground(3, 3, 4, 4) as never })).toBeUndefined();
      expect(by({ area: ground(3, 3, 4, 3.5) as never })).toBe('beyond-authority');
      expect(by({ hoursAhead: 1 })).toBeUndefined();
      expect(by({ forcesMax: 1 })).toBe('beyond-authority');
      expect(by({ forcesMax: 1 }, { forcesMax: 2 })).toBeUndefined();
    },
    planted: {
      'asks for the duty alone': (parts) => ({
        voidReason: (proposal, decision) => {
          const reason = parts.voidReason(proposal, decision);
          return reason === 'beyond-authority' ? undefined : reason;
        },
      }),
    },
  },
  {
    words: '[C34] is not lent by a later roster to what was said before it',
    shows: (parts) => {
      const { stage, plan } = proposed();
      roster(stage, 'nahr', { seats: [{ seat: DESK, names, duties: ['report'] }] });
      everyoneConsents(stage, plan);
      roster(stage, 'nahr', {});
      expect(stateOf(parts, stage, plan, 1_500)).toBe('proposed');
      stage.decide('nahr', plan, 'consent');
      expect(stateOf(parts, stage, plan, 1_500)).toBe('active');
    },
    planted: {
      'asks the latest roster alone': (parts) => ({
        standingOf: (known, plan, now) =>
          parts.standingOf({ ...known, rosterHistory: new Map() }, plan, now),
      }),
    },
  },
  {
    words: '[C35] is never with a seat that administers',
    shows: (parts) => {
      const { stage, plan } = proposed();
      roster(stage, 'nahr', { seats: [{ seat: DESK, names, duties: ['decide', 'administer'] }] });
      everyoneConsents(stage, plan);
      expect(stateOf(parts, stage, plan, 1_500)).toBe('proposed');
    },
    planted: {
      'lets an administrator decide': (parts) => ({
        standingOf: (known, plan, now) =>
          parts.standingOf(
            { ...known, rosterHistory: new Map(), rosters: administratorsAs(known.rosters) },
            plan,
            now,
          ),
      }),
    },
  },
  {
    words: '[C36] is not with the seat that proposed the plan',
    shows: (parts) => {
      const { stage } = proposed();
      const plan = stage.plan('qamar', ground(3, 3, 4, 4), [], { seat: DESK });
      everyoneConsents(stage, plan);
      expect(stateOf(parts, stage, plan, 1_500)).toBe('proposed');
    },
    planted: {
      'lets the proposer decide': (parts) => ({
        standingOf: (known, plan, now) => {
          const plans = [...known.plans].map(([hash, file]) => {
            if (!file.plan) return [hash, file] as const;
            const by = { ...file.plan.record.by, seat: PLANNER };
            const record = { ...file.plan.record, by };
            return [hash, { ...file, plan: { ...file.plan, record } }] as const;
          });
          return parts.standingOf({ ...known, plans: new Map(plans) }, plan, now);
        },
      }),
    },
  },
]);

function administratorsAs(rosters: ReadonlyMap<PartyId, Said<'roster'>>) {
  return new Map(
    [...rosters].map(([party, said]) => {
      const seats = said.record.body.seats.map((seat) => {
        return { ...seat, duties: seat.duties.filter((duty) => duty !== 'administer') };
      });
      const body = { ...said.record.body, seats };
      return [party, { ...said, record: { ...said.record, body } }] as const;
    }),
  );
}
