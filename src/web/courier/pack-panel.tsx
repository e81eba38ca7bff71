import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Download, Printer } from 'lucide-react';
import { useState } from 'react';

import type { CourierView } from '../../contract/courier.ts';
import { useCentre } from '../centre.ts';
import { Button, buttonClass } from '../parts/button.tsx';
import { Checkbox } from '../parts/checkbox.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Notice } from '../parts/notice.tsx';
import { Panel } from '../parts/panel.tsx';
import { Select } from '../parts/select.tsx';
import { useWords } from '../words/words.ts';
import { fileAddress, fileName, packBundle } from './courier-queries.ts';
import { Slip } from './slip.tsx';

/** Packs a bundle for a party: the file to carry, and the slip to print. */
export function PackPanel({ courier }: { readonly courier: CourierView }) {
  const { t } = useWords();
  const { parties } = useCentre();
  const client = useQueryClient();
  const [to, setTo] = useState<string>();
  const [all, setAll] = useState(false);
  const [afterLast, setAfterLast] = useState(false);
  const pack = useMutation({
    mutationFn: packBundle,
    onSuccess: () => client.invalidateQueries({ queryKey: ['courier'] }),
  });
  // While one is being packed, no slip of another may stand here.
  const made = pack.isPending ? undefined : (pack.data ?? courier.packed[0]);
  const nameOf = (party: string) => parties.find(({ id }) => id === party)?.name ?? party;
  const choices = courier.parties.map(({ party, hasKey }) => ({
    id: party,
    text: nameOf(party),
    ...(hasKey ? {} : { hint: t('courier.pack.no-key') }),
  }));
  return (
    <Panel title={t('courier.pack.title')}>
      <form
        className="flex flex-col gap-3 print:hidden"
        onSubmit={(event) => {
          event.preventDefault();
          if (to !== undefined) pack.mutate({ to, all, afterLast });
        }}
      >
        <p className="text-sm text-muted">{t('courier.pack.what')}</p>
        <Select
          label={t('courier.pack.to')}
          choices={choices}
          value={to}
          onChange={setTo}
          placeholder={t('courier.pack.choose')}
          className="max-w-80"
        />
        <div>
          <Checkbox isSelected={afterLast} onChange={setAfterLast}>
            {t('courier.pack.after-last')}
          </Checkbox>
          <Checkbox isSelected={all} onChange={setAll}>
            {t('courier.pack.all')}
          </Checkbox>
        </div>
        <Button
          type="submit"
          tone="main"
          className="self-start"
          isDisabled={to === undefined || pack.isPending}
        >
          {t(pack.isPending ? 'courier.pack.packing' : 'courier.pack.do')}
        </Button>
        <FaultNotice fault={pack.error} />
      </form>
      {made ? (
        <div className="mt-4 flex flex-col gap-3">
          {made.isCut ? <Notice tone="need">{t('courier.pack.cut')}</Notice> : null}
          {made.attachments && made.attachments.left > 0 ? (
            <Notice tone="need">{t('courier.pack.left', { count: made.attachments.left })}</Notice>
          ) : null}
          <Slip bundle={made} />
          <div className="flex flex-wrap gap-2 print:hidden">
            <a className={buttonClass('main')} href={fileAddress(made)} download={fileName(made)}>
              <Download aria-hidden size={15} />
              {t('courier.pack.fetch')}
            </a>
            <Button onPress={() => print()}>
              <Printer aria-hidden size={15} />
              {t('courier.slip.print')}
            </Button>
          </div>
        </div>
      ) : null}
    </Panel>
  );
}
