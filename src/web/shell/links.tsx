import { useQuery } from '@tanstack/react-query';
import { Loader, Radio, Unplug } from 'lucide-react';

import type { PeerView } from '../../contract/api.ts';
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

/** How we stand with each other node, a word for each: one light for all would hide the silent one. */
export function Links({ line }: { readonly line: Line }) {
  const { t } = useWords();
  const { data } = useQuery(integrityQuery);
  if (line === 'lost') {
    return (
      <p role="status" className="flex items-center gap-1.5 text-sm text-bad">
        <Unplug aria-hidden size={15} />
        {t('shell.link.lost')}
      </p>
    );
  }
  return (
    <ul aria-label={t('shell.link.label')} className="flex items-center gap-3 text-sm">
      {(data?.peers ?? []).map((peer) => (
        <LinkState key={peer.party} peer={peer} />
      ))}
    </ul>
  );
}

/** One peer's mark and the word for how we stand with it. */
export function LinkState({ peer }: { readonly peer: PeerView }) {
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
    <li className="flex items-center gap-1.5 whitespace-nowrap">
      <PartyMark party={peer.party} bare />
      <span className={`flex items-center gap-1 ${ink}`}>
        <Icon aria-hidden size={14} />
        {word}
      </span>
    </li>
  );
}
