import type { PartyId } from '../../base/ids.ts';
import type { PeerView } from '../../contract/record-room.ts';
import { useCentre } from '../centre.ts';
import { useNow } from '../now.ts';
import { useSession } from '../session.ts';
import { Age } from '../parts/age.tsx';
import { Notice } from '../parts/notice.tsx';
import { Panel } from '../parts/panel.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { LinkState } from '../shell/links.tsx';
import { formatDtg, formatList, unbroken } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import type { LinkSaying } from './link-words.ts';
import { ownWarning, sayingOfLog, sayingsOf } from './link-words.ts';
import { PeerBudget } from './peer-budget.tsx';

/** How often it is looked whether a certificate ends soon, in seconds. */
const LOOK_SECONDS = 60;

const INK = { muted: 'text-muted', need: 'text-need', bad: 'text-bad' } as const;

/** How we stand with each other node: by what it is reached, when it was heard, and what is wrong. */
export function PeersPanel({ peers }: { readonly peers: readonly PeerView[] }) {
  const { t } = useWords();
  const now = useNow(LOOK_SECONDS);
  const say = useSaying();
  const mayAdminister = useSession().seat.duties.includes('administer');
  const own = ownWarning(peers, now);
  if (peers.length === 0) return null;
  return (
    <Panel title={t('record.peers.title')}>
      {own ? <Notice tone="need">{say(own)}</Notice> : null}
      <ul className="flex flex-col gap-3">
        {peers.map((peer) => (
          <li key={peer.party} className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <span className="w-64">
              <PartyMark party={peer.party} />
            </span>
            <LinkState peer={peer} bare />
            {peer.lastContact === undefined ? null : (
              <span className="text-sm text-muted">
                {t('record.peers.heard')} <Age at={peer.lastContact} />
              </span>
            )}
            {peer.clockOff === undefined ? null : (
              <span className="text-sm text-need">
                {t('record.peers.clock', { seconds: peer.clockOff })}
              </span>
            )}
            {sayingsOf(peer, now).map((saying) => (
              <span key={saying.key} className={`basis-full text-sm ${INK[saying.tone]}`}>
                {say(saying)}
              </span>
            ))}
            {peer.behind === undefined ? null : (
              <ul className="basis-full ps-4 text-sm text-muted">
                {peer.behind.map((log) => (
                  <li key={log.log}>{say(sayingOfLog(log), log.audience)}</li>
                ))}
              </ul>
            )}
            {mayAdminister ? <PeerBudget peer={peer} /> : null}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** Minutes from two on; to the second it is never known. */
function lastingOf(seconds: number): { readonly unit: string; readonly count: number } {
  return seconds < 120
    ? { unit: 'seconds', count: seconds }
    : { unit: 'minutes', count: Math.round(seconds / 60) };
}

function useSaying(): (saying: LinkSaying, parties?: readonly PartyId[]) => string {
  const { t, language } = useWords();
  const { zone, parties: all } = useCentre();
  const nameOf = (party: PartyId): string => all.find(({ id }) => id === party)?.name ?? party;
  return ({ key, at, days, held, of, seconds, budget, pace }, parties) =>
    t(key, {
      ...(parties ? { parties: formatList(parties.map(nameOf), language) } : {}),
      ...(budget === undefined ? {} : { budget }),
      ...(pace === undefined ? {} : { pace }),
      ...(held === undefined ? {} : { held }),
      ...(of === undefined ? {} : { of }),
      ...(seconds === undefined ? {} : lastingOf(seconds)),
      ...(at === undefined ? {} : { upto: unbroken(formatDtg(at, zone)) }),
      ...(days === undefined ? {} : { days }),
    });
}
