import { formatNumber } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import { Button } from './button.tsx';

/** What is being done and how much of how many; `onStop` lets it be stopped. */
export function ProgressBar({
  label,
  done,
  total,
  onStop,
}: {
  readonly label: string;
  readonly done: number;
  readonly total: number;
  readonly onStop?: () => void;
}) {
  const { t, language } = useWords();
  const count = t('parts.progress.count', {
    done: formatNumber(done, language),
    total: formatNumber(total, language),
  });
  return (
    <div className="flex items-center gap-3">
      <div className="min-w-0 flex-1">
        <div className="flex justify-between gap-3 text-sm">
          <span>{label}</span>
          <span className="text-muted">{count}</span>
        </div>
        <progress
          className="bar mt-1 block h-1.5 w-full"
          aria-label={label}
          value={done}
          max={Math.max(total, 1)}
        />
      </div>
      {onStop === undefined ? null : <Button onPress={onStop}>{t('parts.progress.stop')}</Button>}
    </div>
  );
}
