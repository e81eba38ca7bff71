import type { PlanLine } from '../../contract/api.ts';
import { foldText } from '../pages/log-words.ts';
import { waitsForUs } from '../plans/phrase.tsx';

/** The groups of the board by what they mean for the reader, in the order in which they are read. */
export const BOARD_ORDER = ['waits', 'active', 'still', 'agreed', 'proposed', 'ended'] as const;

/** One of {@link BOARD_ORDER}. */
export type BoardGroup = (typeof BOARD_ORDER)[number];

const GROUP_OF: Readonly<Record<PlanLine['state']['kind'], BoardGroup>> = {
  active: 'active',
  halted: 'still',
  suspended: 'still',
  'out-of-contact': 'still',
  behind: 'still',
  forbidden: 'still',
  refused: 'still',
  agreed: 'agreed',
  proposed: 'proposed',
  ended: 'ended',
};

/** What the board shows; empty texts stand for everything. */
export interface BoardFilter {
  readonly text: string;
  readonly party: string;
  readonly kind: string;
}

/** A line of the board: the head of a group, or a plan. */
export type BoardItem =
  | { readonly kind: 'group'; readonly id: BoardGroup; readonly count: number }
  | { readonly kind: 'plan'; readonly id: string; readonly plan: PlanLine };

/** Reads the filter out of an address; what cannot be read counts as not said. */
export function parseBoardFilter(raw: Readonly<Record<string, unknown>>): BoardFilter {
  const text = (name: string) => {
    const value = raw[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  return { text: text('text'), party: text('party'), kind: text('kind') };
}

/** The address of a board. */
export function formatBoardFilter(filter: BoardFilter): string {
  const set = Object.entries(filter).filter(([, value]) => value !== '');
  return set.length === 0 ? '/plans' : `/plans?${new URLSearchParams(set).toString()}`;
}

/** The group in which a plan stands for `self`: what waits for it first of all. */
export function groupOf(plan: PlanLine, self: string): BoardGroup {
  return waitsForUs(plan, self) === undefined ? GROUP_OF[plan.state.kind] : 'waits';
}

/**
 * The plans that fit, group by group. What runs or comes stands by when it begins, what is over or
 * only proposed by how new it is, as the node gives them.
 */
export function boardItems(
  plans: readonly PlanLine[],
  filter: BoardFilter,
  self: string,
): readonly BoardItem[] {
  const wanted = foldText(filter.text.trim());
  const fitting = plans.filter((plan) => fits(plan, filter, wanted));
  const groups = new Map<BoardGroup, PlanLine[]>(BOARD_ORDER.map((group) => [group, []]));
  for (const plan of fitting) groups.get(groupOf(plan, self))?.push(plan);
  return [...groups].flatMap(([group, those]): readonly BoardItem[] => {
    if (those.length === 0) return [];
    const isByTime = group === 'agreed' || group === 'active';
    const ordered = isByTime ? those.toSorted(byBegin) : those;
    return [
      { kind: 'group', id: group, count: those.length },
      ...ordered.map((plan) => ({ kind: 'plan' as const, id: plan.hash as string, plan })),
    ];
  });
}

function fits(plan: PlanLine, { party, kind }: BoardFilter, wanted: string): boolean {
  if (kind !== '' && plan.plan.kind !== kind) return false;
  const isTheirs =
    party === '' || plan.author === party || plan.asked.some((each) => each.party === party);
  if (!isTheirs) return false;
  return wanted === '' || foldText(`${plan.plan.name} ${plan.plan.purpose}`).includes(wanted);
}

function byBegin(ours: PlanLine, theirs: PlanLine): number {
  return ours.plan.window.from < theirs.plan.window.from ? -1 : 1;
}
