import { useQuery } from '@tanstack/react-query';
import { Loader, Radio, Unplug } from 'lucide-react';

import type { PeerView } from '../../contract/record-room.ts';
import { useCentre } from '../centre.ts';
import type { Line } from '../live.ts';
import { instantOf } from '../now.ts';
import { PartyMark } from '../parts/party-mark.tsx';
import { integrityQuery } from '../queries.ts';
import { formatShortDtg, unbroken } from '../words/format.ts';
import { useWords } from '../words/words.ts';

const LOOKS = {
  live: { Icon: Radio, ink: 'text-ok' },
  'catching-up': { Icon: Loader, ink: 'text-need' },
  silent: { Icon: Unplug, ink: 'text-bad' },
} as const;

/** Says over the page that this screen hears nothing more from its own node. */
export function LineLost({ line }: { readonly line: Line }) {
  const { t } = useWords();
  if (line !== 'lost') return null;
  return (
    <p
      role="status"
      className="flex items-center gap-2 border-b border-bad bg-panel px-3 py-1 text-bad print:hidden"
    >
      <Unplug aria-hidden size={15} className="shrink-0" />
      {t('shell.link.lost')}
    </p>
  );
}

/** How we stand with each other node, a word for each: one light for all would hide the silent one. */
export function Links() {
  const { t } = useWords();
  const { data } = useQuery(integrityQuery);
  return (
    <ul aria-label={t('shell.link.label')} className="flex flex-wrap items-center gap-x-4 gap-y-1">
      {(data?.peers ?? []).map((peer) => (
        <li key={peer.party}>
          <LinkState peer={peer} />
        </li>
      ))}
    </ul>
  );
}

/** One peer's mark and the word for how we stand with it. */
export function LinkState({
  peer,
  bare = false,
}: {
  readonly peer: PeerView;
  /** The word alone, where the party's mark stands beside it already. */
  readonly bare?: boolean;
}) {
  const { t } = useWords();
  const { zone } = useCentre();
  const { Icon, ink } = LOOKS[peer.link];
  const since =
    peer.lastContact === undefined
      ? undefined
      : unbroken(formatShortDtg(instantOf(peer.lastContact), zone));
  const word =
    peer.link !== 'silent'
      ? t(`shell.link.${peer.link}`)
      : since === undefined
        ? t('shell.link.never')
        : t('shell.link.silent', { since });
  return (
    <span className="flex items-center gap-1.5 whitespace-nowrap">
      {bare ? null : <PartyMark party={peer.party} bare />}
      <span className={`flex items-center gap-1 ${ink}`}>
        <Icon aria-hidden size={14} />
        {word}
      </span>
    </span>
  );
}
