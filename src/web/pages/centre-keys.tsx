import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/browser';
import { startRegistration } from '@simplewebauthn/browser';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';

import type { NewPasskey, SigningKeyView } from '../../contract/api.ts';
import type { KeyView } from '../../contract/keys.ts';
import { FaultError, get, post } from '../api.ts';
import { instantOf, useNow } from '../now.ts';
import { Dtg } from '../parts/age.tsx';
import { Button } from '../parts/button.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Field } from '../parts/field.tsx';
import { HashMark } from '../parts/mono.tsx';
import { Notice } from '../parts/notice.tsx';
import { Panel } from '../parts/panel.tsx';
import { centreQuery } from '../queries.ts';
import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';
import { KeyEndDialog } from './centre-key-end.tsx';

/** The keys with which this seat signs, the way to register one more, and to end one. */
export function KeysPanel() {
  const { t } = useWords();
  const { seat } = useSession();
  const keys = useQuery({
    queryKey: ['keys'],
    queryFn: ({ signal }) => get<readonly KeyView[]>('/api/keys', signal),
  });
  const [ending, setEnding] = useState<KeyView>();
  const ours = (keys.data ?? []).filter((key) => key.seat === seat.seat);
  const others = (keys.data ?? []).filter((key) => key.seat !== seat.seat);
  const [label, setLabel] = useState('');
  const client = useQueryClient();
  const register = useMutation({
    mutationFn: registerPasskey,
    onSuccess: async () => {
      setLabel('');
      await client.invalidateQueries({ queryKey: ['keys'] });
      await client.invalidateQueries({ queryKey: ['session'] });
    },
  });
  return (
    <Panel title={t('centre.keys.title')}>
      <FaultNotice fault={keys.error} onRetry={() => void keys.refetch()} />
      <KeyList keys={ours} onEnd={setEnding} />
      {keys.data && ours.length === 0 ? (
        <p className="text-muted">{t('centre.keys.none')}</p>
      ) : null}
      <form
        className="mt-3 flex flex-wrap items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          register.mutate(label.trim());
        }}
      >
        <Field
          label={t('centre.keys.label')}
          value={label}
          onChange={setLabel}
          maxLength={64}
          className="min-w-48 flex-1"
        />
        <Button type="submit" isDisabled={label.trim() === '' || register.isPending}>
          {t('centre.keys.register')}
        </Button>
      </form>
      <div className="mt-2 flex flex-col gap-2">
        <FaultNotice fault={register.error} />
        {register.isSuccess ? <Notice tone="ok">{t('centre.keys.registered')}</Notice> : null}
        <p className="text-sm text-muted">{t('centre.keys.what')}</p>
      </div>
      {others.length > 0 ? (
        <details className="mt-3">
          <summary className="text-sm underline">
            {t('centre.keys.others', { count: others.length })}
          </summary>
          <div className="mt-2">
            <KeyList keys={others} onEnd={setEnding} isNamed />
          </div>
        </details>
      ) : null}
      <KeyEndDialog held={ending} onClose={() => setEnding(undefined)} />
    </Panel>
  );
}

function KeyList({
  keys,
  onEnd,
  isNamed = false,
}: {
  readonly keys: readonly KeyView[];
  readonly onEnd: (key: KeyView) => void;
  /** Whether each key's seat is said. */
  readonly isNamed?: boolean;
}) {
  const { t, language } = useWords();
  const desks = useQuery(centreQuery).data?.desks ?? [];
  const now = useNow(20);
  return (
    <ul className="flex flex-col gap-2">
      {keys.map((key) => (
        <li key={key.id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <KeyRound aria-hidden size={15} className="text-muted" />
          <span>
            {isNamed ? (
              <span className="font-medium">
                {desks.find(({ seat }) => seat === key.seat)?.names[language] ?? key.seat}:{' '}
              </span>
            ) : null}
            {key.label === undefined ? t(`centre.keys.${key.kind}`) : <bdi>{key.label}</bdi>}
          </span>
          <HashMark hash={key.id} />
          <span className="text-sm text-muted">
            {t('centre.claims.from')} <Dtg at={key.from} />
            {key.upto === null ? null : (
              <>
                {' '}
                {t('centre.claims.upto')} <Dtg at={key.upto} />
              </>
            )}
          </span>
          {key.upto === null || instantOf(key.upto) > now ? (
            <Button onPress={() => onEnd(key)}>{t('centre.keys.end')}</Button>
          ) : (
            <span className="text-sm text-muted">{t('centre.keys.ended')}</span>
          )}
        </li>
      ))}
    </ul>
  );
}

async function registerPasskey(label: string): Promise<SigningKeyView> {
  const optionsJSON = await post<PublicKeyCredentialCreationOptionsJSON>('/api/passkeys/options');
  const credential = await startRegistration({ optionsJSON }).catch(() => {
    // The browser will not say whether the key was absent, refused or late.
    throw new FaultError('key-did-not-sign', 0);
  });
  const passkey: NewPasskey = { label, credential };
  return post<SigningKeyView>('/api/passkeys', passkey);
}
