import type { Hono } from 'hono';
import type { RecordHash } from '../../base/ids.ts';
import type { ReleaseAsk } from '../../accord/knowledge/passages.ts';
import { releasedTo } from '../../accord/knowledge/passages.ts';
import { PASSED_BYTES_MAX } from '../../accord/knowledge/passage-schema.ts';
import { mayRead } from '../../accord/party/release.ts';
import type { PassagesView } from '../../contract/passages.ts';
import { newReleaseAnswerSchema, newReleaseRequestSchema } from '../../contract/passages.ts';
import type { House } from '../house.ts';
import { selfOf } from '../house.ts';
import {
  presentAsk,
  presentAsks,
  presentPassage,
  presentPassages,
  readableAsk,
} from '../present/passage.ts';
import { hashIn, readBody } from './door.ts';
import { mustAudience, mustBeMembers, mustHaveDuty, mustReport, mustSay } from './must.ts';
import { Refusal } from './problem.ts';
import type { Desk } from './session.ts';

/** Passing on what another party said: asked for, granted or refused, and what was passed on. */
export function servePassages(app: Hono, house: House): void {
  const { sessions, office } = house;

  app.get('/api/passages', async (context) => {
    const { reader } = await sessions.desk(context);
    const view: PassagesView = {
      asks: await presentAsks(house, reader),
      passages: await presentPassages(house, reader),
    };
    return context.json(view);
  });

  app.get('/api/passages/:hash', async (context) => {
    const { reader } = await sessions.desk(context);
    const passed = office.passages.passed(hashIn(context));
    if (!passed || !mayRead(reader, passed.said)) throw new Refusal('not-found');
    return context.json(await presentPassage(house, reader, passed));
  });

  app.post('/api/release-requests', async (context) => {
    const desk = mustHaveDuty(await sessions.desk(context), 'report');
    const body = await readBody(context, newReleaseRequestSchema);
    const { author, audience, bytes } = await mustReport(house, desk, body.record);
    if (author === selfOf(house)) throw new Refusal('own-report');
    if (bytes.length > PASSED_BYTES_MAX)
      throw new Refusal('too-large', { limit: PASSED_BYTES_MAX });
    mustBeMembers(house, body.to);
    const reading = body.to.filter((party) => audience.includes(party));
    if (reading.length > 0) throw new Refusal('read-already', { parties: reading });
    const readers = mustAudience(house, [author]);
    const refs = [{ rel: 'about', record: body.record }];
    const said = await mustSay(house, desk, {
      audience: readers,
      type: 'release-request',
      body,
      refs,
    });
    return context.json(await present(house, desk, said.hash), 201);
  });

  app.post('/api/release-requests/:hash/answer', async (context) => {
    const desk = mustHaveDuty(await sessions.desk(context), 'report');
    const { said, answer } = mustAsk(house, desk, hashIn(context));
    const { verdict, to, language, words } = await readBody(context, newReleaseAnswerSchema);
    const { record } = said.record.body;
    const found = await mustReport(house, desk, record);
    const self = selfOf(house);
    if (found.author !== self || said.author === self) throw new Refusal('not-your-report');
    const unasked = to.filter((party) => !said.record.body.to.includes(party));
    if (unasked.length > 0) throw new Refusal('bad-request', { path: 'to' });
    if (verdict === 'refused' && answer?.record.body.verdict === 'refused') {
      throw new Refusal('stale');
    }
    // [R12] Whoever was told of the release is told when it is taken back.
    const told = answer ? releasedTo(answer) : [];
    const audience = mustAudience(house, [...told, said.author, ...to]);
    const refs = [
      { rel: 'answers', record: said.hash },
      { rel: 'about', record },
    ];
    const body = { request: said.hash, record, passer: said.author, verdict, to, language };
    await mustSay(house, desk, {
      audience,
      type: 'release-answer',
      body: words === undefined ? body : { ...body, words },
      refs,
    });
    return context.json(await present(house, desk, said.hash), 201);
  });
}

function mustAsk(house: House, desk: Desk, hash: RecordHash): ReleaseAsk {
  const ask = readableAsk(house, desk.reader, hash);
  if (!ask) throw new Refusal('not-found');
  return ask;
}

function present(house: House, desk: Desk, hash: RecordHash) {
  return presentAsk(house, desk.reader, mustAsk(house, desk, hash));
}
