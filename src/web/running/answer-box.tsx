import { useMutation, useQueryClient } from '@tanstack/react-query';
import { MessageSquareReply } from 'lucide-react';
import type { ReactNode } from 'react';
import { useState } from 'react';

import type { RecordHash } from '../../base/ids.ts';
import type { NewAnswer, Saved } from '../../contract/api.ts';
import { post } from '../api.ts';
import { Button } from '../parts/button.tsx';
import { Checkbox } from '../parts/checkbox.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Field } from '../parts/field.tsx';
import { plainText } from '../plans/plain-text.ts';
import { useWords } from '../words/words.ts';

/** An answer to a question or an account; whoever reads that reads it too. Both stand. */
export function AnswerBox({
  to,
  stale,
  label,
  settles,
}: {
  readonly to: RecordHash;
  /** What is read anew after it: `plans`, `incursions`. */
  readonly stale: string;
  readonly label: string;
  /** Words of the tick that closes the matter for us; without it an answer closes nothing. */
  readonly settles?: ReactNode;
}) {
  const { t, language } = useWords();
  const client = useQueryClient();
  const [text, setText] = useState('');
  const [isSettling, setSettling] = useState(false);
  const send = useMutation({
    mutationFn: (answer: NewAnswer) => post<Saved>('/api/answers', answer),
    onSuccess: () => {
      setText('');
      setSettling(false);
      return client.invalidateQueries({ queryKey: [stale] });
    },
  });
  return (
    <div className="flex flex-col gap-2">
      <Field label={label} rows={3} value={text} onChange={setText} />
      {settles === undefined ? null : (
        <Checkbox isSelected={isSettling} onChange={setSettling}>
          {settles}
        </Checkbox>
      )}
      <FaultNotice fault={send.error} />
      <div>
        <Button
          isDisabled={send.isPending || text.trim() === ''}
          onPress={() =>
            send.mutate({
              to,
              language,
              text: plainText(text).trim(),
              settles: isSettling && settles !== undefined,
            })
          }
        >
          <MessageSquareReply aria-hidden size={15} />
          {t(isSettling ? 'running.answer.settle' : 'running.answer.send')}
        </Button>
      </div>
    </div>
  );
}
