import { FaultError, presentFault } from '../api.ts';
import { useWords } from '../words/words.ts';
import { Button } from './button.tsx';
import { Mono } from './mono.tsx';
import { Notice } from './notice.tsx';

/** What went wrong, in words, its code small beside it; nothing where there is no fault. */
export function FaultNotice({
  fault,
  onRetry,
}: {
  readonly fault: unknown;
  readonly onRetry?: () => void;
}) {
  const words = useWords();
  if (fault === undefined || fault === null) return null;
  const code = fault instanceof FaultError ? fault.code : 'internal';
  return (
    <Notice tone="bad">
      <p>{presentFault(fault, words)}</p>
      <div className="mt-1 flex items-center gap-3">
        {onRetry === undefined ? null : (
          <Button onPress={onRetry}>{words.t('parts.fault.again')}</Button>
        )}
        <Mono className="text-xs text-muted select-all">{code}</Mono>
      </div>
    </Notice>
  );
}
