import type { LucideIcon } from 'lucide-react';
import {
  Building2,
  FileText,
  Handshake,
  Inbox,
  Map,
  NotebookPen,
  Route,
  Scale,
  ScrollText,
} from 'lucide-react';
import type { ComponentType } from 'react';

/** A place of the desk: one entry of the navigation, one page, one letter after `g`. */
export interface Place {
  readonly id: PlaceId;
  /** `event.code` of the letter that goes here after `g`. */
  readonly code: string;
  readonly letter: string;
  readonly Icon: LucideIcon;
  /** Whether an observer, who reads no party's contents, has anything here. */
  readonly forObservers: boolean;
  readonly load: () => Promise<{ readonly Page: ComponentType }>;
}

/** The places by the name that their address and their page's file bear. */
export type PlaceId =
  | 'picture'
  | 'inbox'
  | 'matters'
  | 'plans'
  | 'agreements'
  | 'log'
  | 'sitrep'
  | 'centre'
  | 'record';

const PAGES = import.meta.glob<{ Page: ComponentType }>(
  './pages/{picture,gap,inbox,search,matters,tracks,plans,agreements,log,sitrep,centre,record,incursions,requests,passages,import,presence,courier,sources,compartments}.tsx',
);

const ALL: readonly Omit<Place, 'load'>[] = [
  { id: 'picture', code: 'KeyP', letter: 'P', Icon: Map, forObservers: false },
  { id: 'inbox', code: 'KeyI', letter: 'I', Icon: Inbox, forObservers: false },
  { id: 'matters', code: 'KeyM', letter: 'M', Icon: Scale, forObservers: false },
  { id: 'plans', code: 'KeyL', letter: 'L', Icon: Route, forObservers: false },
  { id: 'agreements', code: 'KeyA', letter: 'A', Icon: Handshake, forObservers: false },
  { id: 'log', code: 'KeyO', letter: 'O', Icon: NotebookPen, forObservers: true },
  { id: 'sitrep', code: 'KeyS', letter: 'S', Icon: FileText, forObservers: false },
  { id: 'centre', code: 'KeyC', letter: 'C', Icon: Building2, forObservers: true },
  { id: 'record', code: 'KeyR', letter: 'R', Icon: ScrollText, forObservers: true },
];

/** The places that have a page behind them: an entry without one would be a dead end. */
export const PLACES: readonly Place[] = ALL.flatMap((place) => {
  const load = PAGES[`./pages/${place.id}.tsx`];
  return load ? [{ ...place, load }] : [];
});

/** A page without an entry of its own: it stands under that of another. */
export interface Branch {
  readonly id: string;
  readonly under: PlaceId;
  readonly load: Place['load'];
}

/**
 * The gap stands under the picture; incursions under the log; requests, passages and imports under the inbox; track records under matters; posts,
 * protected sites, sources, compartments and couriers under the centre.
 */
export const BRANCHES: readonly Branch[] = (
  [
    ['gap', 'picture'],
    ['incursions', 'log'],
    ['search', 'inbox'],
    ['requests', 'inbox'],
    ['import', 'inbox'],
    ['tracks', 'matters'],
    ['passages', 'inbox'],
    ['presence', 'centre'],
    ['courier', 'centre'],
    ['sources', 'centre'],
    ['compartments', 'centre'],
  ] as const
).flatMap(([id, under]) => {
  const load = PAGES[`./pages/${id}.tsx`];
  return load ? [{ id, under, load }] : [];
});

/** What somebody at this desk can go to. */
export function placesFor(isObserver: boolean): readonly Place[] {
  return PLACES.filter((place) => !isObserver || place.forObservers);
}
