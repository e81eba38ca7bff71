import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';

import type { Saved } from '../../contract/api.ts';
import type { PostView, SiteView } from '../../contract/beside-plans.ts';
import { agreementsQuery } from '../agreements/agreement-queries.ts';
import { NamesField } from '../agreements/names-field.tsx';
import { post } from '../api.ts';
import { useGo } from '../go.ts';
import { useKept } from '../kept.ts';
import { instantOf, useNow } from '../now.ts';
import { Select } from '../parts/select.tsx';
import { AheadField } from '../plans/ahead-field.tsx';
import { OutlineMap } from '../plans/outline-map.tsx';
import type { Hand } from '../plans/hand.ts';
import { NumberField } from '../plans/number-field.tsx';
import { OutlineField } from '../plans/outline-field.tsx';
import { PlainField } from '../plans/plain-field.tsx';
import { PlanPage, Part } from '../plans/plan-page.tsx';
import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';
import type { HoldingDraft, HoldingFault } from './holding-draft.ts';
import { draftOfHolding, EMPTY_HOLDING, holdingFaults, postOf, siteOf } from './holding-draft.ts';
import { RecordEnd } from './record-end.tsx';
import { POST_KINDS, SITE_KINDS } from '../../accord/holding/kinds.ts';

/** A post or a protected site to be put on record, or one of ours to be replaced by a later record. */
export function HoldingForm({
  type,
  replaced,
}: {
  readonly type: 'post' | 'site';
  readonly replaced: PostView | SiteView | undefined;
}) {
  const { t, language } = useWords();
  const go = useGo();
  const client = useQueryClient();
  const { party: self } = useSession();
  const empty = useMemo(() => (replaced ? draftOfHolding(replaced) : EMPTY_HOLDING), [replaced]);
  const [draft, change, drop] = useKept(`${type}/${replaced?.hash ?? 'new'}`, empty);
  const [hand, setHand] = useState<Hand>();
  const [isAsked, setAsked] = useState(false);
  const faults = holdingFaults(draft, language);
  const send = useMutation({
    mutationFn: (body: object) => post<Saved>(`/api/${type}s`, body),
    onSuccess: async () => {
      drop();
      await client.invalidateQueries({ queryKey: ['presence'] });
      go('/presence');
    },
  });
  const record = () => {
    setAsked(true);
    const body = type === 'post' ? postOf(draft, language) : siteOf(draft, language);
    if (!body) return;
    const audience = [self, ...draft.audience.filter((id) => id !== self)];
    const replaces = replaced ? { replaces: replaced.hash } : {};
    send.mutate({ audience, [type]: body, ...replaces });
  };
  return (
    <PlanPage
      back="/presence"
      title={t(replaced ? `presence.${type}.replace-title` : `presence.${type}.new`)}
      map={
        <OutlineMap
          outline={draft.outline}
          reachMetres={Number(draft.distance) || 0}
          label={draft.names[language]}
          hand={hand}
          onDone={() => setHand(undefined)}
        />
      }
    >
      <Fields
        {...{ type, draft, change }}
        faults={isAsked ? faults : []}
        isAsked={isAsked}
        onDraw={setHand}
      />
      {type === 'post' ? <Allowed draft={draft} change={change} /> : null}
      <RecordEnd
        audience={draft.audience}
        missing={isAsked ? faults.map((fault) => t(`presence.missing.${fault}`)) : []}
        missingTitle={t('presence.missing.title')}
        act={t(`presence.${type}.record`)}
        means={t(`presence.${type}.means`)}
        fault={send.error}
        isSending={send.isPending}
        onAudience={(audience) => change({ audience })}
        onRecord={record}
        onDrop={drop}
      />
    </PlanPage>
  );
}

interface Writing {
  readonly draft: HoldingDraft;
  readonly change: (part: Partial<HoldingDraft>) => void;
}

function Fields({
  type,
  draft,
  change,
  faults,
  isAsked,
  onDraw,
}: Writing & {
  readonly type: 'post' | 'site';
  readonly faults: readonly HoldingFault[];
  readonly isAsked: boolean;
  readonly onDraw: (hand: Hand) => void;
}) {
  const { t, language } = useWords();
  const now = useNow(60);
  const wrong = (fault: HoldingFault) =>
    faults.includes(fault) ? t(`presence.missing.${fault}`) : undefined;
  const distanceFault = wrong('distance');
  const kinds: readonly string[] = type === 'post' ? POST_KINDS : SITE_KINDS;
  return (
    <>
      <NamesField
        label={t('presence.part.name')}
        names={draft.names}
        language={language}
        fault={wrong('name')}
        onChange={(names) => change({ names })}
      />
      <Select<string>
        label={t('presence.part.kind')}
        placeholder={t('reports.compose.choose')}
        value={draft.kind}
        onChange={(kind) => change({ kind })}
        choices={kinds.map((id) => ({ id, text: t(`presence.kind.${id}`) }))}
      />
      <Part title={t('presence.part.place')}>
        <OutlineField
          outline={draft.outline}
          modes={['point', 'polygon']}
          isAsked={isAsked}
          missing={t('presence.missing.place')}
          onDraw={onDraw}
          onChange={(outline) => change({ outline })}
        />
      </Part>
      <NumberField
        label={t('presence.part.distance')}
        className="w-60"
        value={draft.distance}
        hint={t(`presence.distance.hint-${type}`)}
        onChange={(distance) => change({ distance })}
        {...(distanceFault === undefined ? {} : { fault: distanceFault })}
      />
      <div className="flex items-start gap-3 max-sm:flex-col max-sm:items-stretch">
        <AheadField
          label={t('plans.new.from')}
          value={draft.from}
          base={now}
          onChange={(from) => change({ from })}
          fault={wrong('from')}
        />
        <AheadField
          label={t('plans.new.upto')}
          value={draft.upto}
          base={draft.from === undefined ? now : instantOf(draft.from)}
          onChange={(upto) => change({ upto })}
          fault={wrong('upto')}
          hint={t('agreements.rule.no-end')}
        />
      </div>
    </>
  );
}

const NONE = 'none';

/** What allows a post on ground that another claims: an article, a purpose, until when. */
function Allowed({ draft, change }: Writing) {
  const { t, language } = useWords();
  const now = useNow(60);
  const agreements = useQuery(agreementsQuery).data ?? [];
  const chosen = agreements.find(({ hash }) => hash === draft.agreement);
  return (
    <Part title={t('presence.allowed.title')}>
      <p className="text-sm text-muted">{t('presence.allowed.means')}</p>
      <Select<string>
        label={t('presence.allowed.agreement')}
        value={draft.agreement ?? NONE}
        onChange={(hash) => change({ agreement: hash === NONE ? undefined : hash, article: '' })}
        choices={[
          { id: NONE, text: t('presence.allowed.none') },
          ...agreements.map(({ hash, agreement, inForce }) => ({
            id: hash as string,
            text: agreement.names[language],
            hint: t(inForce ? 'agreements.list.in-force' : 'agreements.list.open'),
          })),
        ]}
      />
      {chosen ? (
        <>
          <Select<string>
            label={t('presence.allowed.article')}
            placeholder={t('reports.compose.choose')}
            value={draft.article === '' ? undefined : draft.article}
            onChange={(article) => change({ article })}
            choices={chosen.agreement.articles.map(({ id, text }) => ({
              id,
              text: t('agreements.article.number', { id }),
              hint: text.slice(0, 80),
            }))}
          />
          <PlainField
            label={t('presence.allowed.purpose')}
            maxLength={200}
            value={draft.purpose}
            onChange={(purpose) => change({ purpose })}
          />
          <AheadField
            label={t('presence.allowed.upto')}
            value={draft.allowedUpto}
            base={now}
            onChange={(allowedUpto) => change({ allowedUpto })}
            hint={t('agreements.rule.no-end')}
          />
        </>
      ) : null}
    </Part>
  );
}
