import type { Instant } from '../../base/instant.ts';
import { formatInstant } from '../../base/instant.ts';
import type { PartyId } from '../../base/ids.ts';
import type { NotCovering } from '../../accord/holding/holdings.ts';
import { notCovering } from '../../accord/holding/holdings.ts';
import type { Reader } from '../../accord/party/release.ts';
import { mayRead } from '../../accord/party/release.ts';
import type { Said } from '../../accord/said.ts';
import type { GapParty, GapPieceView, GapView } from '../../contract/holdings.ts';
import type { GapFigures, GapQuestion } from '../../geo/gap/figures.ts';
import type { Held } from '../../geo/gap/counts.ts';
import type { GapPiece } from '../../geo/gap/pieces.ts';
import { toDegrees } from '../../geo/grid.ts';
import type { House } from '../house.ts';
import { ageingOf, heldFor } from './held.ts';

/** What one reader may know at some moment, ready to be reckoned over an area. */
export interface GapPicture {
  readonly question: Omit<GapQuestion, 'area' | 'cellMetres'>;
  readonly parties: readonly Omit<GapParty, 'coveredKm2'>[];
  readonly claims: readonly Said<'claim'>[];
}

/** Gathers the coverages that count at `now` of what a reader may read, and the claims that stand then. */
export function gapPicture(house: House, reader: Reader, now: Instant): GapPicture {
  const ageing = ageingOf(house);
  const held = heldFor(house, reader, now).map((each) => ({
    ...each,
    not: notCovering(each, ageing, now),
  }));
  const members = house.folder.charter.members;
  const names = [...new Set([...members, ...held.map(({ said }) => said.author)])].toSorted();
  const coverages = held.flatMap(({ said, coverage, not }): Held[] =>
    coverage && !not ? [{ party: names.indexOf(said.author), coverage }] : [],
  );
  const claims = [...house.office.known.claims.values()].filter(
    ({ said, from, upto }) =>
      mayRead(reader, said) && from <= now && (upto === undefined || now < upto),
  );
  return {
    question: {
      parties: names.length,
      held: coverages,
      zones: claims.map(({ area }) => area.shape),
      places: [],
    },
    parties: names.map((party) =>
      knownOf(
        party,
        held.filter(({ said }) => said.author === party),
      ),
    ),
    claims: claims.map(({ said }) => said),
  };
}

function knownOf(
  party: PartyId,
  held: readonly { readonly confirmed: Instant; readonly not: NotCovering | undefined }[],
): Omit<GapParty, 'coveredKm2'> {
  const not: Partial<Record<NotCovering, number>> = {};
  for (const each of held) if (each.not) not[each.not] = (not[each.not] ?? 0) + 1;
  const counted = held.filter((each) => !each.not).map(({ confirmed }) => confirmed);
  const ages = {
    oldest: formatInstant(Math.min(...counted) as Instant),
    newest: formatInstant(Math.max(...counted) as Instant),
  };
  return { party, counted: counted.length, not, ...(counted.length > 0 ? ages : {}) };
}

/** The figures of a gap as a desk reads them. */
export function presentGap(
  { parties, claims }: GapPicture,
  { now, cellMetres }: { readonly now: Instant; readonly cellMetres: number },
  figures: GapFigures,
): GapView {
  const [once, twice, oftener] = figures.covered;
  return {
    asOf: formatInstant(now),
    cellMetres,
    areaKm2: km2(figures.areaSquareMetres),
    gapKm2: km2(figures.gapSquareMetres),
    coveredKm2: [km2(once), km2(twice), km2(oftener)],
    parties: parties.map((each, i) => ({ ...each, coveredKm2: km2(figures.byParty[i] ?? 0) })),
    pieces: figures.pieces.map(presentPiece),
    pieceCount: figures.pieceCount,
    zones: claims.flatMap(({ hash, author, record }, i) => {
      const zone = figures.zones[i];
      if (!zone || zone.areaSquareMetres === 0) return [];
      const { names } = record.body;
      const [areaKm2, gapKm2] = [km2(zone.areaSquareMetres), km2(zone.gapSquareMetres)];
      return [{ hash, party: author, names, areaKm2, gapKm2 }];
    }),
  };
}

function presentPiece({ squareMetres, depthMetres, deepest, bounds }: GapPiece): GapPieceView {
  const [west, south] = toDegrees([bounds.west, bounds.south]);
  const [east, north] = toDegrees([bounds.east, bounds.north]);
  return {
    km2: km2(squareMetres),
    depthKm: Math.round(depthMetres) / 1000,
    deepest: toDegrees([Math.round(deepest[0]), Math.round(deepest[1])]),
    box: [west, south, east, north],
  };
}

/** Square kilometres to the hectare, as finely as anybody reads them. */
function km2(squareMetres: number): number {
  return Math.round(squareMetres / 1e4) / 100;
}
