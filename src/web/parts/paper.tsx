import type { ReactNode } from 'react';

import { compartmentIn } from '../../accord/party/audience.ts';
import { useCentre } from '../centre.ts';
import { useReaderName } from '../readers.ts';
import { formatList } from '../words/format.ts';
import { useWords } from '../words/words.ts';

/**
 * A sheet that is printed. Its head and foot stand in a table's own head and foot, because those are
 * what a browser repeats on every printed page.
 */
export function PaperSheet({
  head,
  foot,
  children,
}: {
  readonly head: ReactNode;
  readonly foot: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <article className="paper mx-auto my-4 w-full max-w-[210mm] border border-line bg-panel p-[14mm] print:m-0 print:max-w-none print:border-0 print:p-0">
      <table role="presentation" className="w-full">
        <thead>
          <tr>
            <td>{head}</td>
          </tr>
        </thead>
        <tbody>
          <tr>
            <td className="flex flex-col gap-4 py-3">{children}</td>
          </tr>
        </tbody>
        <tfoot>
          <tr>
            <td>{foot}</td>
          </tr>
        </tfoot>
      </table>
    </article>
  );
}

/** Only those who may read everything on the paper may be given it: the readers that all share. */
export function PaperReaders({
  self,
  printed,
}: {
  readonly self: string;
  readonly printed: readonly { readonly audience: readonly string[] }[];
}) {
  const { t, language } = useWords();
  const { parties } = useCentre();
  const readers = parties.filter(
    (party) =>
      party.id === self ||
      (printed.length > 0 && printed.every(({ audience }) => audience.includes(party.id))),
  );
  const names = readers.map((party) => party.name);
  const within = printed.flatMap(({ audience }) => compartmentIn(audience) ?? []);
  const inside = [...new Set(within)].map(useReaderName());
  if (inside.length > 0) {
    return <p>{t('compartments.paper', { names: formatList(inside, language) })}</p>;
  }
  return (
    <p>
      {readers.length > 1
        ? t('sitrep.head.releasable', { parties: formatList(names, language) })
        : t('sitrep.head.own', { party: names[0] ?? self })}
    </p>
  );
}
