import type { Hono } from 'hono';
import type { RecordHash } from '../../base/ids.ts';
import type { MatterLine } from '../../contract/matters.ts';
import {
  MATTERS_MAX,
  newConcurrenceSchema,
  newMatterSchema,
  newOutcomeSchema,
  newResolutionSchema,
} from '../../contract/matters.ts';
import type { House } from '../house.ts';
import { weighingFor } from '../present/judging.ts';
import { presentKnowledge } from '../present/knowledge.ts';
import { presentLikely } from '../present/likely.ts';
import { presentMatter, presentMatterLine } from '../present/matter.ts';
import { openTrackRoom } from '../present/track.ts';
import { breathe } from '../breath.ts';
import { hashIn, readBody } from './door.ts';
import { mustCommon, mustHaveDuty, mustReaders, mustRecord, mustSay } from './must.ts';
import { Refusal } from './problem.ts';
import type { Desk } from './session.ts';
import { mustMakeClaim, mustMatter, mustRead } from './weigh.ts';
import type { Audience } from '../../accord/party/audience.ts';

/** Matters, their resolutions, outcomes of claims, and the track records that follow from them. */
export function serveMatters(app: Hono, house: House): void {
  const { sessions, office } = house;
  const tracks = openTrackRoom(house, breathe);

  app.get('/api/matters', async (context) => {
    const weighing = weighingFor(house, (await sessions.desk(context)).reader);
    const newest = office.judgements.matters(weighing.may).toReversed().slice(0, MATTERS_MAX);
    const lines: MatterLine[] = [];
    for (const said of newest) {
      lines.push(await presentMatterLine(weighing, said));
      await breathe();
    }
    return context.json(lines);
  });

  app.get('/api/matters/:hash', async (context) => {
    const weighing = weighingFor(house, (await sessions.desk(context)).reader);
    const said = mustMatter(weighing, hashIn(context));
    return context.json(await presentMatter(house, weighing, said));
  });

  app.post('/api/matters', async (context) => {
    const desk = mustHaveDuty(await sessions.desk(context), 'grade');
    const { audience, tlp, matter } = await readBody(context, newMatterSchema);
    const readers = mustReaders(house, desk, audience);
    const said = await mustSay(house, desk, {
      audience: readers,
      type: 'matter',
      tlp,
      body: matter,
    });
    return context.json(await present(desk, said.hash), 201);
  });

  app.post('/api/matters/:hash/resolution', async (context) => {
    const desk = mustHaveDuty(await sessions.desk(context), 'grade', 'decide');
    const weighing = weighingFor(house, desk.reader);
    const { hash, audience } = mustMatter(weighing, hashIn(context));
    const body = await readBody(context, newResolutionSchema);
    const read: [Audience, ...Audience[]] = [audience];
    for (const { report, claim } of body.claims) {
      const named = await mustRead(weighing, report);
      mustMakeClaim(named.report, claim, 'claims');
      // [M7] Nobody learns of a report by its hash alone.
      read.push(named.audience);
    }
    await mustSay(house, desk, {
      audience: mustCommon(house, read),
      type: 'resolution',
      body: { matter: hash, ...body },
      refs: [{ rel: 'resolves', record: hash }],
    });
    return context.json(await present(desk, hash), 201);
  });

  app.post('/api/resolutions/:hash/concurrence', async (context) => {
    const desk = mustHaveDuty(await sessions.desk(context), 'grade', 'decide');
    const { judgements, may } = weighingFor(house, desk.reader);
    const resolution = judgements.one('resolution', hashIn(context), may);
    if (!resolution) throw new Refusal('not-found');
    const body = await readBody(context, newConcurrenceSchema);
    // [M8] Its own word on its own resolution would count for nothing.
    if (resolution.author === desk.reader.party) throw new Refusal('own-resolution');
    await mustSay(house, desk, {
      audience: resolution.audience,
      type: 'concurrence',
      body: { resolution: resolution.hash, ...body },
      refs: [{ rel: 'answers', record: resolution.hash }],
    });
    return context.json(await present(desk, resolution.record.body.matter), 201);
  });

  app.post('/api/outcomes', async (context) => {
    const desk = mustHaveDuty(await sessions.desk(context), 'grade');
    const body = await readBody(context, newOutcomeSchema);
    const read = await mustRead(weighingFor(house, desk.reader), body.report);
    mustMakeClaim(read.report, body.claim, 'claim');
    const readers: [Audience, ...Audience[]] = [read.audience];
    for (const hash of body.evidence) {
      const { audience } = await mustRecord(house, desk, hash);
      readers.push(audience);
    }
    await mustSay(house, desk, {
      audience: mustCommon(house, readers),
      type: 'outcome',
      body,
      refs: [{ rel: 'judges', record: body.report }],
    });
    const weighing = weighingFor(house, desk.reader);
    return context.json(await presentKnowledge(house, weighing, read), 201);
  });

  app.get('/api/reports/:hash/knowledge', async (context) => {
    const weighing = weighingFor(house, (await sessions.desk(context)).reader);
    const read = await mustRead(weighing, hashIn(context));
    return context.json(await presentKnowledge(house, weighing, read));
  });

  app.get('/api/reports/:hash/likely', async (context) => {
    const weighing = weighingFor(house, (await sessions.desk(context)).reader);
    const read = await mustRead(weighing, hashIn(context));
    return context.json(await presentLikely(house, weighing, read));
  });

  app.get('/api/tracks', async (context) => {
    const { reader } = await sessions.desk(context);
    return context.json(await tracks.of(reader));
  });

  const present = (desk: Desk, hash: RecordHash) => {
    const weighing = weighingFor(house, desk.reader);
    return presentMatter(house, weighing, mustMatter(weighing, hash));
  };
}
