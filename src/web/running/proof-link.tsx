import { Download } from 'lucide-react';

import { buttonClass } from '../parts/button.tsx';
import { useWords } from '../words/words.ts';

/** The way to an operation's proof file, with what it tells whom it is given to. */
export function ProofLink({ plan }: { readonly plan: string }) {
  const { t } = useWords();
  return (
    <div className="flex flex-col items-start gap-1">
      <a
        href={`/api/plans/${encodeURIComponent(plan)}/proof-file`}
        download
        className={buttonClass()}
      >
        <Download aria-hidden size={15} />
        {t('running.proof.get')}
      </a>
      <p className="text-sm text-muted">{t('running.proof.means')}</p>
      <p className="text-sm">{t('running.proof.discloses')}</p>
    </div>
  );
}
