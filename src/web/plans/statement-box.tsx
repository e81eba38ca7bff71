import { FileCheck2 } from 'lucide-react';

import { useWords } from '../words/words.ts';
import type { CheckedStatement } from './signing.ts';
import { Statement } from './timeline.tsx';

/** Exactly what will be signed: the words, and below them the lines that machines read. */
export function StatementBox({
  words,
  checked,
  missing,
}: {
  readonly words: string;
  readonly checked: Pick<CheckedStatement, 'statement' | 'challenge'> | undefined;
  /** What is still to be done before there is anything to sign. */
  readonly missing: string | undefined;
}) {
  const { t, language } = useWords();
  const lines = checked?.statement.slice(words.length).trim();
  return (
    <div className="flex flex-col gap-1">
      <h2 className="text-lg font-semibold">{t('plans.statement.title')}</h2>
      <Statement lang={language}>{words}</Statement>
      <p className="flex min-h-6 items-center gap-1.5 text-sm" aria-live="polite">
        {missing === undefined ? null : <span className="text-need">{missing}</span>}
        {missing === undefined && checked === undefined ? (
          <span className="text-muted">{t('plans.statement.checking')}</span>
        ) : null}
        {checked === undefined ? null : (
          <span className="inline-flex items-center gap-1.5 text-ok">
            <FileCheck2 aria-hidden size={15} />
            {t('plans.statement.checked')}
          </span>
        )}
      </p>
      {checked === undefined ? null : (
        <details>
          <summary className="inline-flex min-h-6 items-center text-sm text-muted underline decoration-line underline-offset-3 hover:text-text">
            {t('plans.statement.lines')}
          </summary>
          <pre
            dir="ltr"
            className="mt-1 overflow-x-auto rounded-sm bg-raised p-2 font-mono text-xs whitespace-pre-wrap wrap-anywhere"
          >
            {`${lines ?? ''}\n\nSHA-256 ${checked.challenge}`}
          </pre>
        </details>
      )}
    </div>
  );
}
