import { Plus, X } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';

import { Button } from '../parts/button.tsx';
import { Field } from '../parts/field.tsx';
import { formatNumber } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import { CountField } from './details-part.tsx';
import type { DraftClaim } from './draft.ts';
import { useDraft } from './draft.ts';
import { Faulty } from './faulty.tsx';
import { CLAIM_ABOUTS, CLAIMS_MAX } from './kinds.ts';

/** What the report says, one thing at a time, so that each can be graded and contradicted alone. */
export function ClaimsPart({ fault }: { readonly fault: string | undefined }) {
  const { t } = useWords();
  const { draft, book } = useDraft();
  const { claims } = draft;
  const put = (at: number, part: Partial<DraftClaim>) =>
    book.write({ claims: claims.map((each, i) => (i === at ? { ...each, ...part } : each)) });
  const add = (about: DraftClaim['about']) =>
    book.write({ claims: [...claims, { about, words: '', count: '' }] });
  return (
    <section className="flex flex-col gap-2" aria-label={t('form.claims.title')}>
      <h2 className="text-sm font-medium">{t('form.claims.title')}</h2>
      <p className="text-xs text-muted">{t('form.claims.what')}</p>
      <Faulty fault={fault}>
        {claims.length === 0 ? null : (
          <ol className="flex flex-col gap-2">
            {claims.map((claim, i) => (
              // Claims have no name but their place.
              // oxlint-disable-next-line react/no-array-index-key
              <li key={i} className="flex items-start gap-2">
                <ClaimFields claim={claim} number={i + 1} onChange={(part) => put(i, part)} />
                <AriaButton
                  aria-label={t('form.claims.remove', { number: i + 1 })}
                  onPress={() => book.write({ claims: claims.filter((_, at) => at !== i) })}
                  className="mt-5 flex size-8 shrink-0 items-center justify-center rounded-sm data-[hovered]:bg-raised"
                >
                  <X aria-hidden size={15} />
                </AriaButton>
              </li>
            ))}
          </ol>
        )}
      </Faulty>
      {claims.length >= CLAIMS_MAX ? null : (
        <div className="flex flex-wrap gap-1">
          {CLAIM_ABOUTS.map((about) => (
            <Button key={about} className="min-h-11 md:min-h-8" onPress={() => add(about)}>
              <Plus aria-hidden size={14} />
              {t(`form.about.${about}`)}
            </Button>
          ))}
        </div>
      )}
      {claims.some(({ about }) => about === 'who') ? (
        <p className="text-xs text-need">{t('form.claims.no-person')}</p>
      ) : null}
    </section>
  );
}

function ClaimFields({
  claim,
  number,
  onChange,
}: {
  readonly claim: DraftClaim;
  readonly number: number;
  readonly onChange: (part: Partial<DraftClaim>) => void;
}) {
  const { t, language } = useWords();
  const label = t('form.claims.label', {
    number: formatNumber(number, language),
    about: t(`form.about.${claim.about}`),
  });
  const words = (
    <Field
      label={label}
      value={claim.words}
      onChange={(text) => onChange({ words: text })}
      className="min-w-0 flex-1"
    />
  );
  if (claim.about !== 'how-many') return words;
  return (
    <div className="grid min-w-0 flex-1 grid-cols-[1fr_7rem] gap-2">
      {words}
      <CountField
        label={t('form.claims.figure')}
        value={claim.count}
        onChange={(count) => onChange({ count })}
      />
    </div>
  );
}
