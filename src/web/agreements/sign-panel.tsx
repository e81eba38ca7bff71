import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { PenLine } from 'lucide-react';
import { useState } from 'react';

import type { RecordHash } from '../../base/ids.ts';
import type { NewSigningStatement } from '../../contract/beside-plans.ts';
import { useCentre } from '../centre.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { KeyTrouble } from '../plans/key-trouble.tsx';
import { PassKeyMaker } from '../plans/passkey-maker.tsx';
import { StatementBox } from '../plans/statement-box.tsx';
import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';
import { fetchSigning, sendSigning } from './signing.ts';

/** How old a statement may be when it is signed, in milliseconds; its time is part of what is signed. */
const STATEMENT_RENEW_MILLIS = 60_000;

/** What an officer signs, and how the acts are named. */
export interface Signable {
  readonly under: RecordHash;
  /** The words to be signed, in the officer's language. */
  readonly words: Readonly<Record<'signs' | 'ends', string>>;
  readonly acts: Readonly<Record<'signs' | 'ends', string>>;
}

/**
 * The way to sign, or to take our signature off again: the words are read in full first, and the
 * officer's key signs exactly those. There is no key of the keyboard that does it.
 */
export function SignPanel({
  signable,
  isSigned,
  stale,
}: {
  readonly signable: Signable;
  /** Whether our party's signature stands. */
  readonly isSigned: boolean;
  /** What is read anew after it. */
  readonly stale: readonly string[];
}) {
  const { t, language } = useWords();
  const { seat, signingKeys } = useSession();
  const [verdict, setVerdict] = useState<'signs' | 'ends'>();
  const offered = isSigned ? 'ends' : 'signs';
  if (!seat.duties.includes('sign')) {
    return (
      <p className="text-sm text-muted">
        {t('agreements.sign.no-duty', { seat: seat.names[language] })}
      </p>
    );
  }
  const hasKey = signingKeys.some((key) => key.kind === 'passkey' && key.seat === seat.seat);
  return (
    <div className="flex flex-col items-start gap-2">
      {hasKey ? (
        <Button tone={isSigned ? 'plain' : 'need'} onPress={() => setVerdict(offered)}>
          <PenLine aria-hidden size={15} />
          {signable.acts[offered]}
        </Button>
      ) : (
        <PassKeyMaker seat={seat.names[language]} />
      )}
      <Dialog
        wide
        title={signable.acts[verdict ?? offered]}
        isOpen={verdict !== undefined}
        onClose={() => setVerdict(undefined)}
      >
        {verdict ? (
          <Signing
            signable={signable}
            verdict={verdict}
            stale={stale}
            onDone={() => setVerdict(undefined)}
          />
        ) : null}
      </Dialog>
    </div>
  );
}

function Signing({
  signable,
  verdict,
  stale,
  onDone,
}: {
  readonly signable: Signable;
  readonly verdict: 'signs' | 'ends';
  readonly stale: readonly string[];
  readonly onDone: () => void;
}) {
  const { t, language } = useWords();
  const { exercise } = useCentre();
  const { party, seat } = useSession();
  const client = useQueryClient();
  const { under } = signable;
  const words = signable.words[verdict];
  const asked: NewSigningStatement = { under, verdict, language, words };
  const statement = useQuery({
    queryKey: ['statement', asked],
    queryFn: () => fetchSigning(asked, { party, seat: seat.seat, exercise }),
    refetchInterval: STATEMENT_RENEW_MILLIS,
    gcTime: 0,
    retry: false,
  });
  const sign = useMutation({
    mutationFn: sendSigning,
    onSuccess: async () => {
      await Promise.all(stale.map((key) => client.invalidateQueries({ queryKey: [key] })));
      onDone();
    },
  });
  return (
    <div className="flex flex-col gap-3">
      <StatementBox words={words} checked={statement.data} missing={undefined} />
      <FaultNotice fault={statement.error} onRetry={() => void statement.refetch()} />
      <KeyTrouble fault={sign.error} />
      <div className="flex flex-col items-start gap-1">
        <Button
          tone="main"
          className="max-w-full px-4! py-2! text-start text-lg"
          isDisabled={!statement.data || sign.isPending}
          onPress={() => {
            if (statement.data) sign.mutate(statement.data);
          }}
        >
          <PenLine aria-hidden size={17} className="shrink-0" />
          <span className="min-w-0 wrap-anywhere">{signable.acts[verdict]}</span>
        </Button>
        <p className="text-xs text-muted">
          {t(sign.isPending ? 'plans.decide.touch' : 'agreements.sign.how')}
        </p>
      </div>
    </div>
  );
}
