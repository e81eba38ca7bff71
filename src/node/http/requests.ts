import type { Hono } from 'hono';
import type { RecordHash } from '../../base/ids.ts';
import { askedBy, type RequestFile } from '../../accord/knowledge/requests.ts';
import { momentOf } from '../../accord/wire.ts';
import {
  REQUEST_SECONDS_MAX,
  newReplySchema,
  newRequestEndSchema,
  newRequestSchema,
} from '../../contract/information-requests.ts';
import type { House } from '../house.ts';
import { selfOf } from '../house.ts';
import { presentRequest, presentRequests, readableFile } from '../present/information-request.ts';
import { hashIn, readBody } from './door.ts';
import {
  mustAudience,
  mustBeMembers,
  mustCommon,
  mustHaveDuty,
  mustReport,
  mustSay,
} from './must.ts';
import { Refusal } from './problem.ts';
import type { Desk } from './session.ts';
import type { Audience } from '../../accord/party/audience.ts';

/** Requests for information: asked, answered, waited for no longer. */
export function serveRequests(app: Hono, house: House): void {
  const { sessions, clock } = house;

  app.get('/api/requests', async (context) => {
    const { reader } = await sessions.desk(context);
    return context.json(await presentRequests(house, reader));
  });

  app.get('/api/requests/:hash', async (context) => {
    const desk = await sessions.desk(context);
    return context.json(await present(house, desk, hashIn(context)));
  });

  app.post('/api/requests', async (context) => {
    const desk = mustHaveDuty(await sessions.desk(context), 'report', 'grade', 'plan', 'decide');
    const { audience, tlp, request } = await readBody(context, newRequestSchema);
    const readers = mustAudience(house, audience);
    mustBeMembers(house, request.to);
    const unasked = request.to.filter((party) => !readers.includes(party));
    if (unasked.length > 0) throw new Refusal('asked-not-readers', { parties: unasked });
    if (request.to.includes(selfOf(house)))
      throw new Refusal('bad-request', { path: 'request.to' });
    const span = momentOf(request.due) - clock.now();
    if (span <= 0 || span > REQUEST_SECONDS_MAX) throw new Refusal('due-when'); // [J2]
    const said = await mustSay(house, desk, {
      audience: readers,
      type: 'request',
      tlp,
      body: request,
    });
    return context.json(await present(house, desk, said.hash), 201);
  });

  app.post('/api/requests/:hash/reply', async (context) => {
    const desk = mustHaveDuty(await sessions.desk(context), 'report');
    const { said } = mustRequest(house, desk, hashIn(context));
    const reply = await readBody(context, newReplySchema);
    if (!askedBy(said).includes(selfOf(house))) throw new Refusal('not-asked');
    const audience = await commonReaders(house, desk, said.audience, reply.reports);
    // [J8] Nobody learns of a report by its hash alone.
    if (!audience.includes(said.author)) {
      throw new Refusal('reply-unread', { parties: [said.author] });
    }
    const refs = [
      { rel: 'answers', record: said.hash },
      ...reply.reports.map((record) => ({ rel: 'names', record })),
    ];
    const body = { request: said.hash, ...reply };
    await mustSay(house, desk, { audience, type: 'reply', body, refs });
    return context.json(await present(house, desk, said.hash), 201);
  });

  app.post('/api/requests/:hash/end', async (context) => {
    const desk = mustHaveDuty(await sessions.desk(context), 'report', 'grade', 'plan', 'decide');
    const { said, end } = mustRequest(house, desk, hashIn(context));
    const { reason } = await readBody(context, newRequestEndSchema);
    if (said.author !== selfOf(house)) throw new Refusal('not-your-request');
    if (end) throw new Refusal('stale');
    const { audience, hash } = said;
    const refs = [{ rel: 'ends', record: hash }];
    const body = { request: hash, reason };
    await mustSay(house, desk, { audience, type: 'request-end', body, refs });
    return context.json(await present(house, desk, hash), 201);
  });
}

function mustRequest(house: House, desk: Desk, hash: RecordHash): RequestFile {
  const file = readableFile(house, desk.reader, hash);
  if (!file) throw new Refusal('not-found');
  return file;
}

function present(house: House, desk: Desk, hash: RecordHash) {
  return presentRequest(house, desk.reader, mustRequest(house, desk, hash));
}

/** Who of these readers may read all of these reports. [J8] */
async function commonReaders(
  house: House,
  desk: Desk,
  asked: Audience,
  reports: readonly RecordHash[],
): Promise<Audience> {
  const audiences: [Audience, ...Audience[]] = [asked];
  for (const report of reports) {
    const { audience } = await mustReport(house, desk, report);
    audiences.push(audience);
  }
  return mustCommon(house, audiences);
}
