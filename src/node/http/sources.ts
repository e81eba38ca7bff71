import type { Hono } from 'hono';
import { mayRead } from '../../accord/party/release.ts';
import type { SourceView } from '../../contract/reports.ts';
import { requests } from '../../contract/requests.ts';
import type { House } from '../house.ts';
import { selfOf } from '../house.ts';
import { presentSaved } from '../present/place.ts';
import { readBody } from './door.ts';
import { mustHaveDuty, mustSay } from './must.ts';
import { Refusal } from './problem.ts';

/** Our own register of sources, which no other party reads. [H9] [H11] */
export function serveSources(app: Hono, house: House): void {
  const { sessions, office } = house;

  app.get('/api/sources', async (context) => {
    const { reader } = await sessions.desk(context);
    const asked = { author: selfOf(house), audience: office.own, type: 'source' as const };
    const sources = mayRead(reader, asked) ? office.sources() : [];
    const views = sources.map(({ hash, source, at }): SourceView => ({ record: hash, source, at }));
    return context.json(views);
  });

  app.post('/api/sources', async (context) => {
    const desk = mustHaveDuty(await sessions.desk(context), 'report', 'grade');
    const { source, replaces } = await readBody(context, requests.source);
    if (replaces !== undefined && !office.sources().some(({ hash }) => hash === replaces)) {
      throw new Refusal('not-found');
    }
    const refs = replaces === undefined ? [] : [{ rel: 'replaces', record: replaces }];
    const saying = { audience: office.own, type: 'source', body: source, refs } as const;
    return context.json(presentSaved(house, await mustSay(house, desk, saying)), 201);
  });
}
