import { Handshake, ShieldOff } from 'lucide-react';
import { useState } from 'react';

import type { PartyId } from '../../base/ids.ts';
import type { RunningView } from '../../contract/api.ts';
import { useCentre } from '../centre.ts';
import { Button } from '../parts/button.tsx';
import { Written } from '../parts/mono.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { Select } from '../parts/select.tsx';
import { nameOf } from '../plans/phrase.tsx';
import { Part } from '../plans/plan-page.tsx';
import { useWords } from '../words/words.ts';
import type { Hands } from './hands.ts';

type Line = RunningView['lines'][number];

/** The lines that a party's units do not cross, and who has let whom: one offers, the other takes. [C45] */
export function LineList({ lines, ...hands }: Hands & { readonly lines: RunningView['lines'] }) {
  const { t } = useWords();
  if (lines.length === 0) return null;
  return (
    <Part title={t('running.line.title')}>
      <ul className="flex flex-col gap-2.5">
        {lines.map((line) => (
          <LineEntry key={line.id} line={line} {...hands} />
        ))}
      </ul>
    </Part>
  );
}

function LineEntry({ line, ...hands }: Hands & { readonly line: Line }) {
  const words = useWords();
  const { t } = words;
  const centre = useCentre();
  const say = useSayLine(line, hands);
  return (
    <li className="flex flex-col gap-1">
      <p className="flex flex-wrap items-center gap-x-2">
        <Written className="font-medium">{line.name}</Written>
        <ShieldOff aria-hidden size={14} className="text-muted" />
        <span className="text-sm text-muted">{t('running.line.holds')}</span>
        {line.holds.map((party) => (
          <PartyMark key={party} party={party} />
        ))}
      </p>
      {line.handed.map(({ from, to, state }) => (
        <p key={`${from} ${to}`} className="flex flex-wrap items-center gap-x-2 text-sm">
          <Handshake
            aria-hidden
            size={15}
            className={state === 'taken' ? 'text-ok' : 'text-need'}
          />
          <span className={state === 'taken' ? 'text-ok' : 'text-need'}>
            {t(`running.line.${state}`, {
              from: nameOf(from, { centre }),
              to: nameOf(to, { centre }),
            })}
          </span>
          {hands.isOpen && state === 'offered' && to === hands.self ? (
            <Button isDisabled={hands.act.isPending} onPress={() => say('taken', from)}>
              {t('running.line.take')}
            </Button>
          ) : null}
        </p>
      ))}
      {hands.isOpen && line.holds.some((party) => party === hands.self) ? (
        <Offer line={line} hands={hands} />
      ) : null}
    </li>
  );
}

function Offer({ line, hands }: { readonly line: Line; readonly hands: Hands }) {
  const { t } = useWords();
  const centre = useCentre();
  const say = useSayLine(line, hands);
  const offered = new Set(
    line.handed.filter(({ from }) => from === hands.self).map(({ to }) => to as string),
  );
  const others = hands.plan.audience.filter((id) => id !== hands.self && !offered.has(id));
  const [chosen, setChosen] = useState<PartyId>();
  if (others.length === 0) return null;
  const to = chosen ?? (others.length === 1 ? others[0] : undefined);
  return (
    <div className="flex flex-wrap items-center gap-2">
      {others.length === 1 ? null : (
        <Select<PartyId>
          hideLabel
          label={t('running.line.to')}
          placeholder={t('running.line.to')}
          className="w-44"
          value={to}
          onChange={setChosen}
          choices={others.map((id) => ({ id, text: nameOf(id, { centre }) }))}
        />
      )}
      <Button
        isDisabled={to === undefined || hands.act.isPending}
        onPress={() => {
          if (to !== undefined) say('offered', to);
        }}
      >
        {to === undefined
          ? t('running.line.offer')
          : t('running.line.offer-to', { party: nameOf(to, { centre }) })}
      </Button>
    </div>
  );
}

function useSayLine(line: Line, { act }: Pick<Hands, 'act'>) {
  const { language } = useWords();
  return (state: 'offered' | 'taken', other: PartyId) =>
    act.mutate({
      path: 'step',
      body: { step: { kind: 'line', line: line.id, state, with: other }, language, note: null },
    });
}
