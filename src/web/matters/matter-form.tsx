import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { isCompartmentId } from '../../base/ids.ts';
import type { MatterView } from '../../contract/matters.ts';
import type { RecordView } from '../../contract/reports.ts';
import { post } from '../api.ts';
import { useCentre } from '../centre.ts';
import { useGo } from '../go.ts';
import { useKeys } from '../keys.ts';
import { AudiencePicker } from '../parts/audience-picker.tsx';
import { Button } from '../parts/button.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Field } from '../parts/field.tsx';
import { Panel, Sheet } from '../parts/panel.tsx';
import { plainText } from '../plans/plain-text.ts';
import { recordQuery } from '../queries.ts';
import { useAddress } from '../routes.tsx';
import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';
import { readKnowledgeAnew } from './matter-queries.ts';

/** Opens a matter, from a report where the address names one; who reads it is asked before its text. */
export function MatterForm() {
  const from = useAddress((raw) => (typeof raw['report'] === 'string' ? raw['report'] : undefined));
  const first = useQuery({ ...recordQuery(from ?? ''), enabled: from !== undefined });
  if (from !== undefined && !first.data) return <FaultNotice fault={first.error} />;
  return <Form key={from} first={from === undefined ? undefined : first.data} />;
}

function Form({ first }: { readonly first: RecordView | undefined }) {
  const { t, language } = useWords();
  const go = useGo();
  const client = useQueryClient();
  const { party: self } = useSession();
  const { parties } = useCentre();
  const record = first?.record;
  const report = record?.type === 'report' ? record.body : undefined;
  const members = parties.filter((party) => !party.observer).map(({ id }) => id);
  const [audience, setAudience] = useState<readonly string[]>(
    (first?.place.audience ?? []).filter(
      (id) => id !== self && (members.includes(id) || isCompartmentId(id)),
    ),
  );
  const [title, setTitle] = useState(report?.title ?? '');
  const [text, setText] = useState('');
  useKeys({ Escape: () => history.back() });
  const send = useMutation({
    mutationFn: async () => {
      const words = plainText(text).trim();
      const matter = {
        title: plainText(title).replaceAll(/\s+/g, ' ').trim(),
        language,
        ...(words === '' ? {} : { text: words }),
      };
      const body = { audience: [self, ...audience], tlp: record?.marking.tlp ?? 'AMBER', matter };
      const opened = await post<MatterView>('/api/matters', body);
      if (first) {
        const part = { relation: 'part-of', from: first.hash, to: opened.hash };
        await post('/api/links', part);
      }
      return opened;
    },
    onSuccess: ({ hash }) => {
      readKnowledgeAnew(client);
      go(`/matters/${hash}`);
    },
  });
  return (
    <Sheet title={t('matters.new.title')}>
      <Panel title={t('matters.new.who')}>
        <AudiencePicker offersCompartments ours={self} value={audience} onChange={setAudience} />
      </Panel>
      <Panel title={t('matters.new.what')}>
        <div className="flex flex-col gap-3">
          <Field
            label={t('matters.new.name')}
            hint={t('matters.new.name-hint')}
            value={title}
            onChange={setTitle}
            maxLength={200}
            autoFocus
          />
          <Field label={t('matters.new.text')} value={text} onChange={setText} rows={3} />
          <FaultNotice fault={send.error} />
          <div>
            <Button
              tone="main"
              isDisabled={send.isPending || title.trim() === ''}
              onPress={() => send.mutate()}
            >
              {t('matters.new.open')}
            </Button>
          </div>
          <p className="text-xs text-muted">{t('matters.new.means')}</p>
        </div>
      </Panel>
    </Sheet>
  );
}
