import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';

import { compartmentIn } from '../../accord/party/audience.ts';
import type { RecordHash } from '../../base/ids.ts';
import type { MatterView, NewResolution } from '../../contract/matters.ts';
import { post } from '../api.ts';
import { Button } from '../parts/button.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Field } from '../parts/field.tsx';
import { Select } from '../parts/select.tsx';
import { commonReaders, useReaderName } from '../readers.ts';
import { plainText } from '../plans/plain-text.ts';
import { RADIO_CLASS } from '../plans/radio-class.ts';
import { Fold } from '../plans/timeline.tsx';
import { formatList } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import { entryWords } from './entry-words.ts';
import { readKnowledgeAnew } from './matter-queries.ts';

type Verdict = NewResolution['verdict'];
type Stance = NewResolution['claims'][number]['stance'];

const VERDICTS = ['held', 'not-agreed'] as const;
const STANCES = ['none', 'true', 'false', 'open'] as const;

/** How our party ends a matter for its part: something is held true, or it is not agreed. [M7] */
export function ResolveForm({
  matter,
  onDone,
}: {
  readonly matter: MatterView;
  readonly onDone: () => void;
}) {
  const { t, language } = useWords();
  const client = useQueryClient();
  const [verdict, setVerdict] = useState<Verdict | undefined>(undefined);
  const [held, setHeld] = useState('');
  const [ground, setGround] = useState('');
  const [stances, setStances] = useState<Readonly<Record<string, Stance>>>({});
  const claims = claimsOf(matter).flatMap(({ name, report, claim }) => {
    const stance = stances[name];
    return stance ? [{ report, stance, ...(claim === 0 ? {} : { claim }) }] : [];
  });
  const send = useMutation({
    mutationFn: (body: NewResolution) =>
      post<MatterView>(`/api/matters/${encodeURIComponent(matter.hash)}/resolution`, body),
    onSuccess: () => {
      readKnowledgeAnew(client);
      onDone();
    },
  });
  const isWhole = verdict !== undefined && held.trim() !== '' && ground.trim() !== '';
  const say = () => {
    if (verdict === undefined) return;
    const texts = { held: plainText(held).trim(), ground: plainText(ground).trim() };
    send.mutate({ verdict, language, ...texts, claims });
  };
  return (
    <div className="flex flex-col gap-3">
      <RadioGroup
        value={verdict ?? null}
        onChange={(chosen) => setVerdict(VERDICTS.find((each) => each === chosen))}
        className="flex flex-col gap-1"
      >
        <Label className="text-sm font-medium">{t('matters.resolve.verdict')}</Label>
        {VERDICTS.map((each) => (
          <Radio key={each} value={each} className={RADIO_CLASS}>
            <span className="flex flex-col">
              <span className="font-medium">{t(`matters.verdict.${each}`)}</span>
              <span className="text-xs text-muted">{t(`matters.resolve.${each}-means`)}</span>
            </span>
          </Radio>
        ))}
      </RadioGroup>
      <Field
        label={t(`matters.resolve.words-${verdict ?? 'held'}`)}
        value={held}
        onChange={setHeld}
        rows={3}
      />
      <Field label={t('matters.resolve.ground')} value={ground} onChange={setGround} rows={2} />
      <Fold title={t('matters.resolve.claims')}>
        <Stances matter={matter} stances={stances} onChange={setStances} />
      </Fold>
      <Readers matter={matter} named={claims.map(({ report }) => report)} />
      <FaultNotice fault={send.error} />
      <div>
        <Button tone="main" isDisabled={!isWhole || send.isPending} onPress={say}>
          {t(`matters.resolve.say-${verdict ?? 'none'}`)}
        </Button>
      </div>
    </div>
  );
}

interface NamedClaim {
  readonly name: string;
  readonly report: RecordHash;
  readonly claim: number;
}

/** What a resolution can speak of: each report as a whole, and its claims by number. */
function claimsOf({ table }: MatterView): readonly NamedClaim[] {
  const entries = table.flatMap((row) => row.entries).filter(({ words }) => words !== undefined);
  return entries
    .map(({ report, number }) => ({ name: `${report} ${number}`, report, claim: number }))
    .toSorted((one, other) => (one.report === other.report ? one.claim - other.claim : 0));
}

function Stances({
  matter,
  stances,
  onChange,
}: {
  readonly matter: MatterView;
  readonly stances: Readonly<Record<string, Stance>>;
  readonly onChange: (stances: Readonly<Record<string, Stance>>) => void;
}) {
  const { t } = useWords();
  return (
    <ul className="flex flex-col gap-2">
      {claimsOf(matter).map(({ name, report, claim }) => (
        <li key={name} className="grid grid-cols-[1fr_11rem] items-center gap-3 max-sm:grid-cols-1">
          <span className="min-w-0 text-sm wrap-anywhere" dir="auto">
            {entryWords(matter, report, claim)}
          </span>
          <Select
            label={t('matters.resolve.stance', { claim: entryWords(matter, report, claim) })}
            hideLabel
            value={stances[name] ?? 'none'}
            choices={STANCES.map((id) => ({ id, text: t(`matters.stance.${id}`) }))}
            onChange={(stance) => {
              const { [name]: _before, ...others } = stances;
              onChange(stance === 'none' ? others : { ...others, [name]: stance });
            }}
          />
        </li>
      ))}
    </ul>
  );
}

/** Who will read it: those who may read the matter and every report that it names. */
function Readers({
  matter,
  named,
}: {
  readonly matter: MatterView;
  readonly named: readonly string[];
}) {
  const { t, language } = useWords();
  const audiences = matter.parts
    .filter(({ hash }) => named.includes(hash))
    .map(({ audience }) => audience);
  const readers = audiences.reduce<readonly string[]>(commonReaders, matter.audience);
  const names = readers.map(useReaderName());
  return (
    <p className="text-sm" aria-live="polite">
      {readers.length === 1 && compartmentIn(readers) === undefined
        ? t('parts.audience.nobody')
        : t('parts.audience.readers', { parties: formatList(names, language) })}
    </p>
  );
}
