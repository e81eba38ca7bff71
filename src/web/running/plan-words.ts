import type { Plan } from '../../accord/operation/plan-schema.ts';
import type { NarrowingCheck } from '../../accord/operation/versions.ts';
import type { JsonObject } from '../../base/json.ts';
import { areaKm2, distanceMetres } from '../../geo/measure.ts';
import { parseShape, pathsOf } from '../../geo/shape.ts';
import type { CentreFace } from '../centre.ts';
import { instantOf } from '../now.ts';
import type { Speaking } from '../plans/phrase.tsx';
import { forcesPhrase, nameOf, windowPhrase } from '../plans/phrase.tsx';
import { formatArea, formatList, formatNumber, formatShortDtg, offsetAt } from '../words/format.ts';
import type { Words } from '../words/words.ts';

/** What a plan says of one thing, a line each; empty where it says nothing of it. */
export function planWords(
  check: NarrowingCheck,
  plan: Plan,
  speaking: Speaking,
): readonly string[] {
  const { words, centre } = speaking;
  const { t, language } = words;
  const name = (party: string) => nameOf(party, { centre });
  switch (check) {
    case 'kind':
      return [t(`plan-parts.kind.${plan.kind}`)];
    case 'texts':
      return [plan.name, plan.purpose, plan.rulesOfContact].filter((text) => text !== '');
    case 'ground':
      return [groundPhrase(plan, words)];
    case 'window':
      return [windowPhrase(plan, speaking)];
    case 'turns':
      return [plan.schedule ? schedulePhrase(plan.schedule, speaking) : t('running.fact.no-turns')];
    case 'heights':
      return plan.heights ? [heightsPhrase(plan.heights, words)] : [];
    case 'forces':
      return plan.contributions.map(({ party, forces }) =>
        t('running.fact.of', { party: name(party), what: forcesPhrase(forces, words) }),
      );
    case 'sectors':
      return (plan.sectors ?? []).map((each) =>
        t('running.fact.led', { name: each.name, party: name(each.lead) }),
      );
    case 'phases':
      return (plan.phases ?? []).map((each) =>
        t('running.fact.phase', {
          name: each.name,
          party: name(each.lead),
          from: formatShortDtg(instantOf(each.window.from), centre.zone),
          upto: formatShortDtg(instantOf(each.window.upto), centre.zone),
        }),
      );
    case 'lines':
      return (plan.lines ?? []).map((each) =>
        t('running.fact.line', {
          name: each.name,
          parties: formatList(each.holds.map(name), language),
        }),
      );
    case 'liaison':
      return (plan.liaison ?? []).map(({ party, seat, call }) =>
        t('running.fact.of', {
          party: name(party),
          what: call === undefined ? seat : `${seat} · ${call}`,
        }),
      );
    case 'lost-contact':
      return plan.lostContact
        ? [
            t(`running.lost.${plan.lostContact.then}`, {
              minutes: plan.lostContact.afterMinutes,
            }),
          ]
        : [];
    case 'sharing':
      return [t(plan.sharing === 'notice' ? 'running.fact.notice' : 'running.fact.asks')];
  }
}

/** `Monday and Thursday, 0600C for 4 hours`. */
function schedulePhrase(
  { days, fromMinute, minutes }: NonNullable<Plan['schedule']>,
  { words, centre }: Speaking,
): string {
  return words.t('running.fact.turns', {
    days: formatList(
      days.toSorted((ours, theirs) => ours - theirs).map((day) => words.t(`running.day.${day}`)),
      words.language,
    ),
    time: clockOf(fromMinute, centre),
    upto: clockOf((fromMinute + minutes) % 1440, centre),
  });
}

function clockOf(minute: number, { zone }: CentreFace): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}${two(minute % 60)}${offsetAt(instantOf(0), zone).letter}`;
}

function heightsPhrase(
  { lowMetres, highMetres }: NonNullable<Plan['heights']>,
  { t, language }: Words,
): string {
  return t('running.fact.heights', {
    low: formatNumber(lowMetres, language),
    high: formatNumber(highMetres, language),
  });
}

function groundPhrase(plan: Plan, { t, language }: Words): string {
  const shape = parseShape(plan.shape as unknown as JsonObject);
  if (!shape.ok) return '';
  const { value } = shape;
  const km = (metres: number) =>
    formatNumber(metres / 1000, language, { maximumFractionDigits: 1 });
  const reach = plan.reachMetres ?? 0;
  const lengths = pathsOf(value).map((path) =>
    path.reduce((sum, point, i) => {
      const before = path[i - 1];
      return before ? sum + distanceMetres(before, point) : sum;
    }, 0),
  );
  const size =
    value.kind === 'area'
      ? formatArea(areaKm2(value), language)
      : value.kind === 'line'
        ? t('running.fact.route', { km: km(lengths.reduce((sum, each) => sum + each, 0)) })
        : t('running.fact.place');
  return reach === 0 ? size : t('running.fact.reach', { size, km: km(reach) });
}
