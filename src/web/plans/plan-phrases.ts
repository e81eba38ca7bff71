import type { Plan, Schedule } from '../../accord/operation/plan-schema.ts';
import type { NarrowingCheck } from '../../accord/operation/versions.ts';
import type { Json } from '../../base/json.ts';
import { unreachable } from '../../base/result.ts';
import type { GridPoint } from '../../geo/grid.ts';
import { areaKm2 } from '../../geo/measure.ts';
import { formatMgrs } from '../../geo/mgrs.ts';
import type { Shape } from '../../geo/shape.ts';
import { parseShape, pathsOf } from '../../geo/shape.ts';
import { instantOf } from '../now.ts';
import { formatArea, formatDtg, formatList, formatNumber, unbroken } from '../words/format.ts';
import type { Words } from '../words/words.ts';
import { clockOf } from './draft-of-plan.ts';
import type { Geometry } from './outline.ts';
import type { Speaking } from './phrase.tsx';
import { forcesPhrase, nameOf } from './phrase.tsx';
import { inOwnOrder, leftToRight, setApart } from './plain-text.ts';
import { formatLength, lengthOf } from './shape-size.ts';

/** How many corners the words name before they point to the record for the rest. */
export const CORNERS_NAMED_MAX = 24;

/** A text longer than this stands in the record alone, in UTF-16 units. */
const TEXT_SAID_UNITS_MAX = 2000;

/** What a plan says of itself, each part in sentences of one line; a part that it has not is silent. */
export function factLines(
  plan: Plan,
  check: NarrowingCheck,
  speaking: Speaking,
): readonly string[] {
  const { t } = speaking.words;
  switch (check) {
    case 'kind':
      return [t('plan-parts.say.kind', { kind: t(`plan-parts.kind.${plan.kind}`) })];
    case 'texts':
      return textLines(plan, speaking.words);
    case 'ground':
      return groundLines(plan, speaking.words);
    case 'window':
      return [t('plans.words.window', spanOf(plan.window, speaking))];
    case 'turns':
      return plan.schedule ? [turnsPhrase(plan.schedule, speaking.words)] : [];
    case 'heights':
      return heightLines(plan, speaking.words);
    case 'forces':
      return forceLines(plan, speaking);
    case 'sectors':
      return (plan.sectors ?? []).map((sector) => sectorLine(sector, speaking));
    case 'phases':
      return (plan.phases ?? []).map((phase) => phaseLine(phase, plan, speaking));
    case 'lines':
      return (plan.lines ?? []).map((line) => barrierLine(line, speaking));
    case 'liaison':
      return (plan.liaison ?? []).map((office) => liaisonLine(office, speaking));
    case 'lost-contact':
      return lostContactLines(plan, speaking.words);
    case 'sharing':
      return plan.sharing === 'notice' ? [t('plan-parts.say.notice')] : [];
    default:
      return unreachable(check);
  }
}

/** `Mon and Wed, 0600–1000`, on the clock of the centre. [C22] */
export function turnsPhrase({ days, fromMinute, minutes }: Schedule, words: Words): string {
  const named = days.map((day) => words.t(`plan-parts.day.${day}`));
  return words.t('plan-parts.say.turns', {
    days: formatList(named, words.language),
    from: leftToRight(clockOf(fromMinute), words.direction),
    upto: leftToRight(clockOf(fromMinute + minutes), words.direction),
  });
}

/** Both ends of a span as date-time groups of the centre. */
export function spanOf(
  { from, upto }: { readonly from: string | number; readonly upto: string | number },
  { words, centre }: Speaking,
): { readonly from: string; readonly upto: string } {
  const dtg = (at: string | number): string =>
    leftToRight(formatDtg(instantOf(at), centre.zone), words.direction);
  return { from: dtg(from), upto: dtg(upto) };
}

/** An area with its size and corners, as limits and grounds are said. */
export function areaPhrase(area: Geometry, words: Words): string {
  const shape = parseShape(area as unknown as Json);
  if (!shape.ok) return '';
  const { list, more } = cornersPhrase(shape.value, words);
  const size = shape.value.kind === 'area' ? formatArea(areaKm2(shape.value), words.language) : '';
  const said = words.t('plan-parts.say.area', { size, corners: list });
  return more === undefined ? said : `${said} ${more}`;
}

function textLines({ purpose, rulesOfContact }: Plan, { t, direction }: Words): readonly string[] {
  const said = (key: string, text: string): readonly string[] =>
    text.trim() === '' || text.length > TEXT_SAID_UNITS_MAX
      ? []
      : [t(key, { text: inOwnOrder(text.replaceAll(/\s+/g, ' ').trim(), direction) })];
  return [
    ...said('plan-parts.say.purpose', purpose),
    ...said('plan-parts.say.rules', rulesOfContact),
  ];
}

function groundLines(plan: Plan, words: Words): readonly string[] {
  const shape = parseShape(plan.shape as unknown as Json);
  if (!shape.ok) return [];
  const { list, more } = cornersPhrase(shape.value, words);
  const key = `plans.words.ground-${shape.value.kind}`;
  const reach = plan.reachMetres ?? 0;
  return [
    words.t(key, { size: sizeOf(shape.value, words), corners: list }),
    ...(more === undefined ? [] : [more]),
    ...(reach > 0
      ? [
          words.t(`plan-parts.say.reach-${shape.value.kind}`, {
            metres: formatLength(reach, words.language),
          }),
        ]
      : []),
  ];
}

function cornersPhrase(
  shape: Shape,
  words: Words,
): { readonly list: string; readonly more: string | undefined } {
  const corners = cornersOf(shape);
  const named = corners
    .slice(0, CORNERS_NAMED_MAX)
    .map((corner) => leftToRight(unbroken(formatMgrs(corner, 1)), words.direction));
  const count = corners.length - named.length;
  return {
    list: named.join(words.t('plans.words.semicolon')),
    more: count > 0 ? words.t('plans.words.more-corners', { count }) : undefined,
  };
}

/** The corners of a shape; a ring's closing point is not said twice. */
function cornersOf(shape: Shape): readonly GridPoint[] {
  const paths = pathsOf(shape);
  return shape.kind === 'area' ? paths.flatMap((ring) => ring.slice(0, -1)) : paths.flat();
}

function sizeOf(shape: Shape, { language }: Words): string {
  if (shape.kind === 'line') return lengthOf(shape, language);
  return formatArea(areaKm2(shape), language);
}

function heightLines({ heights }: Plan, { t, language }: Words): readonly string[] {
  if (!heights) return [];
  const low = formatNumber(heights.lowMetres, language);
  const high = formatNumber(heights.highMetres, language);
  return [t('plan-parts.say.heights', { low, high })];
}

function forceLines({ contributions }: Plan, speaking: Speaking): readonly string[] {
  const { t } = speaking.words;
  if (contributions.length === 0) return [t('plans.words.no-contributions')];
  const each = contributions.map(({ party, forces }) =>
    t('plans.words.contribution', {
      party: nameOf(party, speaking),
      forces: forcesPhrase(forces, speaking.words),
    }),
  );
  return [t('plans.words.contributions', { list: each.join(t('plans.words.semicolon')) })];
}

function sectorLine(
  { name, lead, area }: NonNullable<Plan['sectors']>[number],
  speaking: Speaking,
): string {
  const { t, language } = speaking.words;
  const shape = parseShape(area as unknown as Json);
  return t('plan-parts.say.sector', {
    name: inOwnOrder(name, speaking.words.direction),
    party: nameOf(lead, speaking),
    size: shape.ok ? formatArea(areaKm2(shape.value), language) : '',
  });
}

function phaseLine(
  { name, lead, window, sectors }: NonNullable<Plan['phases']>[number],
  plan: Plan,
  speaking: Speaking,
): string {
  const { t, language, direction } = speaking.words;
  const named = sectors.map((id) => plan.sectors?.find((sector) => sector.id === id)?.name ?? id);
  return t('plan-parts.say.phase', {
    name: inOwnOrder(name, speaking.words.direction),
    party: nameOf(lead, speaking),
    ...spanOf(window, speaking),
    sectors:
      named.length > 0
        ? formatList(
            named.map((each) => setApart(inOwnOrder(each, direction))),
            language,
          )
        : t('plan-parts.say.all-sectors'),
  });
}

function barrierLine(
  { name, route, holds }: NonNullable<Plan['lines']>[number],
  speaking: Speaking,
): string {
  const { t, language } = speaking.words;
  const shape = parseShape(route as unknown as Json);
  const parties = holds.map((party) => nameOf(party, speaking));
  return t('plan-parts.say.line', {
    name: inOwnOrder(name, speaking.words.direction),
    length: shape.ok && shape.value.kind === 'line' ? lengthOf(shape.value, language) : '',
    parties: formatList(parties, language),
  });
}

function liaisonLine(
  { party, seat, call }: NonNullable<Plan['liaison']>[number],
  speaking: Speaking,
): string {
  const { t, direction } = speaking.words;
  const values = { party: nameOf(party, speaking), seat: leftToRight(seat, direction) };
  return call === undefined
    ? t('plan-parts.say.liaison', values)
    : t('plan-parts.say.liaison-call', { ...values, call: inOwnOrder(call, direction) });
}

function lostContactLines({ lostContact }: Plan, { t }: Words): readonly string[] {
  if (!lostContact) return [];
  const { afterMinutes, then } = lostContact;
  return [t(`plan-parts.say.lost-${then}`, { count: afterMinutes })];
}
