import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { formatInstant, instant } from '../../base/instant.ts';
import type { KeyEndView, KeyView, SignedSince } from '../../contract/keys.ts';
import { get, post } from '../api.ts';
import { useCentre } from '../centre.ts';
import { useRaise } from '../notices.ts';
import { useNow } from '../now.ts';
import { Dtg } from '../parts/age.tsx';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Notice } from '../parts/notice.tsx';
import { DtgField } from '../reports/dtg-field.tsx';
import { readDtg } from '../reports/dtg-reading.ts';
import { useWords } from '../words/words.ts';

/** Ends a key in our roster, and says first what it takes with it. */
export function KeyEndDialog({
  held,
  onClose,
}: {
  /** The key to end; undefined closes the dialog. */
  readonly held: KeyView | undefined;
  readonly onClose: () => void;
}) {
  const { t } = useWords();
  return (
    <Dialog title={t('centre.end.title')} isOpen={held !== undefined} onClose={onClose}>
      {held === undefined ? null : <Question held={held} onDone={onClose} />}
    </Dialog>
  );
}

function Question({ held, onDone }: { readonly held: KeyView; readonly onDone: () => void }) {
  const { t } = useWords();
  const { zone } = useCentre();
  const now = useNow(20);
  const raise = useRaise();
  const client = useQueryClient();
  const [when, setWhen] = useState('');
  const read = when.trim() === '' ? undefined : readDtg(when, now, zone);
  // By the minute, as the field writes it: leaving the field must not change what is asked.
  const minute = read?.ok === true ? instant(read.value - (read.value % 60)) : undefined;
  const since = minute === undefined ? undefined : formatInstant(minute);
  const isReadable = read === undefined || read.ok;
  const path = `/api/keys/${held.id}/end`;
  const asked = useQuery({
    queryKey: ['keys', held.id, since ?? 'now'],
    queryFn: ({ signal }) =>
      get<KeyEndView>(since === undefined ? path : `${path}?since=${since}`, signal),
    enabled: isReadable,
    retry: false,
  });
  const end = useMutation({
    mutationFn: () => post<KeyView>(path, since === undefined ? {} : { since }),
    onSuccess: () => {
      for (const thing of ['keys', 'session', 'plans', 'log']) {
        void client.invalidateQueries({ queryKey: [thing] });
      }
      raise({ tone: 'ok', text: t('centre.end.done') });
      onDone();
    },
  });
  const { signed = [], more = false } = asked.data ?? {};
  return (
    <div className="flex flex-col gap-3">
      <p>{t('centre.end.what')}</p>
      <DtgField
        label={t('centre.end.since')}
        value={when}
        onChange={setWhen}
        onSettle={setWhen}
        fault={undefined}
      />
      <p className="text-sm text-muted">{t('centre.end.since-means')}</p>
      <FaultNotice fault={asked.error} />
      {asked.data && signed.length === 0 ? (
        <Notice tone="ok">{t('centre.end.nothing')}</Notice>
      ) : null}
      {signed.length > 0 ? (
        <Notice tone="need" title={t('centre.end.undone')}>
          <ul className="mt-1 flex flex-col gap-1">
            {signed.map((each) => (
              <li key={each.record}>
                <SignedLine signed={each} />
              </li>
            ))}
          </ul>
          {more ? <p className="mt-1">{t('centre.end.more')}</p> : null}
        </Notice>
      ) : null}
      <FaultNotice fault={end.error} />
      <Button
        tone="main"
        isDisabled={!asked.data || !isReadable || end.isPending}
        onPress={() => end.mutate()}
      >
        {t('centre.end.confirm')}
      </Button>
    </div>
  );
}

function SignedLine({ signed }: { readonly signed: SignedSince }) {
  const { t } = useWords();
  const what =
    signed.kind === 'signing' ? t('centre.end.signing') : t(`centre.end.${signed.verdict}`);
  return (
    <span className="flex flex-wrap items-baseline gap-x-2">
      <Dtg at={signed.at} short />
      <span>{what}</span>
      {signed.kind === 'decision' ? <bdi className="font-medium">{signed.name}</bdi> : null}
      {signed.kind === 'decision' && signed.stands ? (
        <span className="text-need">{t('centre.end.stands')}</span>
      ) : null}
    </span>
  );
}
