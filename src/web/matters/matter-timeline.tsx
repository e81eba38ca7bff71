import type { PartView } from '../../contract/matters.ts';
import { useWords } from '../words/words.ts';
import { Dtg } from '../parts/age.tsx';
import { GoLink } from '../parts/go-link.tsx';
import { Written } from '../parts/mono.tsx';
import { PartyMark } from '../parts/party-mark.tsx';

/** The reports of a matter in the order in which what they tell of happened, with who put them in. */
export function MatterTimeline({ parts }: { readonly parts: readonly PartView[] }) {
  const { t } = useWords();
  return (
    <ol className="flex flex-col">
      {parts.map((part) => (
        <li key={part.hash} className="grid grid-cols-[5.5rem_1fr] gap-x-3">
          <span className="pt-1 text-sm">
            <Dtg at={part.when.from} short />
          </span>
          <div className="relative flex min-w-0 flex-col gap-0.5 border-s-2 border-line pb-3 ps-4">
            <span
              aria-hidden
              className="absolute -start-[6px] top-2.5 size-2.5 rounded-full border-2 border-text bg-panel"
            />
            <GoLink to={`/reports/${part.hash}`} className="pt-1 hover:underline">
              <Written lang={part.language} className="font-medium">
                {part.title}
              </Written>
            </GoLink>
            <span className="flex flex-wrap items-center gap-x-2 text-sm text-muted">
              <PartyMark party={part.author} /> {t(`reports.kind.${part.kind}`)}
            </span>
            {part.links.map((link) => (
              <span
                key={link.record}
                className="flex flex-wrap items-center gap-x-1.5 text-xs text-muted"
              >
                {t('matters.timeline.added')} <PartyMark party={link.by} bare />
                {link.reason ? <Written>{link.reason}</Written> : null}
              </span>
            ))}
          </div>
        </li>
      ))}
    </ol>
  );
}
