import { CornerUpRight, MessageCircleQuestionMark, Scale } from 'lucide-react';

import { compartmentIn } from '../../accord/party/audience.ts';
import type { OtherLine, OthersPage } from '../../contract/search.ts';
import { addressOf } from '../addresses.ts';
import { Age } from '../parts/age.tsx';
import { CompartmentMark } from '../parts/compartment-mark.tsx';
import { GoLink } from '../parts/go-link.tsx';
import { Marked } from '../parts/marked.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { formatNumber } from '../words/format.ts';
import { useWords } from '../words/words.ts';

const ICONS = {
  matter: Scale,
  request: MessageCircleQuestionMark,
  passage: CornerUpRight,
} as const;

/** Matters, requests and passages that have the words, above the reports: each as what it is. [Q15] */
export function OthersPart({
  others,
  marks,
  isStale,
}: {
  readonly others: OthersPage;
  readonly marks: readonly string[];
  /** Whether it is of an older question. */
  readonly isStale: boolean;
}) {
  const { t } = useWords();
  const { lines, count } = others;
  if (count === 0) return null;
  return (
    <details open className={`border-b border-line ${isStale ? 'opacity-60' : ''}`}>
      <summary className="px-3 py-1.5 text-sm font-semibold">
        <OthersCount others={others} />
      </summary>
      <ul className="max-h-[35vh] overflow-auto border-t border-line">
        {lines.map((line) => (
          <li key={line.hash} className="border-b border-line last:border-0">
            <OtherRow line={line} marks={marks} />
          </li>
        ))}
        {lines.length < count ? (
          <li className="px-3 py-1 text-sm text-muted">
            {t('search.other.cut', { count: lines.length })}
          </li>
        ) : null}
      </ul>
    </details>
  );
}

/** How many were found beside reports. */
export function OthersCount({ others: { count, countedUpto } }: { readonly others: OthersPage }) {
  const { t, language } = useWords();
  const shown = `${formatNumber(count, language)}${count >= countedUpto ? '+' : ''}`;
  return <>{t('search.other.title', { count, shown })}</>;
}

function OtherRow({
  line,
  marks,
}: {
  readonly line: OtherLine;
  readonly marks: readonly string[];
}) {
  const within = compartmentIn(line.audience);
  return (
    <GoLink to={addressOf(line)} className="block px-3 py-1.5 hover:bg-raised">
      <span className="flex flex-wrap items-center gap-x-2 text-sm">
        <OtherKind line={line} />
        <span className="ms-auto shrink-0">
          <Age at={line.at} short />
        </span>
        {within === undefined ? null : <CompartmentMark compartment={within} />}
      </span>
      <span className="my-0.5 line-clamp-2 font-medium">
        <Marked text={line.title} marks={marks} language={line.language} />
      </span>
      {line.excerpt === undefined ? null : (
        <span className="line-clamp-2 text-sm text-muted">
          <Marked text={line.excerpt} marks={marks} language={line.language} />
        </span>
      )}
    </GoLink>
  );
}

/** What it is and whose word; of a passage also who passed it on, and whether its author stands by it. */
export function OtherKind({ line }: { readonly line: OtherLine }) {
  const { t } = useWords();
  const { type, author, origin, standing } = line;
  const Icon = ICONS[type];
  return (
    <>
      <span className="inline-flex items-center gap-1 rounded-xs border border-strong-line px-1 text-xs font-medium">
        <Icon aria-hidden size={13} />
        {t(`search.other.${type}`)}
      </span>
      <PartyMark party={origin ?? author} />
      {origin === undefined ? null : (
        <span className="inline-flex flex-wrap items-center gap-1 text-muted">
          {t('passages.page.passed-by')} <PartyMark party={author} />
        </span>
      )}
      {standing === undefined || standing === 'released' ? null : (
        <span className="font-medium text-bad">{t(`passages.standing.${standing}`)}</span>
      )}
    </>
  );
}
