import type { ClaimView } from '../../contract/api.ts';
import { Button } from '../parts/button.tsx';
import { Select } from '../parts/select.tsx';
import { useWords } from '../words/words.ts';

/** The centre's whole area, and one that is drawn here; every other choice is a claim. */
export const CENTRE = 'centre';
export const DRAWN = 'drawn';

/** Of which area the gap is told. */
export function AreaChoice({
  choice,
  claims,
  isDrawn,
  onChoose,
  onDraw,
}: {
  readonly choice: string;
  readonly claims: readonly ClaimView[];
  readonly isDrawn: boolean;
  readonly onChoose: (id: string) => void;
  readonly onDraw: () => void;
}) {
  const { t, language } = useWords();
  return (
    <div className="flex flex-wrap items-end gap-2">
      <Select<string>
        label={t('gap.area.label')}
        value={choice}
        onChange={onChoose}
        className="min-w-0 flex-1"
        choices={[
          { id: CENTRE, text: t('gap.area.centre') },
          ...claims.map(({ hash, claim }) => ({
            id: hash as string,
            text: claim.names[language],
            hint: t('gap.area.claim'),
          })),
          { id: DRAWN, text: t('gap.area.drawn') },
        ]}
      />
      {choice === DRAWN && isDrawn ? <Button onPress={onDraw}>{t('gap.area.again')}</Button> : null}
    </div>
  );
}
