import { createContext, useContext } from 'react';

import type { Language } from '../accord/party/names.ts';
import { invariant } from '../base/result.ts';
import type { CentreView } from '../contract/api.ts';
import type { Zone } from './words/format.ts';

/** A party as the screens show it: told by mark, name and line pattern, never by colour alone. */
export interface PartyFace {
  readonly id: string;
  /** Its name in the language in use. */
  readonly name: string;
  /** One to three letters for a small place. */
  readonly mark: string;
  readonly pattern: LinePattern;
  readonly observer: boolean;
  /** The name under which its node cosigns; empty where it does not. */
  readonly cosigner: string;
}

/** How a party's lines are drawn, on the map and round its mark: an SVG dash array. */
export type LinePattern = '' | '6 3' | '1.5 2.5' | '8 2.5 1.5 2.5' | '3 3' | '10 4';

/** The patterns in the order in which the centre's parties are listed. */
export const LINE_PATTERNS: readonly LinePattern[] = [
  '',
  '6 3',
  '1.5 2.5',
  '8 2.5 1.5 2.5',
  '3 3',
  '10 4',
];

/** What every screen knows of the centre that it stands in. */
export interface CentreFace {
  readonly name: string;
  readonly zone: Zone;
  readonly parties: readonly PartyFace[];
  /** Whether all here is an exercise: then every page and printout says so. */
  readonly exercise: boolean;
  /** The same centre with its names in another language. */
  speaking(language: Language): CentreFace;
}

/** The face of a centre in one language. */
export function openCentreFace(centre: CentreView, language: Language): CentreFace {
  const { charter, parties } = centre;
  return {
    name: charter.names[language],
    zone: { kind: 'fixed', ...charter.timeZone },
    exercise: charter.exercise,
    parties: parties.map((party, i) => ({
      id: party.party,
      name: party.names[language],
      mark: party.party.slice(0, 3).toUpperCase(),
      pattern: LINE_PATTERNS[i % LINE_PATTERNS.length] ?? '',
      observer: party.role === 'observer',
      cosigner: party.cosigner ?? '',
    })),
    speaking: (other) => openCentreFace(centre, other),
  };
}

/** The centre that everything below stands in. */
export const CentreContext = createContext<CentreFace | undefined>(undefined);

/** The centre that this desk belongs to. */
export function useCentre(): CentreFace {
  const centre = useContext(CentreContext);
  invariant(centre !== undefined, 'every part stands inside CentreContext');
  return centre;
}

/** The party whose node cosigns under `name`; nothing for a witness that no party of ours has. */
export function useCosigner(name: string): PartyFace | undefined {
  const { parties } = useCentre();
  return parties.find((party) => party.cosigner === name);
}

/** The face of a party; one that this centre does not list is shown by its short name. */
export function useParty(id: string): PartyFace {
  const { parties } = useCentre();
  return (
    parties.find((party) => party.id === id) ?? {
      id,
      name: id,
      mark: id.slice(0, 3).toUpperCase(),
      pattern: '1.5 2.5',
      observer: false,
      cosigner: '',
    }
  );
}
