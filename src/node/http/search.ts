import type { Hono } from 'hono';
import type { Result } from '../../base/result.ts';
import type { QueryFault } from '../../contract/query.ts';
import type { ReportPoints } from '../../contract/reports.ts';
import {
  FOUND_POINTS_MAX,
  searchFacetsQuerySchema,
  searchQuerySchema,
} from '../../contract/search-calls.ts';
import type { House } from '../house.ts';
import { presentFacets, presentFound } from '../present/search.ts';
import type { Searching } from '../searching.ts';
import { readQuery } from './door.ts';
import { Refusal } from './problem.ts';

/** Search over all reports that a desk may read. */
export function serveSearch(app: Hono, house: House, searching: Searching): void {
  app.get('/api/search', async (context) => {
    const { reader } = await house.sessions.desk(context);
    const { q, ...page } = readQuery(context, searchQuerySchema);
    return context.json(await presentFound(house, must(await searching.find(reader, q, page))));
  });

  app.get('/api/search/points', async (context) => {
    const { reader } = await house.sessions.desk(context);
    const { q } = readQuery(context, searchFacetsQuerySchema);
    const { filter } = must(await searching.find(reader, q, { limit: 1 }));
    const found = await house.index.points(filter, FOUND_POINTS_MAX);
    return context.json(found satisfies ReportPoints);
  });

  app.get('/api/search/facets', async (context) => {
    const { reader } = await house.sessions.desk(context);
    const { q } = readQuery(context, searchFacetsQuerySchema);
    // What a misspelt word was taken for is divided as it was found.
    const { filter } = must(await searching.find(reader, q, { limit: 1 }));
    const offsetSeconds = house.folder.charter.timeZone.offsetMinutes * 60;
    const found = await house.index.facets({ ...filter, reader: reader.party, offsetSeconds });
    return context.json(presentFacets(found, searching.gazetteer));
  });
}

function must<T>(meant: Result<T, QueryFault>): T {
  if (!meant.ok) throw new Refusal('bad-query', { ...meant.fault });
  return meant.value;
}
