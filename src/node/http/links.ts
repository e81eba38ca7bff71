import type { Hono } from 'hono';
import type { Audience } from '../../accord/party/audience.ts';
import type { Link } from '../../accord/knowledge/schema.ts';
import { requests } from '../../contract/requests.ts';
import type { House } from '../house.ts';
import type { Weighing } from '../present/judging.ts';
import { weighingFor } from '../present/judging.ts';
import { presentSaved } from '../present/place.ts';
import { readBody } from './door.ts';
import { mustCommon, mustHaveDuty, mustSay } from './must.ts';
import { Refusal } from './problem.ts';
import { mustMakeClaim, mustMatter, mustRead } from './weigh.ts';

/** Grades of reports and of their claims, and how these stand to each other. */
export function serveLinks(app: Hono, house: House): void {
  const { sessions } = house;

  app.post('/api/grades', async (context) => {
    const desk = mustHaveDuty(await sessions.desk(context), 'grade');
    const body = await readBody(context, requests.grade);
    const { report, audience } = await mustRead(weighingFor(house, desk.reader), body.report);
    mustMakeClaim(report, body.claim, 'claim');
    const refs = [{ rel: 'grades', record: body.report }];
    const said = await mustSay(house, desk, {
      audience: mustCommon(house, [audience]),
      type: 'grade',
      body,
      refs,
    });
    return context.json(presentSaved(house, said), 201);
  });

  app.post('/api/links', async (context) => {
    const desk = mustHaveDuty(await sessions.desk(context), 'grade');
    const body = await readBody(context, requests.link);
    const weighing = weighingFor(house, desk.reader);
    const from = await mustRead(weighing, body.from);
    mustMakeClaim(from.report, body.fromClaim, 'fromClaim');
    const readers = await readersOfEnd(weighing, body);
    if (body.from === body.to) throw new Refusal('bad-request', { path: 'to' });
    // Only parties who may read both are told that the two stand together.
    const audience = mustCommon(house, [from.audience, readers]);
    const refs = [
      { rel: 'from', record: body.from },
      { rel: 'to', record: body.to },
    ];
    const said = await mustSay(house, desk, { audience, type: 'link', body, refs });
    return context.json(presentSaved(house, said), 201);
  });
}

/** Who may read what a link leads to: a report, or a matter of which its report is to be part. [M1] */
async function readersOfEnd(weighing: Weighing, link: Link): Promise<Audience> {
  const { judgements, may } = weighing;
  if (link.relation === 'part-of' && judgements.one('matter', link.to, may)) {
    if (link.toClaim !== undefined) throw new Refusal('bad-request', { path: 'toClaim' });
    return mustMatter(weighing, link.to).audience;
  }
  const { report, audience } = await mustRead(weighing, link.to);
  mustMakeClaim(report, link.toClaim, 'toClaim');
  return audience;
}
