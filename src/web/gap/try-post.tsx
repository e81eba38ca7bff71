import { useCentre } from '../centre.ts';
import type { Position } from '../map/drawing.ts';
import { Button } from '../parts/button.tsx';
import { Place } from '../parts/place.tsx';
import { NumberField } from '../plans/number-field.tsx';
import { Part } from '../plans/plan-page.tsx';
import { useSession } from '../session.ts';
import { formatArea } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import type { HeldGround } from './gap-task.ts';
import type { GapKnown } from './use-gap.ts';

/** A post that stands nowhere but on this screen. */
export interface Tried {
  /** How far it reaches, in kilometres, as typed. */
  readonly km: string;
  readonly party: number;
  /** Degrees; nothing until it was put somewhere. */
  readonly at?: Position | undefined;
}

const KM_DEFAULT = '3';
const METRES_MAX = 100_000;

/** How far a tried post reaches, in metres; at least one. */
function metresOf(tried: Tried): number {
  return Math.min(METRES_MAX, Math.max(1, Math.round(Number(tried.km) * 1000) || 1));
}

/** What a tried post would cover. */
export function triedGround(tried: Tried, at: Position): HeldGround {
  return {
    id: 'tried',
    party: tried.party,
    ground: { type: 'Point', coordinates: [...at.map((each) => Math.round(each * 1e7) / 1e7)] },
    covers: { kind: 'round', metres: metresOf(tried) },
  };
}

/** Tries one post more: where the hand is, or where it closes most. */
export function TryPost({
  tried,
  known,
  isPlacing,
  onChange,
  onPlacing,
  onGo,
}: {
  readonly tried: Tried | undefined;
  readonly known: GapKnown;
  readonly isPlacing: boolean;
  readonly onChange: (tried: Tried | undefined) => void;
  readonly onPlacing: (is: boolean) => void;
  readonly onGo: (at: Position) => void;
}) {
  const { t, language } = useWords();
  const { party } = useSession();
  const { parties } = useCentre();
  const place = parties.findIndex(({ id }) => id === party);
  const own: Tried = tried ?? { km: KM_DEFAULT, party: Math.max(0, place) };
  const { best } = known;
  return (
    <Part title={t('gap.try.title')}>
      <div className="flex flex-wrap items-end gap-2">
        <NumberField
          isDecimal
          label={t('gap.try.reach')}
          className="w-36"
          value={own.km}
          onChange={(km) => onChange({ ...own, km })}
        />
        <Button
          tone={isPlacing ? 'main' : 'plain'}
          onPress={() => {
            onChange(own);
            onPlacing(!isPlacing);
          }}
        >
          {t(isPlacing ? 'gap.try.placing' : 'gap.try.place')}
        </Button>
        <Button onPress={() => known.seekBest(metresOf(own))}>{t('gap.try.best')}</Button>
        {tried?.at ? (
          <Button tone="quiet" onPress={() => onChange(undefined)}>
            {t('gap.try.drop')}
          </Button>
        ) : null}
      </div>
      {best ? (
        <div className="flex flex-wrap items-center gap-2 text-sm" aria-live="polite">
          {best.at ? (
            <>
              <span>
                {t('gap.try.found', {
                  closes: formatArea(best.closes / 1e6, language),
                  most: formatArea(best.closesMost / 1e6, language),
                })}
              </span>
              <Place point={best.at} precisionMetres={100} />
              <Button
                onPress={() => {
                  onChange({ ...own, at: best.at });
                  if (best.at) onGo(best.at);
                }}
              >
                {t('gap.try.here')}
              </Button>
            </>
          ) : (
            t('gap.try.none')
          )}
        </div>
      ) : null}
      <p className="text-xs text-muted">{t('gap.try.means')}</p>
    </Part>
  );
}
