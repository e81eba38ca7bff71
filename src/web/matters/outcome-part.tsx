import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';

import { OUTCOME_VERDICTS } from '../../accord/knowledge/matter-schema.ts';
import type { Outcome } from '../../accord/knowledge/matter-schema.ts';
import type { KnowledgeView, OutcomeView } from '../../contract/matters.ts';
import { post } from '../api.ts';
import { Age } from '../parts/age.tsx';
import { Button } from '../parts/button.tsx';
import { Checkbox, CheckboxGroup } from '../parts/checkbox.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Field } from '../parts/field.tsx';
import { GoLink } from '../parts/go-link.tsx';
import { Written } from '../parts/mono.tsx';
import { Panel } from '../parts/panel.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { Select } from '../parts/select.tsx';
import { plainText } from '../plans/plain-text.ts';
import { RADIO_CLASS } from '../plans/radio-class.ts';
import { recordQuery } from '../queries.ts';
import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';
import { JudgementMark } from './judgement-mark.tsx';
import { readKnowledgeAnew } from './matter-queries.ts';

/** What became of a report, by whose word and on what ground, and our own word on it. [M12] [M13] */
export function OutcomePart({ knowledge }: { readonly knowledge: KnowledgeView }) {
  const { t } = useWords();
  const { seat } = useSession();
  const [isOpen, setOpen] = useState(false);
  const mayJudge = seat.duties.includes('grade');
  return (
    <Panel
      title={t('matters.outcome.title')}
      actions={
        mayJudge && !isOpen ? (
          <Button onPress={() => setOpen(true)}>{t('matters.outcome.act')}</Button>
        ) : null
      }
    >
      <div className="flex flex-col gap-3">
        {knowledge.judgement ? (
          <p className="flex flex-wrap items-center gap-x-2">
            {t('matters.outcome.whole')}: <JudgementMark judgement={knowledge.judgement} />
          </p>
        ) : null}
        {knowledge.outcomes.length === 0 ? (
          <p className="text-muted">{t('matters.outcome.none')}</p>
        ) : (
          <ul className="flex flex-col gap-2">
            {knowledge.outcomes.map((outcome) => (
              <OutcomeLine key={outcome.hash} outcome={outcome} knowledge={knowledge} />
            ))}
          </ul>
        )}
        {isOpen ? <OutcomeForm knowledge={knowledge} onDone={() => setOpen(false)} /> : null}
      </div>
    </Panel>
  );
}

function OutcomeLine({
  outcome,
  knowledge,
}: {
  readonly outcome: OutcomeView;
  readonly knowledge: KnowledgeView;
}) {
  const { t } = useWords();
  const claim = knowledge.claims.find(({ number }) => number === outcome.claim);
  return (
    <li className="flex flex-col gap-0.5 border-s-2 border-line ps-2.5">
      <span className="flex flex-wrap items-center gap-x-2">
        <PartyMark party={outcome.party} />
        <span className="font-medium">{t(`matters.outcome.said-${outcome.verdict}`)}</span>
        <Age at={outcome.at} short />
      </span>
      {claim ? (
        <span className="text-sm text-muted">
          {t('matters.outcome.of-claim', { number: claim.number })} <Written>{claim.words}</Written>
        </span>
      ) : null}
      <Written lang={outcome.language}>{outcome.ground}</Written>
      {outcome.evidence.map(({ record, title }) => (
        <GoLink key={record} to={`/reports/${record}`} className="text-sm underline">
          <Written>{title === '' ? t('matters.outcome.record') : title}</Written>
        </GoLink>
      ))}
    </li>
  );
}

function OutcomeForm({
  knowledge,
  onDone,
}: {
  readonly knowledge: KnowledgeView;
  readonly onDone: () => void;
}) {
  const { t, language } = useWords();
  const client = useQueryClient();
  const [claim, setClaim] = useState('0');
  const [verdict, setVerdict] = useState<Outcome['verdict'] | undefined>(undefined);
  const [ground, setGround] = useState('');
  const [evidence, setEvidence] = useState<readonly string[]>([]);
  const { claims, report } = knowledge;
  const send = useMutation({
    mutationFn: (body: object) => post<KnowledgeView>('/api/outcomes', body),
    onSuccess: () => {
      readKnowledgeAnew(client);
      onDone();
    },
  });
  const say = () =>
    send.mutate({
      report,
      ...(claim === '0' ? {} : { claim: Number(claim) }),
      verdict,
      language,
      ground: plainText(ground).trim(),
      evidence,
    });
  return (
    <div className="flex flex-col gap-3 border-t border-line pt-3">
      {claims.length === 0 ? null : (
        <Select
          label={t('matters.outcome.of')}
          value={claim}
          onChange={setClaim}
          choices={[
            { id: '0', text: t('matters.outcome.whole') },
            ...claims.map(({ number, words }) => ({
              id: String(number),
              text: `${number}: ${words}`,
            })),
          ]}
        />
      )}
      <RadioGroup
        value={verdict ?? null}
        onChange={(chosen) => setVerdict(OUTCOME_VERDICTS.find((each) => each === chosen))}
        className="flex flex-col gap-1"
      >
        <Label className="text-sm font-medium">{t('matters.outcome.verdict')}</Label>
        {OUTCOME_VERDICTS.map((each) => (
          <Radio key={each} value={each} className={RADIO_CLASS}>
            {t(`matters.judgement.${each}`)}
          </Radio>
        ))}
      </RadioGroup>
      <OwnWord hash={report} verdict={verdict} />
      <Field label={t('matters.outcome.ground')} value={ground} onChange={setGround} rows={2} />
      <Evidence hash={report} value={evidence} onChange={setEvidence} />
      <FaultNotice fault={send.error} />
      <div className="flex flex-wrap gap-2">
        <Button
          tone="main"
          isDisabled={verdict === undefined || ground.trim() === '' || send.isPending}
          onPress={say}
        >
          {t('matters.outcome.say')}
        </Button>
        <Button tone="quiet" onPress={onDone}>
          {t('parts.dialog.close')}
        </Button>
      </div>
    </div>
  );
}

/** Nobody confirms its own; whoever tries is told so before it is said. [M13] */
function OwnWord({
  hash,
  verdict,
}: {
  readonly hash: string;
  readonly verdict: Outcome['verdict'] | undefined;
}) {
  const { t } = useWords();
  const { party } = useSession();
  const author = useQuery(recordQuery(hash)).data?.place.author;
  if (author !== party || verdict !== 'confirmed') return null;
  return <p className="text-sm text-need">{t('matters.outcome.own')}</p>;
}

/** Reports that are linked with this one can be named as what the word rests on. */
function Evidence({
  hash,
  value,
  onChange,
}: {
  readonly hash: string;
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
}) {
  const { t } = useWords();
  const links = useQuery(recordQuery(hash)).data?.links ?? [];
  const offered = new Map(
    links
      .filter(({ title, relation }) => title !== '' && relation !== 'part-of')
      .map(({ report, title }) => [report, title]),
  );
  if (offered.size === 0) return null;
  return (
    <CheckboxGroup label={t('matters.outcome.evidence')} value={value} onChange={onChange}>
      {[...offered].map(([report, title]) => (
        <Checkbox key={report} value={report}>
          <Written>{title}</Written>
        </Checkbox>
      ))}
      <span className="text-xs text-muted">{t('matters.outcome.evidence-means')}</span>
    </CheckboxGroup>
  );
}
