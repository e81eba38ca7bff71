import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/browser';
import { startRegistration } from '@simplewebauthn/browser';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';

import type { NewPasskey, SigningKeyView } from '../../contract/api.ts';
import { FaultError, post } from '../api.ts';
import { Dtg } from '../parts/age.tsx';
import { Button } from '../parts/button.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Field } from '../parts/field.tsx';
import { HashMark } from '../parts/mono.tsx';
import { Notice } from '../parts/notice.tsx';
import { Panel } from '../parts/panel.tsx';
import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';

/** The keys with which this seat signs, and the way to register one more. */
export function KeysPanel() {
  const { t } = useWords();
  const { signingKeys } = useSession();
  const [label, setLabel] = useState('');
  const client = useQueryClient();
  const register = useMutation({
    mutationFn: registerPasskey,
    onSuccess: async () => {
      setLabel('');
      await client.invalidateQueries({ queryKey: ['session'] });
    },
  });
  return (
    <Panel title={t('centre.keys.title')}>
      <ul className="flex flex-col gap-2">
        {signingKeys.map((key) => (
          <li key={key.id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <KeyRound aria-hidden size={15} className="text-muted" />
            <span>{t(`centre.keys.${key.kind}`)}</span>
            <HashMark hash={key.id} />
            <span className="text-sm text-muted">
              {t('centre.claims.from')} <Dtg at={key.from} />
            </span>
          </li>
        ))}
      </ul>
      {signingKeys.length === 0 ? <p className="text-muted">{t('centre.keys.none')}</p> : null}
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
    </Panel>
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
