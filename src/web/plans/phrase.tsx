import type { ReactNode } from 'react';

import type { Plan } from '../../accord/operation/plan-schema.ts';
import type { AskedView, PlanLine, PlanView, ReasonView } from '../../contract/api.ts';
import type { CentreFace } from '../centre.ts';
import { instantOf } from '../now.ts';
import { Dtg } from '../parts/age.tsx';
import {
  formatArea,
  formatDtg,
  formatList,
  formatNumber,
  formatShortDtg,
} from '../words/format.ts';
import type { Words } from '../words/words.ts';
import { setApart } from './plain-text.ts';

/** With what a plan is put into words. */
export interface Speaking {
  readonly words: Words;
  readonly centre: CentreFace;
}

/** A plan in full, or as a list has it; then the times at which others decided are not known. */
export type PlanSeen = PlanLine & Partial<Pick<PlanView, 'decisions'>>;

/** A party's name in the language in use. */
export function nameOf(id: string, { centre }: Pick<Speaking, 'centre'>): string {
  return centre.parties.find((party) => party.id === id)?.name ?? id;
}

/** The groups of the board, in the order in which they are read. */
export const BOARD_GROUPS = [
  'waits',
  'halted',
  'out-of-contact',
  'proposed',
  'behind',
  'agreed',
  'active',
  'suspended',
  'refused',
  'forbidden',
  'ended',
] as const;

/** One of {@link BOARD_GROUPS}. */
export type BoardGroup = (typeof BOARD_GROUPS)[number];

/** What a plan waits for from us: our word on it, our word on conditions, or nothing. */
export function waitsForUs(plan: PlanSeen, self: string): 'decision' | 'acceptance' | undefined {
  if (plan.state.kind === 'ended') return undefined;
  if (plan.waitsForUs) return 'decision';
  const hasConditions = plan.asked.some(({ stance }) => stance.kind === 'conditions');
  return plan.author === self && hasConditions ? 'acceptance' : undefined;
}

/** What a plan has come to, as a sentence. */
export function statePhrase(plan: PlanSeen, speaking: Speaking): ReactNode {
  const { words } = speaking;
  const { state } = plan;
  const listOf = (ids: readonly string[]) =>
    formatList(
      ids.map((id) => nameOf(id, speaking)),
      words.language,
    );
  switch (state.kind) {
    case 'proposed':
      return words.t('plans.state.proposed', { parties: listOf(state.awaiting) });
    case 'refused':
      return words.t('plans.state.refused', { parties: listOf(state.by) });
    case 'forbidden':
      return words.t('plans.state.forbidden', {
        rules: formatList(
          state.by.map(({ article, party }) =>
            words.t('plans.state.forbidden-rule', { article, party: nameOf(party, speaking) }),
          ),
          words.language,
        ),
      });
    case 'halted':
      return words.t('plans.state.halted', { parties: listOf(state.by) });
    case 'behind':
      return words.t('plans.state.behind', {
        logs: formatList(
          state.logs.map(({ party, held, told }) =>
            words.t('plans.state.behind-log', { party: nameOf(party, speaking), held, told }),
          ),
          words.language,
        ),
      });
    case 'out-of-contact':
      return words.rich('plans.state.out-of-contact', {
        parties: listOf(state.silent),
        time: <Dtg at={state.since} short />,
      });
    case 'agreed':
      return words.rich('plans.state.agreed', { time: <Dtg at={state.begins} short /> });
    case 'active':
      return words.rich('plans.state.active', {
        time: <Dtg at={state.since} short />,
        count: plan.asked.length,
      });
    case 'suspended':
      return words.t('plans.state.suspended', {
        why: formatList(
          state.by.map((id) => lossPhrase(plan, id, speaking)),
          words.language,
        ),
      });
    case 'ended':
      return words.t(`plans.state.ended.${state.reason}`);
  }
}

/** How a suspended plan lost one party. */
function lossPhrase(plan: PlanSeen, id: string, speaking: Speaking): string {
  const { words, centre } = speaking;
  const stance = plan.asked.find((each) => each.party === id)?.stance;
  const party = nameOf(id, speaking);
  if (stance?.kind === 'lapsed') {
    const time = formatShortDtg(stance.since, centre.zone);
    return words.t('plans.state.lapsed-by', { party, time });
  }
  const said = stance && 'by' in stance ? decisionOf(plan, stance.by) : undefined;
  if (!said) return words.t('board.state.withdrew-by', { party });
  const time = formatShortDtg(instantOf(said.at), centre.zone);
  return words.t('plans.state.withdrew-by', { party, time });
}

/** The decision that a stance rests on. */
export function decisionOf(
  plan: PlanSeen,
  hash: string,
): PlanView['decisions'][number] | undefined {
  return plan.decisions?.find((decision) => decision.hash === hash);
}

/** Where an asked party stands, in one phrase: `signed 091412C, until 092200C`. */
export function stancePhrase(
  plan: PlanSeen,
  asked: Pick<AskedView, 'stance'>,
  speaking: Speaking,
): string {
  const { words, centre } = speaking;
  const { stance } = asked;
  const said = 'by' in stance ? decisionOf(plan, stance.by) : undefined;
  if ('by' in stance && !said) return words.t(`board.stance.${stance.kind}`);
  const time = said ? formatShortDtg(instantOf(said.at), centre.zone) : '';
  switch (stance.kind) {
    case 'silent':
      return words.t('plans.stance.silent');
    case 'consents': {
      const isWhole = stance.upto >= instantOf(plan.plan.window.upto);
      const upto = formatShortDtg(stance.upto, centre.zone);
      const signed = isWhole ? 'plans.stance.signed' : 'plans.stance.signed-upto';
      const phrase = words.t(signed, { time, upto });
      return said?.accepted === true && said.conditions.length > 0
        ? words.t('plans.stance.accepted', { phrase })
        : phrase;
    }
    case 'asks':
      return words.t('plans.stance.asks', { time, reason: stance.question ?? '—' });
    case 'half':
      return words.t('plans.stance.half', { time });
    case 'conditions':
      if (stance.conditions.length === 0) return words.t('plans.stance.unmet', { time });
      return words.t('plans.stance.conditions', {
        time,
        count: stance.conditions.length,
        party: nameOf(plan.author, speaking),
      });
    case 'refuses':
      return words.t('plans.stance.refused', { time, reason: stance.reason ?? '—' });
    case 'withdrew':
      return words.t('plans.stance.withdrew', { time, reason: stance.reason ?? '—' });
    case 'lapsed':
      return words.t('plans.stance.lapsed', { time: formatShortDtg(stance.since, centre.zone) });
  }
}

/** Why a party must consent, one phrase a reason; the plan names the parts that it leads. */
export function reasonPhrases(
  { reasons }: Pick<AskedView, 'reasons'>,
  plan: Pick<Plan, 'sectors' | 'phases'>,
  speaking: Speaking,
): readonly string[] {
  return reasons.map((reason) => reasonPhrase(reason, plan, speaking));
}

function reasonPhrase(
  reason: ReasonView,
  plan: Pick<Plan, 'sectors' | 'phases'>,
  { words, centre }: Speaking,
): string {
  const { t, language } = words;
  switch (reason.kind) {
    case 'leads': {
      const parts = [...(plan.sectors ?? []), ...(plan.phases ?? [])];
      const named = reason.parts.map((id) =>
        setApart(parts.find((part) => part.id === id)?.name ?? id),
      );
      return t('plans.reason.leads', { parts: formatList(named, language) });
    }
    case 'agreement': {
      const { article, names } = reason;
      return names
        ? t('plans.reason.agreement', { article, agreement: names[language] })
        : t('plans.reason.agreement-gone', { article });
    }
    case 'claims': {
      const claim = reason.names?.[language];
      if (claim === undefined) return t('plans.reason.claim-gone');
      if (reason.from === undefined || reason.upto === undefined) {
        return t('plans.reason.claims', { claim });
      }
      const time = {
        from: formatShortDtg(instantOf(reason.from), centre.zone),
        upto: formatShortDtg(instantOf(reason.upto), centre.zone),
      };
      if (reason.km2 === undefined) return t('plans.reason.claims-time', { claim, ...time });
      const parts = (reason.sectors ?? []).map((part) =>
        t('plans.reason.of-sector', { area: formatArea(part.km2, language), sector: part.name }),
      );
      const area =
        parts.length > 0 ? formatList(parts, language) : formatArea(reason.km2, language);
      return t('plans.reason.claims-area', { claim, area, ...time });
    }
    case 'contributes':
    case 'unclaimed':
      return t(`plans.reason.${reason.kind}`);
  }
}

/** What a party brings: `infantry 120, engineers 12`. */
export function forcesPhrase(
  forces: readonly { readonly kind: string; readonly count: number }[],
  words: Words,
): string {
  return formatList(
    forces.map(({ kind, count }) =>
      words.t('plans.force.counted', {
        kind: words.t(`plans.force.${kind}`),
        count: formatNumber(count, words.language),
      }),
    ),
    words.language,
  );
}

/** `091800C–092200C NOV 26`, its halves never parted. */
export function windowPhrase(plan: PlanView['plan'], { words, centre }: Speaking): string {
  return words.t('plans.window.span', {
    from: formatDtg(instantOf(plan.window.from), centre.zone),
    upto: formatDtg(instantOf(plan.window.upto), centre.zone),
  });
}
