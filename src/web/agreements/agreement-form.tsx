import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus, Scale, Send, X } from 'lucide-react';
import { useMemo, useState } from 'react';

import type { Agreement } from '../../accord/agreement/schema.ts';
import type { Language } from '../../accord/party/names.ts';
import type { AgreementView } from '../../contract/beside-plans.ts';
import { post } from '../api.ts';
import { useCentre } from '../centre.ts';
import { useGo } from '../go.ts';
import { useKept } from '../kept.ts';
import type { MapArea, MapShape } from '../map/marks.ts';
import { Button } from '../parts/button.tsx';
import { Checkbox, CheckboxGroup } from '../parts/checkbox.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Notice } from '../parts/notice.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { Select } from '../parts/select.tsx';
import type { Hand } from '../plans/hand.ts';
import { geometryOf } from '../plans/outline.ts';
import { PlainField } from '../plans/plain-field.tsx';
import { cameraOver, PlanMap } from '../plans/plan-map.tsx';
import { PlanPage, Part } from '../plans/plan-page.tsx';
import { centreQuery } from '../queries.ts';
import { LANGUAGES } from '../words/language.ts';
import { useWords } from '../words/words.ts';
import type { AgreementDraft, ArticleDraft } from './agreement-draft.ts';
import { agreementFaults, agreementOf, EMPTY_AGREEMENT, EMPTY_RULE } from './agreement-draft.ts';
import { NamesField } from './names-field.tsx';
import { RuleForm } from './rule-form.tsx';

/** A new agreement: its parties, its articles, and what each does to plans; all members read it. */
export function AgreementForm() {
  const { t, language: spoken } = useWords();
  const go = useGo();
  const client = useQueryClient();
  const { parties } = useCentre();
  const [draft, change, drop] = useKept('agreement', EMPTY_AGREEMENT);
  const [hand, setHand] = useState<Hand>();
  const [isAsked, setAsked] = useState(false);
  const language = draft.language ?? spoken;
  const faults = agreementFaults(draft, language);
  const send = useMutation({
    mutationFn: (agreement: Agreement) => post<AgreementView>('/api/agreements', { agreement }),
    onSuccess: (view) => {
      drop();
      client.setQueryData(['agreements', view.hash], view);
      void client.invalidateQueries({ queryKey: ['agreements'] });
      go(`/agreements/${view.hash}`);
    },
  });
  const publish = () => {
    setAsked(true);
    const agreement = agreementOf(draft, language);
    if (agreement) send.mutate(agreement);
  };
  const put = (article: ArticleDraft) =>
    change({
      articles: draft.articles.map((held) => (held.key === article.key ? article : held)),
    });
  const next = Math.max(0, ...draft.articles.map(({ key }) => key)) + 1;
  return (
    <PlanPage
      back="/agreements"
      title={t('agreements.new.title')}
      map={<AreaMap draft={draft} hand={hand} onDone={() => setHand(undefined)} />}
    >
      <Select<Language>
        label={t('agreements.new.language')}
        className="max-w-60"
        value={language}
        onChange={(chosen) => change({ language: chosen })}
        choices={LANGUAGES.map(({ id, name }) => ({ id, text: name }))}
      />
      <NamesField
        label={t('agreements.new.name')}
        names={draft.names}
        language={language}
        fault={isAsked && faults.includes('name') ? t('agreements.missing.name') : undefined}
        onChange={(names) => change({ names })}
      />
      <CheckboxGroup
        label={t('agreements.new.parties')}
        value={draft.parties}
        onChange={(chosen) => change({ parties: chosen })}
        fault={isAsked && faults.includes('parties') ? t('agreements.missing.parties') : undefined}
      >
        {parties
          .filter((party) => !party.observer)
          .map((party) => (
            <Checkbox key={party.id} value={party.id}>
              <PartyMark party={party.id} />
            </Checkbox>
          ))}
      </CheckboxGroup>
      <Part title={t('agreements.article.title')}>
        <ol className="flex flex-col gap-4">
          {draft.articles.map((article, i) => (
            <li key={article.key} className="flex flex-col gap-2">
              <PlainField
                label={t('agreements.article.number', { id: String(i + 1) })}
                rows={3}
                value={article.text}
                onChange={(text) => put({ ...article, text })}
              />
              {article.rule ? (
                <RuleForm
                  rule={article.rule}
                  isAsked={isAsked}
                  onDraw={setHand}
                  onChange={(rule) => put({ ...article, rule })}
                  onRemove={() => put({ ...article, rule: undefined })}
                />
              ) : null}
              <div className="flex flex-wrap gap-2">
                {article.rule ? null : (
                  <Button onPress={() => put({ ...article, rule: EMPTY_RULE })}>
                    <Scale aria-hidden size={14} />
                    {t('agreements.rule.add')}
                  </Button>
                )}
                {draft.articles.length < 2 ? null : (
                  <Button
                    tone="quiet"
                    onPress={() =>
                      change({ articles: draft.articles.filter(({ key }) => key !== article.key) })
                    }
                  >
                    <X aria-hidden size={14} />
                    {t('agreements.article.remove', { id: String(i + 1) })}
                  </Button>
                )}
              </div>
            </li>
          ))}
        </ol>
        <div>
          <Button
            onPress={() =>
              change({ articles: [...draft.articles, { key: next, text: '', rule: undefined }] })
            }
          >
            <Plus aria-hidden size={15} />
            {t('agreements.article.add')}
          </Button>
        </div>
      </Part>
      {isAsked && faults.length > 0 ? (
        <Notice tone="bad" title={t('agreements.missing.title')}>
          <ul className="list-inside list-disc">
            {faults.map((fault) => (
              <li key={fault}>{t(`agreements.missing.${fault}`)}</li>
            ))}
          </ul>
        </Notice>
      ) : null}
      <FaultNotice fault={send.error} />
      <div className="flex flex-wrap items-center justify-between gap-2 border-t border-line pt-3">
        <Button tone="main" isDisabled={send.isPending} onPress={publish}>
          <Send aria-hidden size={15} className="rtl:-scale-x-100" />
          {t('agreements.new.publish')}
        </Button>
        <Button tone="quiet" onPress={drop}>
          {t('plans.new.drop')}
        </Button>
      </div>
      <p className="text-xs text-muted">{t('agreements.new.means')}</p>
    </PlanPage>
  );
}

function AreaMap({
  draft,
  hand,
  onDone,
}: {
  readonly draft: AgreementDraft;
  readonly hand: Hand | undefined;
  readonly onDone: () => void;
}) {
  const { t } = useWords();
  const charter = useQuery(centreQuery).data?.charter;
  const areas = useMemo(
    () =>
      draft.articles.flatMap(({ key, rule }, i): MapArea[] => {
        const drawn = rule?.area ? geometryOf(rule.area) : undefined;
        const label = t('agreements.article.number', { id: String(i + 1) });
        return drawn
          ? [{ id: `rule ${key}`, kind: 'draft', shape: drawn as unknown as MapShape, label }]
          : [];
      }),
    [draft.articles, t],
  );
  if (!charter) return null;
  return (
    <PlanMap
      area={undefined}
      beside={areas}
      camera={cameraOver(charter.area as unknown as MapShape)}
      drawing={hand?.mode}
      onDrawn={(drawn) => {
        hand?.take(drawn);
        onDone();
      }}
      onDrawingCancel={onDone}
    />
  );
}
