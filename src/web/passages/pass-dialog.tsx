import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import type { NewReleaseRequest, ReleaseAskView } from '../../contract/passages.ts';
import type { RecordView } from '../../contract/reports.ts';
import { post } from '../api.ts';
import { useCentre } from '../centre.ts';
import { useRaise } from '../notices.ts';
import { Button } from '../parts/button.tsx';
import { Checkbox, CheckboxGroup } from '../parts/checkbox.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Notice } from '../parts/notice.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { nameOf } from '../plans/phrase.tsx';
import { PlainField } from '../plans/plain-field.tsx';
import { plainText } from '../plans/plain-text.ts';
import { centreQuery } from '../queries.ts';
import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';

/** The way to pass another party's report on: a button that asks its author; nothing for our own. */
export function PassButton({ view }: { readonly view: RecordView }) {
  const { t } = useWords();
  const { party, seat } = useSession();
  const [isOpen, setOpen] = useState(false);
  if (view.place.author === party || !seat.duties.includes('report')) return null;
  return (
    <>
      <Button onPress={() => setOpen(true)}>{t('passages.pass.act')}</Button>
      <Dialog title={t('passages.pass.title')} isOpen={isOpen} onClose={() => setOpen(false)}>
        {isOpen ? <Asking view={view} onDone={() => setOpen(false)} /> : null}
      </Dialog>
    </>
  );
}

function Asking({ view, onDone }: { readonly view: RecordView; readonly onDone: () => void }) {
  const { t, language } = useWords();
  const centre = useCentre();
  const client = useQueryClient();
  const raise = useRaise();
  const members = useQuery(centreQuery).data?.charter.members ?? [];
  const [to, setTo] = useState<readonly string[]>([]);
  const [text, setText] = useState('');
  const { author, audience } = view.place;
  const others = members.filter((party) => !audience.includes(party));
  const reason = plainText(text).trim();
  const send = useMutation({
    mutationFn: (asked: NewReleaseRequest) => post<ReleaseAskView>('/api/release-requests', asked),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['passages'] });
      raise({ tone: 'ok', text: t('passages.pass.sent'), to: '/passages' });
      onDone();
    },
  });
  return (
    <div className="flex flex-col gap-3">
      <p>{t('passages.pass.what', { author: nameOf(author, { centre }) })}</p>
      {others.length === 0 ? (
        <Notice>{t('passages.pass.nobody')}</Notice>
      ) : (
        <CheckboxGroup label={t('passages.pass.to')} value={to} onChange={setTo}>
          {others.map((party) => (
            <Checkbox key={party} value={party}>
              <PartyMark party={party} />
            </Checkbox>
          ))}
        </CheckboxGroup>
      )}
      <PlainField
        label={t('passages.pass.reason')}
        rows={3}
        maxLength={2_000}
        value={text}
        onChange={setText}
      />
      <FaultNotice fault={send.error} />
      <Button
        tone="main"
        isDisabled={send.isPending || to.length === 0 || reason === ''}
        onPress={() =>
          send.mutate({ record: view.hash, to: to as NewReleaseRequest['to'], language, reason })
        }
      >
        {t('passages.pass.ask')}
      </Button>
    </div>
  );
}
