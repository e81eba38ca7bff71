import { FaultError } from '../api.ts';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Notice } from '../parts/notice.tsx';
import { useWords } from '../words/words.ts';

/** Why a key did not sign, in one sentence that guesses nothing. */
export function KeyTrouble({ fault }: { readonly fault: unknown }) {
  const { t } = useWords();
  if (fault instanceof FaultError && fault.code === 'key-elsewhere') {
    return <Notice tone="bad">{t('plans.key.elsewhere', { host: location.hostname })}</Notice>;
  }
  return <FaultNotice fault={fault} />;
}
