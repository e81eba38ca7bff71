import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';

import type { Handover } from '../../accord/holding/schema.ts';
import type { PartyId, RecordHash } from '../../base/ids.ts';
import type { HandoverView } from '../../contract/beside-plans.ts';
import { post } from '../api.ts';
import { useCentre } from '../centre.ts';
import { useGo } from '../go.ts';
import { useKept } from '../kept.ts';
import { Button } from '../parts/button.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Notice } from '../parts/notice.tsx';
import { Panel, Sheet } from '../parts/panel.tsx';
import { Select } from '../parts/select.tsx';
import { nameOf } from '../plans/phrase.tsx';
import { NumberField } from '../plans/number-field.tsx';
import { PlainField } from '../plans/plain-field.tsx';
import { plainText } from '../plans/plain-text.ts';
import { useSession } from '../session.ts';
import { useAddress } from '../routes.tsx';
import { useWords } from '../words/words.ts';
import { presenceQuery } from './presence-queries.ts';

interface HandoverDraft {
  readonly post: string | undefined;
  readonly to: string | undefined;
  readonly steps: readonly {
    readonly key: number;
    readonly text: string;
    readonly by: string | undefined;
  }[];
  readonly inventory: readonly {
    readonly key: number;
    readonly what: string;
    readonly count: string;
  }[];
}

const EMPTY_HANDOVER: HandoverDraft = {
  post: undefined,
  to: undefined,
  steps: [{ key: 1, text: '', by: undefined }],
  inventory: [],
};

/** A new handover: which of our posts, to whom, step by step, and what goes with it. */
export function HandoverForm() {
  const { t, language } = useWords();
  const go = useGo();
  const client = useQueryClient();
  const centre = useCentre();
  const { party: self } = useSession();
  const asked = useAddress((raw) => (typeof raw['post'] === 'string' ? raw['post'] : undefined));
  const posts = (useQuery(presenceQuery).data?.posts ?? []).filter(({ party }) => party === self);
  const [draft, change, drop] = useKept('handover', EMPTY_HANDOVER);
  const [isAsked, setAsked] = useState(false);
  const chosen = draft.post ?? asked;
  const handover = handoverOf({ ...draft, post: chosen }, language);
  const send = useMutation({
    mutationFn: (body: Handover) => post<HandoverView>('/api/handovers', { handover: body }),
    onSuccess: async (view) => {
      drop();
      await client.invalidateQueries({ queryKey: ['handovers'] });
      go(`/presence/handovers/${view.hash}`);
    },
  });
  const members = centre.parties.filter((party) => !party.observer && party.id !== self);
  const hands = [self as string, ...(draft.to === undefined ? [] : [draft.to])];
  const nextKey = (rows: readonly { readonly key: number }[]) =>
    Math.max(0, ...rows.map(({ key }) => key)) + 1;
  return (
    <Sheet title={t('presence.handover.begin')}>
      <Panel title={t('presence.handover.what')}>
        <div className="grid grid-cols-2 gap-3 max-md:grid-cols-1">
          <Select<string>
            label={t('presence.handover.post')}
            placeholder={t('reports.compose.choose')}
            value={chosen}
            onChange={(hash) => change({ post: hash })}
            choices={posts.map((view) => ({ id: view.hash, text: view.post.names[language] }))}
          />
          <Select<string>
            label={t('presence.handover.to')}
            placeholder={t('reports.compose.choose')}
            value={draft.to}
            onChange={(to) => change({ to })}
            choices={members.map(({ id, name }) => ({ id, text: name }))}
          />
        </div>
        {posts.length === 0 ? (
          <p className="mt-2 text-sm text-need">{t('presence.handover.no-post')}</p>
        ) : null}
      </Panel>
      <Panel title={t('presence.handover.steps')}>
        <ol className="flex flex-col gap-2">
          {draft.steps.map((step, i) => {
            const put = (part: Partial<typeof step>) =>
              change({
                steps: draft.steps.map((held) =>
                  held.key === step.key ? { ...held, ...part } : held,
                ),
              });
            return (
              <li key={step.key} className="flex flex-wrap items-end gap-2">
                <PlainField
                  label={t('presence.handover.step', { number: i + 1 })}
                  className="min-w-60 flex-1"
                  maxLength={200}
                  value={step.text}
                  onChange={(text) => put({ text })}
                />
                <Select<string>
                  label={t('presence.handover.by')}
                  placeholder={t('reports.compose.choose')}
                  className="w-52"
                  value={step.by}
                  onChange={(by) => put({ by })}
                  choices={hands.map((id) => ({ id, text: nameOf(id, { centre }) }))}
                />
                <Button
                  tone="quiet"
                  aria-label={t('presence.handover.remove-step', { number: i + 1 })}
                  onPress={() =>
                    change({ steps: draft.steps.filter(({ key }) => key !== step.key) })
                  }
                >
                  <X aria-hidden size={15} />
                </Button>
              </li>
            );
          })}
        </ol>
        <Button
          className="mt-2"
          onPress={() =>
            change({
              steps: [...draft.steps, { key: nextKey(draft.steps), text: '', by: undefined }],
            })
          }
        >
          <Plus aria-hidden size={15} />
          {t('presence.handover.add-step')}
        </Button>
      </Panel>
      <Panel title={t('presence.handover.inventory')}>
        <ul className="flex flex-col gap-2">
          {draft.inventory.map((line, i) => {
            const put = (part: Partial<typeof line>) =>
              change({
                inventory: draft.inventory.map((held) =>
                  held.key === line.key ? { ...held, ...part } : held,
                ),
              });
            return (
              <li key={line.key} className="flex flex-wrap items-end gap-2">
                <PlainField
                  label={t('presence.handover.item', { number: i + 1 })}
                  className="min-w-60 flex-1"
                  maxLength={200}
                  value={line.what}
                  onChange={(what) => put({ what })}
                />
                <NumberField
                  label={t('presence.handover.count')}
                  className="w-28"
                  value={line.count}
                  onChange={(count) => put({ count })}
                />
                <Button
                  tone="quiet"
                  aria-label={t('presence.handover.remove-item', { number: i + 1 })}
                  onPress={() =>
                    change({ inventory: draft.inventory.filter(({ key }) => key !== line.key) })
                  }
                >
                  <X aria-hidden size={15} />
                </Button>
              </li>
            );
          })}
        </ul>
        <Button
          className="mt-2"
          onPress={() =>
            change({
              inventory: [
                ...draft.inventory,
                { key: nextKey(draft.inventory), what: '', count: '' },
              ],
            })
          }
        >
          <Plus aria-hidden size={15} />
          {t('presence.handover.add-item')}
        </Button>
      </Panel>
      {isAsked && !handover ? <Notice tone="bad" title={t('presence.handover.missing')} /> : null}
      <FaultNotice fault={send.error} />
      <div className="flex flex-wrap justify-between gap-2">
        <Button
          tone="main"
          isDisabled={send.isPending}
          onPress={() => {
            setAsked(true);
            if (handover) send.mutate(handover);
          }}
        >
          {t('presence.handover.publish')}
        </Button>
        <Button tone="quiet" onPress={drop}>
          {t('plans.new.drop')}
        </Button>
      </div>
    </Sheet>
  );
}

/** The handover that is written, or nothing while a part of it is missing. */
function handoverOf(draft: HandoverDraft, language: Handover['language']): Handover | undefined {
  const line = (text: string) => plainText(text).replaceAll(/\s+/g, ' ').trim();
  const { post: of, to } = draft;
  const steps = draft.steps.map(({ text, by }, i) => ({
    id: String(i + 1),
    text: line(text),
    by: by as PartyId,
  }));
  const inventory = draft.inventory.map(({ what, count }) => ({
    what: line(what),
    count: Number(count),
  }));
  const isWhole =
    of !== undefined &&
    to !== undefined &&
    steps.length > 0 &&
    steps.every(({ text, by }) => text !== '' && by !== undefined) &&
    draft.inventory.every(({ what, count }) => line(what) !== '' && /^\d{1,6}$/.test(count));
  return isWhole
    ? { post: of as RecordHash, to: to as PartyId, language, steps, inventory }
    : undefined;
}
