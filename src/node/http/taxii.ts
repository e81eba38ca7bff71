import type { Context, Hono } from 'hono';
import type { Json } from '../../base/json.ts';
import { TroubleError } from '../../base/result.ts';
import { STIX_MEDIA_TYPE } from '../../gateway/stix-names.ts';
import type { TaxiiAsk } from '../../gateway/taxii.ts';
import {
  TAXII_MEDIA_TYPE,
  addedText,
  isAccepting,
  parseTaxiiQuery,
  versionOf,
} from '../../gateway/taxii.ts';
import type { Feed, Feeds } from '../feeds.ts';
import type { House } from '../house.ts';
import { selfOf } from '../house.ts';
import type { AddedObject, Collection, TaxiiPage } from '../taxii.ts';
import { collectionsOf, isAsked, readPage, versionsOf } from '../taxii.ts';
import { BODY_BYTES_MAX } from './door.ts';

/** How many questions of one account are answered at the same time. [Y16] */
export const FEED_QUESTIONS_MAX = 4;

/** Where the one API root of a node stands. */
const ROOT = '/taxii2/centre/';

/** A refusal in the form of TAXII. */
class TaxiiError extends Error {
  override readonly name = 'TaxiiError';
  readonly status: 400 | 401 | 403 | 404 | 406 | 429 | 503;

  constructor(status: TaxiiError['status'], words: string) {
    super(words);
    this.status = status;
  }
}

/** A TAXII 2.1 server that gives, and takes nothing: one collection for each audience of an account. [Y16] */
export function serveTaxii(app: Hono, house: House, feeds: Feeds): void {
  const busy = new Map<string, number>();

  /** Answers a question of an account, or refuses it in the form of the standard. */
  const door = (answer: (context: Context, feed: Feed) => Promise<Response>) => {
    return async (context: Context): Promise<Response> => {
      try {
        const feed = await feeds.of(context.req.header('authorization'));
        if (!feed) throw new TaxiiError(401, 'Sign in by Basic or Bearer');
        if (!isAccepting(context.req.header('accept'))) {
          throw new TaxiiError(406, `Only ${TAXII_MEDIA_TYPE} is spoken here`);
        }
        const count = busy.get(feed.id) ?? 0;
        if (count >= FEED_QUESTIONS_MAX) throw new TaxiiError(429, 'Too many questions at once');
        busy.set(feed.id, count + 1);
        try {
          return await answer(context, feed);
        } finally {
          const left = (busy.get(feed.id) ?? 1) - 1;
          if (left > 0) busy.set(feed.id, left);
          else busy.delete(feed.id);
        }
      } catch (thrown) {
        if (thrown instanceof TaxiiError) return refuse(context, thrown);
        if (!(thrown instanceof TroubleError)) throw thrown;
        house.report(thrown);
        return refuse(context, new TaxiiError(503, 'The node is not ready; ask again later'));
      }
    };
  };

  app.get(
    '/taxii2/',
    door(async (context) => {
      const title = `Tansiq: ${selfOf(house)} at ${house.folder.charter.id}`;
      return say(context, { title, default: ROOT, api_roots: [ROOT] });
    }),
  );

  app.get(
    ROOT,
    door(async (context) => {
      const title = house.folder.charter.names.en;
      const versions = [TAXII_MEDIA_TYPE];
      return say(context, { title, versions, max_content_length: BODY_BYTES_MAX });
    }),
  );

  app.get(
    `${ROOT}collections/`,
    door(async (context, feed) => {
      const collections = collectionsOf(house, feed).map(presentCollection);
      return say(context, collections.length === 0 ? {} : { collections });
    }),
  );

  app.get(
    `${ROOT}collections/:collection/`,
    door(async (context, feed) => {
      return say(context, presentCollection(mustCollection(house, context, feed)));
    }),
  );

  app.get(
    `${ROOT}collections/:collection/objects/`,
    door(async (context, feed) => {
      const collection = mustCollection(house, context, feed);
      const page = await readPage(house, collection, mustAsk(context));
      return sayPage(context, page, 'objects', ({ object }) => object);
    }),
  );

  app.get(
    `${ROOT}collections/:collection/manifest/`,
    door(async (context, feed) => {
      const collection = mustCollection(house, context, feed);
      const page = await readPage(house, collection, mustAsk(context));
      return sayPage(context, page, 'objects', ({ object, added }) => {
        const version = versionOf(object);
        const { id } = object;
        return { id, date_added: addedText(added), version, media_type: STIX_MEDIA_TYPE };
      });
    }),
  );

  app.get(
    `${ROOT}collections/:collection/objects/:object/`,
    door(async (context, feed) => {
      const collection = mustCollection(house, context, feed);
      const ask = mustAsk(context);
      const all = await mustVersions(house, context, collection);
      const page = cut(
        all.filter((each) => isAsked(ask, each)),
        ask,
      );
      return sayPage(context, page, 'objects', ({ object }) => object);
    }),
  );

  app.get(
    `${ROOT}collections/:collection/objects/:object/versions/`,
    door(async (context, feed) => {
      const collection = mustCollection(house, context, feed);
      const ask = { ...mustAsk(context), match: { versions: ['all'] } };
      const all = await mustVersions(house, context, collection);
      const page = cut(
        all.filter((each) => isAsked(ask, each)),
        ask,
      );
      return sayPage(context, page, 'versions', ({ object }) => versionOf(object));
    }),
  );

  // [Y20] A collection says `can_write: false`, and is told nothing.
  const refused = door(async (context, feed) => {
    mustCollection(house, context, feed);
    throw new TaxiiError(403, 'This collection is only read');
  });
  app.post(`${ROOT}collections/:collection/objects/`, refused);
  app.delete(`${ROOT}collections/:collection/objects/:object/`, refused);

  app.all(
    '/taxii2/*',
    door(async () => {
      throw new TaxiiError(404, 'There is nothing here');
    }),
  );
}

/** A collection that the account may read; any other is as if it were not there. [Y17] */
function mustCollection(house: House, context: Context, feed: Feed): Collection {
  const id = context.req.param('collection');
  const found = collectionsOf(house, feed).find((each) => each.id === id);
  if (!found) throw new TaxiiError(404, 'There is nothing here');
  return found;
}

async function mustVersions(
  house: House,
  context: Context,
  collection: Collection,
): Promise<readonly AddedObject[]> {
  const found = await versionsOf(house, collection, context.req.param('object') ?? '');
  if (found.length === 0) throw new TaxiiError(404, 'There is nothing here');
  return found;
}

function mustAsk(context: Context): TaxiiAsk {
  const ask = parseTaxiiQuery(context.req.query());
  if (!ask.ok) throw new TaxiiError(400, `Not understood: ${ask.fault.name}`);
  return ask.value;
}

/** A part of a short list. */
function cut(all: readonly AddedObject[], { limit, next }: TaxiiAsk): TaxiiPage {
  const from = /^\d{1,6}$/.test(next ?? '') ? Number(next) : 0;
  const objects = all.slice(from, from + limit);
  const upto = from + objects.length;
  return { objects, ...(upto < all.length ? { next: String(upto) } : {}) };
}

function presentCollection({ id, audience }: Collection): Json {
  return {
    id,
    title: audience.join(', '),
    description: `What is said to exactly these parties: ${audience.join(', ')}`,
    can_read: true,
    can_write: false,
    media_types: [STIX_MEDIA_TYPE],
  };
}

/** An envelope, or a list like one; an empty one is `{}`. */
function sayPage(
  context: Context,
  { objects, next }: TaxiiPage,
  name: 'objects' | 'versions',
  present: (each: AddedObject) => Json,
): Response {
  const [first, last] = [objects[0], objects.at(-1)];
  return say(
    context,
    {
      ...(next === undefined ? {} : { more: true, next }),
      ...(objects.length === 0 ? {} : { [name]: objects.map(present) }),
    },
    first && last
      ? {
          'x-taxii-date-added-first': addedText(first.added),
          'x-taxii-date-added-last': addedText(last.added),
        }
      : {},
  );
}

function say(context: Context, body: Json, headers: Record<string, string> = {}): Response {
  return context.body(JSON.stringify(body), 200, {
    'content-type': TAXII_MEDIA_TYPE,
    'cache-control': 'no-store',
    ...headers,
  });
}

function refuse(context: Context, { status, message }: TaxiiError): Response {
  const body = { title: message, http_status: String(status) };
  return context.body(JSON.stringify(body), status, {
    'content-type': TAXII_MEDIA_TYPE,
    'cache-control': 'no-store',
    ...(status === 401 ? { 'www-authenticate': 'Basic realm="taxii", Bearer realm="taxii"' } : {}),
  });
}
