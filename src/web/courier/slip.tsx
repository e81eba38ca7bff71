import { useMemo } from 'react';

import { parseHex } from '../../base/bytes.ts';
import type { BundleView, OpenedView } from '../../contract/courier.ts';
import { Dtg } from '../parts/age.tsx';
import { Mono } from '../parts/mono.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { formatBytes, formatNumber } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import { FingerprintMark } from './fingerprint-mark.tsx';

/** The paper that travels apart from the file; who opens the file sees the same and compares. [B12] */
export function Slip({ bundle }: { readonly bundle: BundleView | OpenedView }) {
  const { t, language } = useWords();
  const hash = useMemo(() => {
    const bytes = parseHex(bundle.sha256);
    return bytes.ok ? bytes.value : new Uint8Array(32);
  }, [bundle.sha256]);
  return (
    <article className="paper flex flex-col gap-3" data-slip={bundle.sha256}>
      <h3 className="text-lg">{t('courier.slip.title')}</h3>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
        <dt className="text-muted">{t('courier.slip.from')}</dt>
        <dd>
          <PartyMark party={bundle.from} />
        </dd>
        {'to' in bundle ? (
          <>
            <dt className="text-muted">{t('courier.slip.to')}</dt>
            <dd>
              <PartyMark party={bundle.to} />
            </dd>
          </>
        ) : null}
        <dt className="text-muted">{t('courier.slip.at')}</dt>
        <dd>
          <Dtg at={bundle.at} />
        </dd>
        <dt className="text-muted">{t('courier.slip.holds')}</dt>
        <dd>
          {t('courier.slip.counts', { entries: bundle.entries, logs: bundle.logs.length })}
          {' · '}
          {formatBytes(bundle.bytes, language)} ({formatNumber(bundle.bytes, language)})
        </dd>
        <dt className="text-muted">SHA-256</dt>
        <dd className="break-all">
          <Mono className="text-sm">{bundle.sha256}</Mono>
        </dd>
      </dl>
      <FingerprintMark kind="bundle" hash={hash} label={t('courier.fingerprint.label')} />
    </article>
  );
}
