import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Saved } from '../../src/contract/api.ts';
import type { FeedsView, MadeFeed } from '../../src/contract/feeds.ts';
import type { Client } from '../../src/node/exercise/desk.ts';
import { reportOf } from '../../src/node/exercise/lines.ts';
import type { TaxiiObject } from '../outside/taxii-client.ts';
import { TaxiiClient, basicOf } from '../outside/taxii-client.ts';
import type { Stage } from './stage.ts';
import { openStage, until } from './stage.ts';

const BOTH = ['iraq', 'krg'];
const ASIDE = ['iraq', 'turkiye'];

let stage: Stage;
let ours: Client;
let keeper: Client;
let theirs: Client;
let feed: MadeFeed;
let reader: TaxiiClient;
let both: string;
const made: Record<string, Saved> = {};

async function say(name: string, audience: readonly string[], more: object = {}, desk = ours) {
  const place = { geometry: { type: 'Point', coordinates: [43.6, 35.7] }, precisionMetres: 100 };
  const report = { ...reportOf(`${name} title`, [43.6, 35.7], 'own-patrol'), place, ...more };
  made[name] = await desk.post<Saved>('/api/reports', { audience, tlp: 'AMBER', report });
}

async function newFeed(audiences: readonly (readonly string[])[], label = 'a coalition system') {
  return keeper.post<MadeFeed>('/api/feeds', { label, audiences, days: 30 });
}

function clientOf({ token }: MadeFeed): TaxiiClient {
  return new TaxiiClient(ours.address, `Bearer ${token}`);
}

const reportsIn = (objects: readonly TaxiiObject[]) =>
  objects.filter(({ type }) => type === 'report').map((report) => String(report['name'] as string));

beforeAll(async () => {
  stage = await openStage();
  ours = await stage.desk('iraq', 'analyst');
  keeper = await stage.desk('iraq', 'administrator');
  theirs = await stage.desk('krg', 'analyst');
  const reports = Array.from({ length: 7 }, (_, i) => ({
    id: `01890000-0000-7000-8000-00000000000${i}`,
    report: { ...reportOf(`batch ${i}`, [43.6, 35.7], 'own-patrol') },
  }));
  await ours.post('/api/reports/batch', { audience: BOTH, tlp: 'GREEN', reports });
  await say('shared', BOTH);
  await say('aside', ASIDE);
  await say('inward', ['iraq']);
  await say('answered', BOTH, {}, theirs);
  await until(async () => {
    const page = await ours.get<{ readonly count: number }>('/api/reports');
    return page.count === 11;
  }, 'what the other said is here');
  const grade = { reliability: 'C', credibility: '3' };
  await ours.post('/api/grades', { report: made['answered']!.hash, grade });
  const against = { relation: 'contradicts', from: made['shared']!.hash, to: made['aside']!.hash };
  await ours.post('/api/links', { ...against, reason: 'between our own' });
  feed = await newFeed([BOTH]);
  reader = new TaxiiClient(ours.address, basicOf(feed.user, feed.secret));
  both = (await reader.collections())[0]?.id ?? '';
  await until(
    async () => (await reader.objects(both)).some(({ type }) => type === 'opinion'),
    'the collection has all of it',
  );
});
afterAll(() => stage.close());

describe('an account of another system', () => {
  it('[Y15] opens by Basic and by Bearer, until it is ended, and opens nothing else', async () => {
    const other = await newFeed([BOTH], 'to be ended');
    const [basic, bearer] = [basicOf(other.user, other.secret), `Bearer ${other.token}`];
    for (const authorization of [basic, bearer]) {
      expect((await new TaxiiClient(ours.address, authorization).ask('/taxii2/')).status).toBe(200);
      for (const path of ['/api/session', '/api/reports', '/api/export?format=csv', '/api/feeds']) {
        const answer = await fetch(`${ours.address}${path}`, { headers: { authorization } });
        expect(answer.status, path).toBe(401);
      }
    }
    const wrong = [
      undefined,
      '',
      'Basic',
      `Bearer ${ours.token}`,
      `Bearer ${other.user}.${feed.secret}`,
      `Bearer ${other.secret}`,
      basicOf(other.user, ''),
      basicOf(other.user, `${other.secret}x`),
      basicOf(feed.user, other.secret),
      basicOf('../feeds', other.secret),
    ];
    for (const authorization of wrong) {
      const said = await new TaxiiClient(ours.address, authorization).ask('/taxii2/');
      expect(said.status, authorization).toBe(401);
      expect(said.headers.get('www-authenticate')).toMatch(/^Basic .*Bearer/);
      expect(said.body['title']).toBeDefined();
    }
    const ended = await fetch(`${ours.address}/api/feeds/${other.feed.id}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${keeper.token}` },
    });
    expect(ended.status).toBe(204);
    expect((await new TaxiiClient(ours.address, basic).ask('/taxii2/')).status).toBe(401);
    const { feeds } = await keeper.get<FeedsView>('/api/feeds');
    expect(feeds.find(({ id }) => id === other.feed.id)?.state).toBe('ended');
    expect(JSON.stringify(feeds)).not.toContain(feed.secret);
  });

  it('[Y15] is made by who administers alone, and never for what is said to nobody else', async () => {
    const asked = { label: 'x', audiences: [BOTH], days: 1 };
    expect((await ours.refused(ours.post('/api/feeds', asked))).code).toBe('not-allowed');
    expect((await ours.refused(ours.get('/api/feeds'))).code).toBe('not-allowed');
    for (const change of [
      { audiences: [['iraq']] },
      { audiences: [] },
      { days: 0 },
      { days: 366 },
      { label: '' },
      { audiences: [['iraq', 'nobody']] },
    ]) {
      const refused = keeper.post('/api/feeds', { ...asked, ...change });
      expect((await keeper.refused(refused)).status, JSON.stringify(change)).toBe(400);
    }
  });
});

describe('a TAXII server', () => {
  it('[Y16] says what it is in the forms of the standard, and refuses in them', async () => {
    const root = await reader.root();
    const found = await reader.ask(root);
    expect(found.type).toBe('application/taxii+json;version=2.1');
    expect(found.body).toMatchObject({ versions: ['application/taxii+json;version=2.1'] });
    expect(found.body['max_content_length']).toBeGreaterThan(0);
    const one = await reader.ask(`${root}collections/${both}/`);
    expect(one.body).toMatchObject({
      id: both,
      title: 'iraq, krg',
      can_read: true,
      can_write: false,
      media_types: ['application/stix+json;version=2.1'],
    });
    for (const [path, status] of [
      [`${root}collections`, 404],
      [`${root}status/${both}/`, 404],
      [`${root}nothing/`, 404],
      ['/taxii2/other/', 404],
      [`${root}collections/${both}/objects/?limit=0`, 400],
      [`${root}collections/${both}/objects/?added_after=now`, 400],
      [`${root}collections/${both}/objects/report--x/`, 404],
      [`${root}collections/${both}/objects/report--00000000-0000-4000-8000-000000000000/`, 404],
    ] as const) {
      const said = await reader.ask(path);
      expect([said.status, said.type], path).toEqual([
        status,
        'application/taxii+json;version=2.1',
      ]);
      expect(said.body).toMatchObject({ http_status: String(status) });
    }
    const json = await reader.ask('/taxii2/', { headers: { accept: 'application/json' } });
    expect(json.status).toBe(406);
  });

  it('[Y17] has a collection for each audience of the account, and no other', async () => {
    expect((await reader.collections()).map(({ title }) => title)).toEqual(['iraq, krg']);
    const wider = clientOf(await newFeed([BOTH, ASIDE]));
    const all = await wider.collections();
    expect(all.map(({ title }) => title)).toEqual(['iraq, krg', 'iraq, turkiye']);
    const aside = all[1]?.id ?? '';
    expect(reportsIn(await wider.objects(aside))).toEqual(['aside title']);
    const root = await reader.root();
    const nowhere = await reader.ask(`${root}collections/${'0'.repeat(36)}/objects/`);
    for (const end of ['', 'objects/', 'manifest/']) {
      const said = await reader.ask(`${root}collections/${aside}/${end}`);
      expect([said.status, said.text]).toEqual([404, nowhere.text]);
    }
  });

  it('[Y18] gives each object once, oldest first, however small the pages are', async () => {
    const whole = await reader.objects(both);
    const ids = whole.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(reportsIn(whole).toSorted()).toEqual(
      [
        ...Array.from({ length: 7 }, (_, i) => `batch ${i}`),
        'answered title',
        'shared title',
      ].toSorted(),
    );
    for (const limit of ['1', '2', '3', '7', '500']) {
      const pages = await reader.pages(both, { limit });
      expect(pages.every(({ objects }) => objects.length <= Number(limit))).toBe(true);
      expect(pages.flatMap(({ objects }) => objects.map(({ id }) => id))).toEqual(ids);
      const dates = pages.flatMap(({ first, last }) => [first ?? '', last ?? '']);
      expect(dates).toEqual(dates.toSorted());
      expect(dates.every((date) => /\.\d{6}Z$/.test(date))).toBe(true);
    }
    const manifest = await reader.ask(
      `${await reader.root()}collections/${both}/manifest/?limit=500`,
    );
    const listed = manifest.body['objects'] as readonly Record<string, string>[];
    expect(listed.map(({ id }) => id)).toEqual(ids);
    for (const [i, entry] of listed.entries()) {
      const object = whole[i];
      expect(entry).toMatchObject({
        version: object?.['modified'] ?? object?.['created'],
        media_type: 'application/stix+json;version=2.1',
      });
    }
  });

  it('[Y18] gives what came strictly later, and loses nothing on the way', async () => {
    const last = (await reader.pages(both)).at(-1)?.last ?? '';
    const root = await reader.root();
    const path = `${root}collections/${both}/objects/?added_after=${last}`;
    expect((await reader.ask(path)).body).toEqual({});
    await Promise.all(['later one', 'later two', 'later three'].map((name) => say(name, BOTH)));
    const seen = new Set<string>();
    let since = last;
    await until(async () => {
      for (const page of await reader.pages(both, { added_after: since, limit: '1' })) {
        for (const name of reportsIn(page.objects)) seen.add(name);
        since = page.last ?? since;
      }
      return seen.size === 3;
    }, 'all that came later is pulled');
    const rest = (await reader.objects(both)).length;
    expect((await reader.objects(both, { added_after: '2020-01-01T00:00:00Z' })).length).toBe(rest);
  });

  it('[Y19] gives objects by type, by identity and in their versions', async () => {
    const opinions = await reader.objects(both, { 'match[type]': 'opinion,note' });
    expect(opinions.map(({ type }) => type)).toEqual(['opinion']);
    expect(await reader.objects(both, { 'match[spec_version]': '2.0' })).toEqual([]);
    await say('shared again', BOTH, { corrects: made['shared']!.hash });
    const named = async (query: Record<string, string>) =>
      reportsIn(await reader.objects(both, { 'match[type]': 'report', ...query }));
    await until(
      async () => (await named({})).includes('shared again title'),
      'the new version is in the collection',
    );
    expect(await named({})).not.toContain('shared title');
    expect(await named({ 'match[version]': 'first' })).toContain('shared title');
    const all = await reader.objects(both, { 'match[type]': 'report', 'match[version]': 'all' });
    const versions = all.filter((each) => String(each['name'] as string).startsWith('shared'));
    expect(versions).toHaveLength(2);
    const id = versions[0]?.id ?? '';
    expect(versions.every((each) => each.id === id)).toBe(true);
    expect(versions[1]?.['created']).toBe(versions[0]?.['created']);
    const root = await reader.root();
    const one = await reader.ask(`${root}collections/${both}/objects/${id}/`);
    expect(reportsIn(one.body['objects'] as readonly TaxiiObject[])).toEqual([
      'shared again title',
    ]);
    const listed = await reader.ask(`${root}collections/${both}/objects/${id}/versions/`);
    expect(listed.body['versions']).toEqual(versions.map((each) => each['modified']));
    for (const object of await reader.objects(both)) {
      const said = await reader.ask(`${root}collections/${both}/objects/${object.id}/`);
      expect((said.body['objects'] as readonly TaxiiObject[]).at(-1), object.id).toEqual(object);
    }
  });

  it('[Y20] is told nothing', async () => {
    const root = await reader.root();
    const headers = { 'content-type': 'application/taxii+json;version=2.1' };
    const at = `${root}collections/${both}/objects/`;
    const told = await reader.ask(at, { method: 'POST', headers, body: '{"objects":[]}' });
    expect(told.status).toBe(403);
    const [object] = await reader.objects(both);
    expect((await reader.ask(`${at}${object?.id}/`, { method: 'DELETE' })).status).toBe(403);
  });

  it('[Y14] gives an account no byte of what it was not given, nor a hint that it is there', async () => {
    const root = await reader.root();
    const wider = clientOf(await newFeed([BOTH, ASIDE]));
    const aside = (await wider.collections())[1]?.id ?? '';
    const secrets = (await wider.objects(aside))
      .filter(({ type }) => type === 'report' || type === 'location')
      .map(({ id }) => id);
    expect(secrets).toHaveLength(2);
    const texts: string[] = [];
    for (const path of [
      '/taxii2/',
      root,
      `${root}collections/`,
      `${root}collections/${both}/`,
      `${root}collections/${both}/manifest/?limit=500`,
      `${root}collections/${both}/objects/?limit=500&match[version]=all`,
      ...secrets.flatMap((id) => [
        `${root}collections/${both}/objects/${id}/`,
        `${root}collections/${both}/objects/${id}/versions/`,
        `${root}collections/${both}/objects/?match[id]=${id}`,
      ]),
    ]) {
      texts.push((await reader.ask(path)).text);
    }
    const hidden = [made['aside']!.hash, made['inward']!.hash].map((hash) => hash.slice(7));
    const words = ['aside', 'inward', 'turkiye', 'between our own', 'Türkiye', aside];
    for (const word of [
      ...words,
      ...hidden,
      ...hidden.map((hash) => hash.slice(0, 8)),
      ...secrets,
    ]) {
      expect(texts.join('\n').includes(word), word).toBe(false);
    }
    const own = await wider.objects((await wider.collections())[0]?.id ?? '');
    expect(own.some(({ type }) => type === 'relationship')).toBe(false);
  });

  it('[Y8] tells that a report was recalled, and gives it no more', async () => {
    const hash = encodeURIComponent(made['later one']!.hash);
    await ours.post(`/api/reports/${hash}/recall`, {
      reason: 'mistake',
      words: 'the wrong bridge',
    });
    await until(async () => {
      const notes = await reader.objects(both, { 'match[type]': 'note' });
      return notes.some(({ content }) => content === 'the wrong bridge');
    }, 'the recall is in the collection');
    const [note] = await reader.objects(both, { 'match[type]': 'note' });
    expect(note?.['labels']).toContain('recalled');
    const all = await reader.objects(both);
    expect(reportsIn(all)).not.toContain('later one title');
    expect(reportsIn(all)).toContain('later two title');
  });
});
