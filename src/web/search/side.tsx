import type { ReactNode } from 'react';
import { useState, useSyncExternalStore } from 'react';

import { canDrawMaps } from '../map/can-draw.ts';
import type { Hand } from '../plans/hand.ts';
import { useWords } from '../words/words.ts';

/** From this width on the map stands beside the list unless it was put away. */
const WIDE = '(min-width: 1280px)';

/** Whether the map is shown, and what is drawn on it. */
export interface FoundMapState {
  readonly canDraw: boolean;
  readonly isShown: boolean;
  /** On a narrow screen: whether the map lies over the list. */
  readonly isOver: boolean;
  readonly hand: Hand | undefined;
  readonly setHand: (hand: Hand | undefined) => void;
  readonly toggle: () => void;
}

/** The map beside what was found: there on a wide screen, elsewhere when it is asked for or drawn on. */
export function useFoundMap(): FoundMapState {
  const [wish, setWish] = useState<boolean | undefined>(undefined);
  const [hand, setHand] = useState<Hand | undefined>(undefined);
  const isWide = useSyncExternalStore(followWidth, () => matchMedia(WIDE).matches);
  const canDraw = canDrawMaps();
  const isShown = canDraw && (hand !== undefined || (wish ?? isWide));
  return {
    canDraw,
    isShown,
    isOver: canDraw && (hand !== undefined || wish === true),
    hand,
    setHand,
    toggle: () => setWish(!isShown),
  };
}

function followWidth(listener: () => void): () => void {
  const room = matchMedia(WIDE);
  room.addEventListener('change', listener);
  return () => room.removeEventListener('change', listener);
}

/** The column beside the list: the map, and under it the report that is selected. */
export function Side({
  isMapShown,
  hand,
  card,
  children,
}: {
  readonly isMapShown: boolean;
  readonly hand: Hand | undefined;
  readonly card: ReactNode;
  /** The map. */
  readonly children: ReactNode;
}) {
  const { t } = useWords();
  const isCardShown = card !== undefined && hand === undefined;
  if (!isMapShown && !isCardShown) return null;
  const width = isMapShown
    ? 'w-[38%] min-w-[420px] max-lg:w-full max-lg:min-w-0'
    : 'w-[420px] max-md:w-full';
  return (
    <div className={`flex ${width} shrink-0 flex-col border-s border-line bg-panel`}>
      {isMapShown ? (
        <div
          className={`min-h-0 ${isCardShown ? 'h-[40%] border-b border-line max-lg:hidden' : 'flex-1'}`}
        >
          {children}
        </div>
      ) : null}
      {isCardShown ? (
        <aside
          aria-label={t('picture.selected.label')}
          className="min-h-0 flex-1 overflow-auto p-3"
        >
          {card}
        </aside>
      ) : null}
    </div>
  );
}
