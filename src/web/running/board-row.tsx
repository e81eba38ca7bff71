import { TriangleAlert } from 'lucide-react';

import type { AskedView, PlanLine } from '../../contract/api.ts';
import type { PartyFace } from '../centre.ts';
import { useCentre } from '../centre.ts';
import { useGo } from '../go.ts';
import { Age } from '../parts/age.tsx';
import { Button } from '../parts/button.tsx';
import { GoLink } from '../parts/go-link.tsx';
import { Mono, Written } from '../parts/mono.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { waitsForUs, windowPhrase } from '../plans/phrase.tsx';
import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';
import type { BoardGroup } from './board-order.ts';
import { StanceCell } from './stance-cell.tsx';
import { StateChip } from './state-chip.tsx';

/** With more members than this the parties stand in a line of their own, not in columns. */
const COLUMNS_MAX = 5;

/** The members that have a column of their own on the board; nobody where there are too many. */
export function useColumns(): readonly PartyFace[] {
  const { parties } = useCentre();
  const members = parties.filter((party) => !party.observer);
  return members.length <= COLUMNS_MAX ? members : [];
}

const GRID = 'grid items-center gap-x-4 px-4 max-lg:block max-sm:px-3';

function template(columns: readonly PartyFace[]) {
  const parties =
    columns.length === 0 ? 'minmax(0,5fr)' : `repeat(${columns.length}, minmax(8.5rem, 11rem))`;
  return { gridTemplateColumns: `minmax(0,6fr) 10.5rem ${parties}` };
}

/** The names over the columns; a narrow screen has none. */
export function BoardHead({ columns }: { readonly columns: readonly PartyFace[] }) {
  const { t } = useWords();
  return (
    <div
      aria-hidden
      style={template(columns)}
      className={`${GRID} border-b border-line bg-raised py-1 text-sm text-muted max-lg:hidden!`}
    >
      <span>{t('board.column.plan')}</span>
      <span>{t('board.column.state')}</span>
      {columns.length === 0 ? <span>{t('board.column.parties')}</span> : null}
      {columns.map((party) => (
        <span key={party.id} className="truncate text-text">
          <PartyMark party={party.id} />
        </span>
      ))}
    </div>
  );
}

/** The head of a group: what it means for the reader, and how many it holds. */
export function BoardGroupHead({
  group,
  count,
}: {
  readonly group: BoardGroup;
  readonly count: number;
}) {
  const { t } = useWords();
  return (
    <h2
      className={`border-b border-line bg-bg px-4 pt-3 pb-1 text-lg max-sm:px-3 ${group === 'waits' ? 'text-need' : ''}`}
    >
      {t(`board.group.${group}`)} <span className="text-sm font-normal text-muted">{count}</span>
    </h2>
  );
}

/** One plan: what and when, its state, and where every party stands. */
export function BoardRow({
  plan,
  isChosen,
  columns,
}: {
  readonly plan: PlanLine;
  readonly isChosen: boolean;
  readonly columns: readonly PartyFace[];
}) {
  const words = useWords();
  const { t } = words;
  const centre = useCentre();
  const go = useGo();
  const { party, seat } = useSession();
  const waits = waitsForUs(plan, party);
  const stanceOf = (id: string) => plan.asked.find((each) => each.party === id);
  return (
    <div
      aria-current={isChosen ? 'true' : undefined}
      style={template(columns)}
      className={`${GRID} border-b border-line bg-panel py-1.5 ${
        isChosen ? 'bg-selected outline-2 -outline-offset-2 outline-focus' : ''
      }`}
    >
      <div className="flex min-w-0 flex-col">
        <p className="flex flex-wrap items-center gap-x-2">
          <GoLink
            to={`/plans/${plan.hash}`}
            className="min-h-6 min-w-6 text-lg font-semibold hover:underline"
          >
            <Written>{plan.plan.name}</Written>
          </GoLink>
          <span className="text-sm text-muted">{t(`plan-parts.kind.${plan.plan.kind}`)}</span>
          {plan.plan.sharing === 'notice' ? (
            <span className="text-sm text-muted">{t('board.row.notice')}</span>
          ) : null}
          <Conflicts plan={plan} />
        </p>
        <p className="flex flex-wrap items-center gap-x-3 text-sm text-muted">
          <Mono className="text-text">{windowPhrase(plan.plan, { words, centre })}</Mono>
          <span className="inline-flex flex-wrap items-center gap-x-1.5">
            <PartyMark party={plan.author} bare />
            <Age at={plan.at} short />
          </span>
        </p>
      </div>
      <div className="flex flex-col items-start gap-1 max-lg:mt-1">
        <StateChip state={plan.state.kind} />
        {waits === undefined ? null : waits === 'decision' && seat.duties.includes('decide') ? (
          <Button tone="need" onPress={() => go(`/plans/${plan.hash}/decide`)}>
            {t('plans.board.answer')}
          </Button>
        ) : (
          <span className="text-sm font-medium text-need">{t(`plans.waits.${waits}`)}</span>
        )}
      </div>
      {columns.map((column) => (
        <Cell key={column.id} party={column.id} asked={stanceOf(column.id)} />
      ))}
      <Asked plan={plan} isAlways={columns.length === 0} />
    </div>
  );
}

/** A column's cell; its party is named for those who do not see the head. */
function Cell({ party, asked }: { readonly party: string; readonly asked: AskedView | undefined }) {
  const { parties } = useCentre();
  return (
    <div className="text-sm max-lg:hidden">
      <span className="sr-only">{parties.find((each) => each.id === party)?.name ?? party} </span>
      <StanceCell asked={asked} />
    </div>
  );
}

/** The asked parties one after the other: on a narrow screen, and where there are many. */
function Asked({ plan, isAlways }: { readonly plan: PlanLine; readonly isAlways: boolean }) {
  return (
    <ul
      className={`flex flex-wrap gap-x-4 gap-y-0.5 text-sm max-lg:mt-1 ${isAlways ? '' : 'lg:hidden'}`}
    >
      {plan.asked.map((asked) => (
        <li key={asked.party} className="flex items-center gap-1.5">
          <PartyMark party={asked.party} bare />
          <StanceCell asked={asked} />
        </li>
      ))}
    </ul>
  );
}

/** How many conflicts there are, and that some are not accepted by all whom they concern. */
function Conflicts({ plan }: { readonly plan: PlanLine }) {
  const { t } = useWords();
  const { conflicts } = plan;
  if (conflicts.length === 0) return null;
  const open = conflicts.filter(({ concerns, clearedBy }) =>
    concerns.some((party) => !clearedBy.includes(party)),
  ).length;
  return (
    <span
      className={`inline-flex items-center gap-1 text-sm ${open > 0 ? 'font-medium text-bad' : 'text-muted'}`}
    >
      <TriangleAlert aria-hidden size={14} />
      {t('board.row.conflicts', { count: conflicts.length, open })}
    </span>
  );
}
