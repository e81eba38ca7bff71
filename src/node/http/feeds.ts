import type { Hono } from 'hono';
import { formatInstant } from '../../base/instant.ts';
import type { Audience } from '../../accord/party/audience.ts';
import type { FeedView, FeedsView, MadeFeed } from '../../contract/feeds.ts';
import { feedRequestSchema } from '../../contract/feeds.ts';
import type { Feed, Feeds } from '../feeds.ts';
import { FEEDS_MAX } from '../feeds.ts';
import type { House } from '../house.ts';
import { readBody } from './door.ts';
import { mustAudience, mustHaveDuty } from './must.ts';
import { Refusal } from './problem.ts';
import { partiesIn } from '../../accord/party/audience.ts';

/** Where other systems begin. */
export const TAXII_PATH = '/taxii2/';

/** The accounts of other systems, for offices that administer. [Y15] */
export function serveFeeds(app: Hono, house: House, feeds: Feeds): void {
  const { sessions } = house;

  app.get('/api/feeds', async (context) => {
    const { reader } = mustHaveDuty(await sessions.desk(context), 'administer');
    const seen = new Map<string, Audience>();
    for (const { audience } of house.logs.readable(reader)) {
      if (audience.length > 1) seen.set(audience.join(), audience);
    }
    const view: FeedsView = {
      feeds: (await feeds.all()).map(present),
      audiences: [...seen.values()].map(partiesIn).toSorted((a, b) => b.length - a.length),
      path: TAXII_PATH,
    };
    return context.json(view);
  });

  app.post('/api/feeds', async (context) => {
    const desk = mustHaveDuty(await sessions.desk(context), 'administer');
    const { label, audiences, days } = await readBody(context, feedRequestSchema);
    const chosen = audiences.map((parties) => mustAudience(house, parties));
    // [Y15] What a party says to itself alone leaves its node to nobody.
    if (chosen.some((audience) => audience.length === 1)) {
      throw new Refusal('bad-request', { path: 'audiences' });
    }
    const made = await feeds.make({ label, seat: desk.seat.seat, audiences: chosen, days });
    if (!made) throw new Refusal('too-many-requests', { limit: FEEDS_MAX });
    const { feed, secret } = made;
    const view: MadeFeed = {
      feed: present(feed),
      user: feed.id,
      secret,
      token: `${feed.id}.${secret}`,
    };
    return context.json(view, 201, { 'cache-control': 'no-store' });
  });

  app.delete('/api/feeds/:id', async (context) => {
    mustHaveDuty(await sessions.desk(context), 'administer');
    if (!(await feeds.end(context.req.param('id')))) throw new Refusal('not-found');
    return context.body(null, 204);
  });

  function present(feed: Feed): FeedView {
    const { id, label, seat, from, upto } = feed;
    const audiences = feed.audiences.map(partiesIn);
    const lastRead = feeds.lastRead(id);
    return {
      ...{ id, label, seat, audiences },
      from: formatInstant(from),
      upto: formatInstant(upto),
      state: feeds.stateOf(feed),
      ...(lastRead === undefined ? {} : { lastRead: formatInstant(lastRead) }),
    };
  }
}
