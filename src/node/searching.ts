import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { wordsOf } from '../base/fold.ts';
import type { PartyId } from '../base/ids.ts';
import type { Result } from '../base/result.ts';
import { ok } from '../base/result.ts';
import { LANGUAGES } from '../accord/party/names.ts';
import type { Reader } from '../accord/party/release.ts';
import type { Gazetteer, GroundPlace } from '../contract/gazetteer.ts';
import { openGazetteer } from '../contract/gazetteer.ts';
import { parseQuery } from '../contract/query-parse.ts';
import type { QueryFault } from '../contract/query.ts';
import { OTHERS_SHOWN_MAX } from '../contract/search-calls.ts';
import type { Respelling } from '../contract/search.ts';
import { spellingsOf } from '../index/beginnings.ts';
import type { OthersFound } from '../index/other.ts';
import type { ReportFilter, ReportsFound } from '../index/port.ts';
import type { Condition } from '../index/sought.ts';
import type { House } from './house.ts';
import type { Asked, QueryGround } from './search-query.ts';
import { askedBy } from './search-query.ts';

/** What of a house search needs. */
export type SearchingNeeds = Pick<House, 'index' | 'logs' | 'clock' | 'folder'>;

/** A query with its rights and its meaning at one moment. */
export interface Meant {
  readonly filter: ReportFilter;
  readonly marks: readonly string[];
  readonly respelt: readonly Respelling[];
}

/** What a query found: reports and, with the first page, what is beside them. [Q15] */
export interface Found {
  readonly found: ReportsFound;
  readonly others: OthersFound | undefined;
}

/** Search as a desk asks it. */
export interface Searching {
  /** What a text means to a reader; only logs that the reader may read are looked into. [Q6] */
  meaning(reader: Reader, text: string): Result<Meant, QueryFault>;
  /** The first page; a misspelt word is looked for as those like it where nothing else is found. [Q8] */
  find(
    reader: Reader,
    text: string,
    page: { readonly limit: number; readonly after?: string | undefined },
  ): Promise<Result<Meant & Found, QueryFault>>;
  readonly gazetteer: Gazetteer;
}

/** Opens search; the places of the ground lie in a folder that may not have been built. */
export function openSearching(house: SearchingNeeds, groundFolder: string): Searching {
  const gazetteer = openGazetteer(readPlaces(path.join(groundFolder, 'places.json')));
  const groundFor = (reader: Reader): QueryGround => ({
    gazetteer,
    reader: reader.party,
    partyNamed: (name) => partyNamed(house, name),
    now: house.clock.now(),
    offsetSeconds: house.folder.charter.timeZone.offsetMinutes * 60,
  });
  const meantBy = (reader: Reader, asked: Asked, respelt: readonly Respelling[]): Meant => ({
    filter: filterOf(house, reader, asked.where),
    marks: [...new Set(asked.marks.flatMap(spellingsOf))],
    respelt,
  });
  const meaning: Searching['meaning'] = (reader, text) => {
    const query = parseQuery(text);
    if (!query.ok) return query;
    const asked = askedBy(query.value, groundFor(reader));
    return asked.ok ? ok(meantBy(reader, asked.value, [])) : asked;
  };
  return {
    gazetteer,
    meaning,
    async find(reader, text, page) {
      const meant = meaning(reader, text);
      if (!meant.ok) return meant;
      const find = async ({ filter, marks }: Meant): Promise<Found> => {
        const { logs: readable, where = [] } = filter;
        const sought = { excerptFor: marks, limit: page.limit };
        if (page.after !== undefined) {
          const next = await house.index.findReports({ ...filter, ...sought, after: page.after });
          return { found: next, others: undefined };
        }
        const beside = { logs: readable, where, excerptFor: marks, limit: OTHERS_SHOWN_MAX };
        const [found, others] = await Promise.all([
          house.index.findReports({ ...filter, ...sought }),
          house.index.findOthers(beside),
        ]);
        return { found, others };
      };
      const first = await find(meant.value);
      const query = parseQuery(text);
      const asked = query.ok ? askedBy(query.value, groundFor(reader)) : query;
      const isFound = first.found.count > 0 || (first.others?.count ?? 0) > 0;
      if (isFound || !asked.ok || asked.value.words === '') {
        return ok({ ...meant.value, ...first });
      }
      const { logs } = meant.value.filter;
      const instead = await house.index.spellings({ logs, text: asked.value.words });
      const respelt = [...instead].map(([typed, words]) => ({ typed, instead: words }));
      if (!query.ok || respelt.every((each) => each.instead.length === 0)) {
        return ok({ ...meant.value, respelt, ...first });
      }
      const again = askedBy(query.value, { ...groundFor(reader), instead });
      if (!again.ok) return again;
      const other = meantBy(reader, again.value, respelt);
      return ok({ ...other, ...(await find(other)) });
    },
  };
}

function filterOf(
  house: SearchingNeeds,
  reader: Reader,
  where: readonly Condition[],
): ReportFilter {
  return { logs: house.logs.readable(reader).map((log) => log.id), where };
}

/** The party that a text means: by its short name, or the beginning of its name in any language. */
function partyNamed({ folder }: SearchingNeeds, text: string): PartyId | undefined {
  const { members, observers } = folder.charter;
  const all = [...members, ...observers];
  const short = text.trim().toLowerCase();
  const wanted = wordsOf(text).join(' ');
  const namesOf = (party: PartyId) => {
    const names = folder.cards.get(party)?.names;
    return names ? LANGUAGES.map((language) => wordsOf(names[language]).join(' ')) : [];
  };
  return (
    all.find((party) => party === short) ??
    all.find((party) => namesOf(party).includes(wanted)) ??
    (wanted === ''
      ? undefined
      : all.find((party) => namesOf(party).some((name) => name.startsWith(wanted))))
  );
}

function readPlaces(file: string): readonly GroundPlace[] {
  if (!existsSync(file)) return [];
  return JSON.parse(readFileSync(file, 'utf8')) as readonly GroundPlace[];
}
