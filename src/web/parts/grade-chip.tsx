import type { GradeAxes } from '../../accord/knowledge/schema.ts';
import { useWords } from '../words/words.ts';

/** A grade as letter and digit; what they mean is in its name and title. Dashed where F or 6. */
export function GradeChip({ grade }: { readonly grade: GradeAxes }) {
  const { t } = useWords();
  const code = `${grade.reliability}${grade.credibility}`;
  const words = t('parts.grade.words', {
    code,
    source: t(`parts.reliability.${grade.reliability}`),
    credibility: t(`parts.credibility.${grade.credibility}`),
  });
  const shape = /[F6]/.test(code)
    ? 'border-dashed border-strong-line text-text'
    : /^[AB][12]$/.test(code)
      ? 'border-text bg-text text-panel print:border-2 print:bg-transparent print:text-text'
      : 'border-strong-line text-text';
  return (
    <span
      role="img"
      aria-label={words}
      title={words}
      className={`mono inline-flex min-w-7.5 justify-center rounded-xs border px-1 text-sm ${shape}`}
    >
      {code}
    </span>
  );
}
