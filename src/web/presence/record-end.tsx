import { AudiencePicker } from '../parts/audience-picker.tsx';
import { Button } from '../parts/button.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Notice } from '../parts/notice.tsx';
import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';

/** The end of a form that puts something of ours on record: its readers, what is missing, and the act. */
export function RecordEnd({
  audience,
  missing,
  missingTitle,
  act,
  means,
  fault,
  isSending,
  onAudience,
  onRecord,
  onDrop,
}: {
  readonly audience: readonly string[];
  /** What is missing, a sentence each. */
  readonly missing: readonly string[];
  readonly missingTitle: string;
  /** What the button says, and what it means to press it. */
  readonly act: string;
  readonly means: string;
  readonly fault: unknown;
  readonly isSending: boolean;
  readonly onAudience: (audience: readonly string[]) => void;
  readonly onRecord: () => void;
  readonly onDrop: () => void;
}) {
  const { t } = useWords();
  const { party } = useSession();
  return (
    <>
      <AudiencePicker ours={party} value={audience} onChange={onAudience} />
      {missing.length > 0 ? (
        <Notice tone="bad" title={missingTitle}>
          <ul className="list-inside list-disc">
            {missing.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </Notice>
      ) : null}
      <FaultNotice fault={fault} />
      <div className="flex flex-wrap items-center justify-between gap-2 border-t border-line pt-3">
        <Button tone="main" isDisabled={isSending} onPress={onRecord}>
          {act}
        </Button>
        <Button tone="quiet" onPress={onDrop}>
          {t('plans.new.drop')}
        </Button>
      </div>
      <p className="text-xs text-muted">{means}</p>
    </>
  );
}
