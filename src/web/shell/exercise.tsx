import { useCentre } from '../centre.ts';
import { useWords } from '../words/words.ts';

/** The violet frame round the whole page while all here is an exercise; nothing otherwise. */
export function ExerciseFrame() {
  const { exercise } = useCentre();
  if (!exercise) return null;
  return (
    <div
      aria-hidden
      className="pointer-events-none fixed inset-0 z-60 border-3 border-exercise print:hidden"
    />
  );
}

/** The word that stands on every page and printout of an exercise. */
export function ExerciseWord() {
  const { exercise } = useCentre();
  const { t } = useWords();
  if (!exercise) return null;
  return (
    <strong className="rounded-sm border-2 border-exercise px-2 text-sm whitespace-nowrap text-exercise">
      {t('shell.exercise.word')}
    </strong>
  );
}
