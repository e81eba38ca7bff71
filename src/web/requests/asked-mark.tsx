import { CircleCheck, CircleDot, CircleMinus, CircleX } from 'lucide-react';

import { instantOf } from '../now.ts';
import type { AskedPartyView } from '../../contract/information-requests.ts';
import { useNow } from '../now.ts';
import { PartyMark } from '../parts/party-mark.tsx';
import { formatDuration } from '../words/format.ts';
import { useWords } from '../words/words.ts';

const LOOKS = {
  waiting: { Icon: CircleDot, ink: 'text-muted' },
  late: { Icon: CircleX, ink: 'font-medium text-need' },
  answered: { Icon: CircleCheck, ink: 'text-ok' },
  'let-off': { Icon: CircleMinus, ink: 'text-muted' },
} as const;

/** A party that is asked and where it stands, in words with a figure; never by colour alone. */
export function AskedMark({
  asked,
  due,
}: {
  readonly asked: AskedPartyView;
  /** When the answer is due, RFC 3339. */
  readonly due: string;
}) {
  const { t, language } = useWords();
  const now = useNow(20);
  const { Icon, ink } = LOOKS[asked.state];
  const lateSeconds =
    asked.state === 'late' ? Math.max(0, now - instantOf(due)) : (asked.lateSeconds ?? 0);
  const key = asked.state === 'answered' && lateSeconds > 0 ? 'answered-late' : asked.state;
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <PartyMark party={asked.party} />
      <span className={`flex items-center gap-1 ${ink}`}>
        <Icon aria-hidden size={14} className="shrink-0" />
        {t(`requests.state.${key}`, { span: formatDuration(lateSeconds, language) })}
      </span>
    </span>
  );
}
