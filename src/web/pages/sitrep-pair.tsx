import type { ReactNode } from 'react';

import { CentreContext, useCentre } from '../centre.ts';
import type { Words } from '../words/words.ts';
import { WordsContext } from '../words/words.ts';

/**
 * The same said in each language, side by side, each in its own direction. What `children` returns
 * speaks its own side's language, names of parties included; what it reads itself does not.
 */
export function Pair({
  spoken,
  children,
  className = '',
}: {
  readonly spoken: readonly Words[];
  readonly children: (words: Words) => ReactNode;
  readonly className?: string;
}) {
  const centre = useCentre();
  return (
    <div className={`grid gap-x-8 ${spoken.length > 1 ? 'grid-cols-2' : ''} ${className}`}>
      {spoken.map((words) => (
        <WordsContext key={words.language} value={words}>
          <CentreContext value={centre.speaking(words.language)}>
            <div lang={words.language} dir={words.direction} className="break-inside-avoid">
              {children(words)}
            </div>
          </CentreContext>
        </WordsContext>
      ))}
    </div>
  );
}
