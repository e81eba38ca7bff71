import type { ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';

import type { DryRunView, LeftOut, RefusedItem, TakenItem } from '../../contract/imports.ts';
import { Dtg } from '../parts/age.tsx';
import { Mono, Written } from '../parts/mono.tsx';
import { Empty } from '../parts/notice.tsx';
import { Panel } from '../parts/panel.tsx';
import { Place } from '../parts/place.tsx';
import { formatNumber } from '../words/format.ts';
import type { Values } from '../words/words.ts';
import { useWords } from '../words/words.ts';

const TAB =
  'flex min-h-9 cursor-default items-center gap-2 border-b-3 border-transparent px-3 text-sm outline-offset-[-2px] ' +
  'data-[hovered]:bg-raised data-[selected]:border-text data-[selected]:font-semibold';

/** What would come in, what not, and why: counted, and the first of each shown. [O11] */
export function DryRunPart({ read }: { readonly read: DryRunView | undefined }) {
  const { t, language } = useWords();
  if (read === undefined) {
    return (
      <Panel title={t('import.dry.title')} flush>
        <Empty>{t('import.dry.choose')}</Empty>
      </Panel>
    );
  }
  const { taken, here, refused, leftOut } = read.counts;
  if (taken + refused + leftOut === 0) {
    return (
      <Panel title={t('import.dry.title')} flush>
        <Empty>{t('import.dry.nothing')}</Empty>
      </Panel>
    );
  }
  const first = taken > 0 ? 'taken' : refused > 0 ? 'refused' : 'left';
  const tabs = [
    ['taken', taken, <Taken key="taken" items={read.taken} count={taken} />],
    ['refused', refused, <Refused key="refused" items={read.refused} count={refused} />],
    ['left', leftOut, <Left key="left" groups={read.leftOut} />],
  ] as const;
  return (
    <Panel
      title={t('import.dry.title')}
      flush
      actions={
        here === 0 ? null : (
          <span className="text-sm text-muted">
            {t('import.dry.here')}: {formatNumber(here, language)}
          </span>
        )
      }
    >
      {/* The first that holds something is shown; another file begins anew. */}
      <Tabs key={first} defaultSelectedKey={first} data-dry-run={taken}>
        <TabList aria-label={t('import.dry.title')} className="flex flex-wrap border-b border-line">
          {tabs.map(([id, count]) => (
            <Tab key={id} id={id} className={TAB} isDisabled={count === 0}>
              {t(`import.dry.${id}`)}
              <span className="mono rounded-sm bg-raised px-1.5">
                {formatNumber(count, language)}
              </span>
            </Tab>
          ))}
        </TabList>
        {tabs.map(([id, , content]) => (
          <TabPanel key={id} id={id} className="outline-offset-[-2px]">
            {content}
          </TabPanel>
        ))}
      </Tabs>
    </Panel>
  );
}

function Taken({ items, count }: { readonly items: readonly TakenItem[]; readonly count: number }) {
  const { t } = useWords();
  const isMarked = items.some(({ tlp }) => tlp !== undefined);
  return (
    <Table
      heads={['number', 'title', 'when', 'where', ...(isMarked ? ['mark'] : [])]}
      shown={items.length < count ? items.length : undefined}
    >
      {items.map((item) => (
        <tr key={item.number} className="border-b border-line last:border-0">
          <Cell>
            <Mono>{String(item.number)}</Mono>
          </Cell>
          <Cell>
            <Written>{item.title}</Written>
            <span className="block text-xs text-muted">
              {t(`reports.kind.${item.kind}`)}
              {item.isHere ? ` · ${t('import.table.is-here')}` : ''}
            </span>
          </Cell>
          <Cell>
            <Dtg at={item.when.from} />
          </Cell>
          <Cell>
            <Place point={item.point} precisionMetres={item.precisionMetres} />
          </Cell>
          {isMarked ? (
            <Cell>{item.tlp === undefined ? null : <Mono>{`TLP:${item.tlp}`}</Mono>}</Cell>
          ) : null}
        </tr>
      ))}
    </Table>
  );
}

function Refused({
  items,
  count,
}: {
  readonly items: readonly RefusedItem[];
  readonly count: number;
}) {
  const why = useWhy();
  return (
    <Table
      heads={['number', 'type', 'name', 'why']}
      shown={items.length < count ? items.length : undefined}
    >
      {items.map((item) => (
        <tr
          key={`${item.number} ${item.fault.kind}`}
          className="border-b border-line last:border-0"
        >
          <Cell>
            <Mono>{String(item.number)}</Mono>
          </Cell>
          <Cell>
            <Mono>{item.type}</Mono>
          </Cell>
          <Cell>
            <Written>{item.name}</Written>
          </Cell>
          <Cell>
            <Written>{why(item.fault)}</Written>
          </Cell>
        </tr>
      ))}
    </Table>
  );
}

function Left({ groups }: { readonly groups: readonly LeftOut[] }) {
  const { t, has, language } = useWords();
  return (
    <Table heads={['type', 'count', 'why']}>
      {groups.map(({ type, reason, count }) => (
        <tr key={`${type} ${reason}`} className="border-b border-line last:border-0">
          <Cell>
            <Mono>{type}</Mono>
          </Cell>
          <Cell>
            <Mono>{formatNumber(count, language)}</Mono>
          </Cell>
          <Cell>{has(`import.left.${reason}`) ? t(`import.left.${reason}`) : reason}</Cell>
        </tr>
      ))}
    </Table>
  );
}

/** Why an item is refused, as a sentence; a fault that has no words shows its kind. */
function useWhy(): (fault: RefusedItem['fault']) => string {
  const { t, has } = useWords();
  return (fault) => {
    const key = `import.why.${fault.kind}`;
    if (!has(key)) return fault.kind;
    const { field, ...facts } = fault;
    const named = `import.field.${field}`;
    const said = field === undefined ? {} : { field: has(named) ? t(named) : field };
    return t(key, { ...facts, ...said } as Values);
  };
}

function Table({
  heads,
  shown,
  children,
}: {
  readonly heads: readonly string[];
  /** How many are shown, where there are more. */
  readonly shown?: number | undefined;
  readonly children: ReactNode;
}) {
  const { t, language } = useWords();
  return (
    <div className="max-h-112 overflow-auto">
      <table className="w-full text-sm">
        <thead className="sticky top-0 bg-panel">
          <tr className="border-b border-line">
            {heads.map((head) => (
              <th key={head} scope="col" className="px-3 py-1.5 text-start font-medium text-muted">
                {t(`import.table.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
      {shown === undefined ? null : (
        <p className="px-3 py-2 text-sm text-muted">
          {t('import.dry.first', { count: formatNumber(shown, language) })}
        </p>
      )}
    </div>
  );
}

function Cell({ children }: { readonly children: ReactNode }) {
  return <td className="px-3 py-1.5 align-top">{children}</td>;
}
