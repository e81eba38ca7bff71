import { useState } from 'react';

import { sha256, utf8 } from '../../base/bytes.ts';
import type { CourierView } from '../../contract/courier.ts';
import { useCentre } from '../centre.ts';
import { Panel } from '../parts/panel.tsx';
import { Select } from '../parts/select.tsx';
import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';
import { FingerprintMark } from './fingerprint-mark.tsx';

/** The fingerprint of a party's card, to be compared with the party by another way than it came. */
export function CardsPanel({ courier }: { readonly courier: CourierView }) {
  const { t } = useWords();
  const { parties } = useCentre();
  const { party: ours } = useSession();
  const [party, setParty] = useState<string>(ours);
  const nameOf = (id: string) => parties.find((each) => each.id === id)?.name ?? id;
  const identity = courier.cards.find((card) => card.party === party)?.identity ?? '';
  return (
    <Panel title={t('courier.cards.title')} className="print:hidden">
      <div className="flex flex-col gap-3">
        <p className="text-sm text-muted">{t('courier.cards.what')}</p>
        <Select
          label={t('courier.cards.party')}
          choices={courier.cards.map((card) => ({ id: card.party, text: nameOf(card.party) }))}
          value={party}
          onChange={setParty}
          className="max-w-80"
        />
        <FingerprintMark
          kind="card"
          hash={sha256(utf8(identity))}
          label={t('courier.cards.label', { party: nameOf(party) })}
        />
      </div>
    </Panel>
  );
}
