import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import type { PeerView } from '../../contract/record-room.ts';
import { LINK_KILOBYTES_MAX, LINK_KILOBYTES_MIN } from '../../contract/requests.ts';
import { post } from '../api.ts';
import { Button } from '../parts/button.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Field } from '../parts/field.tsx';
import { useWords } from '../words/words.ts';
import { kilobytesIn } from './link-words.ts';

/** Gives the link to a peer a budget, or takes it away; for who administers. [T30] */
export function PeerBudget({ peer }: { readonly peer: PeerView }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [text, setText] = useState<string>();
  const typed = kilobytesIn(text ?? '');
  const set = useMutation({
    mutationFn: (kilobytes: number | undefined) =>
      post(`/api/peers/${peer.party}/budget`, kilobytes === undefined ? {} : { kilobytes }),
    onSuccess: () => {
      setText(undefined);
      return client.invalidateQueries({ queryKey: ['logs'] });
    },
  });
  if (text === undefined) {
    return (
      <Button
        className="print:hidden"
        onPress={() => setText(peer.budget === undefined ? '' : String(peer.budget))}
      >
        {t('links.budget.change')}
      </Button>
    );
  }
  return (
    <form
      className="flex basis-full flex-wrap items-start gap-2 print:hidden"
      onSubmit={(event) => {
        event.preventDefault();
        if (typed.isGood) set.mutate(typed.kilobytes);
      }}
    >
      <Field
        label={t('links.budget.label')}
        hint={t('links.budget.hint')}
        fault={
          typed.isGood
            ? undefined
            : t('links.budget.fault', { least: LINK_KILOBYTES_MIN, most: LINK_KILOBYTES_MAX })
        }
        value={text}
        onChange={setText}
        inputMode="numeric"
        mono
        className="max-w-96"
      />
      <Button type="submit" className="mt-5" isDisabled={!typed.isGood || set.isPending}>
        {t('links.budget.set')}
      </Button>
      <FaultNotice fault={set.error} />
    </form>
  );
}
