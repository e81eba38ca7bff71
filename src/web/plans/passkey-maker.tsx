import { useMutation, useQueryClient } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';

import { Button } from '../parts/button.tsx';
import { Notice } from '../parts/notice.tsx';
import { useWords } from '../words/words.ts';
import { KeyTrouble } from './key-trouble.tsx';
import { makePasskey } from './signing.ts';

/** The way to a key of one's own, where it is needed; the node publishes it in our roster. */
export function PassKeyMaker({
  seat,
  another = false,
}: {
  readonly seat: string;
  /** Whether the seat has a key already, which may lie elsewhere. */
  readonly another?: boolean;
}) {
  const { t } = useWords();
  const client = useQueryClient();
  const make = useMutation({
    mutationFn: () => makePasskey(seat),
    onSuccess: () => {
      // A statement older than the key would be signed with a key that was not valid yet.
      void client.invalidateQueries({ queryKey: ['statement'] });
      return client.invalidateQueries({ queryKey: ['session'] });
    },
  });
  return (
    <div className="flex flex-col gap-2">
      <Notice
        tone={make.isSuccess ? 'ok' : 'need'}
        title={t(
          make.isSuccess ? 'plans.key.made' : another ? 'plans.key.not-here' : 'plans.key.none',
        )}
      >
        <p>{t('plans.key.why', { seat })}</p>
        <Button
          tone={another ? 'plain' : 'main'}
          className="mt-2"
          isDisabled={make.isPending}
          onPress={() => make.mutate()}
        >
          <KeyRound aria-hidden size={15} />
          {t('plans.key.make')}
        </Button>
      </Notice>
      <KeyTrouble fault={make.error} />
    </div>
  );
}
