import { GoLink } from '../parts/go-link.tsx';
import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';

/** Pages that share an entry of the navigation, by the entry that they stand under. */
const TABS = {
  picture: [
    ['picture', '/picture'],
    ['gap', '/gap'],
  ],
  inbox: [
    ['inbox', '/inbox'],
    ['search', '/search'],
    ['requests', '/requests'],
    ['passages', '/passages'],
    ['import', '/import'],
  ],
  matters: [
    ['matters', '/matters'],
    ['tracks', '/tracks'],
  ],
  log: [
    ['log', '/log'],
    ['incursions', '/incursions'],
  ],
  centre: [
    ['centre', '/centre'],
    ['presence', '/presence'],
    ['handovers', '/presence/handovers'],
    ['sources', '/sources'],
    ['compartments', '/compartments'],
    ['courier', '/courier'],
  ],
} as const;

/** The ways between the pages of one place of the desk. */
export function PageTabs({
  of,
  here,
}: {
  readonly of: keyof typeof TABS;
  readonly here: (typeof TABS)[keyof typeof TABS][number][0];
}) {
  const { t } = useWords();
  const { seat } = useSession();
  // A seat without one of the duties has nothing to do there.
  const needs: Readonly<Record<string, readonly (typeof seat.duties)[number][]>> = {
    compartments: ['administer'],
    courier: ['administer'],
    import: ['report'],
    sources: ['report', 'grade'],
  };
  const tabs = TABS[of].filter(([id]) => {
    const duties = needs[id];
    return duties === undefined || duties.some((duty) => seat.duties.includes(duty));
  });
  return (
    <nav aria-label={t('presence.tabs.label')} className="flex flex-wrap print:hidden">
      {tabs.map(([id, to]) => (
        <GoLink
          key={id}
          to={to}
          current={id === here}
          className={`flex min-h-7.5 items-center border border-s-0 border-line px-3 text-sm first:rounded-s-sm first:border-s last:rounded-e-sm ${
            id === here ? 'bg-selected font-semibold' : 'bg-panel hover:bg-raised'
          }`}
        >
          {t(`presence.tabs.${id}`)}
        </GoLink>
      ))}
    </nav>
  );
}
