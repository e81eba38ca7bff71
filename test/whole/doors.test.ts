import http from 'node:http';
import net from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Doors } from './doors.ts';
import { NO_RINGS } from './no-rings.ts';
import { NOWHERE, bends, newPlan, newReport, openDoors, problemIn } from './doors.ts';

/** Paths that are asked and told by one name. */
const DOUBLE: ReadonlySet<string> = new Set([
  '/api/reports',
  '/api/plans',
  '/api/agreements',
  '/api/incursions',
  '/api/handovers',
  '/api/matters',
  '/api/requests',
]);

let doors: Doors;
beforeAll(async () => {
  doors = await openDoors();
});
afterAll(() => doors.stage.close());

describe('every door that takes JSON', () => {
  it('[N2] refuses what is not JSON, is too deep, too large or says a thing twice', async () => {
    await doors.storingNothing(async () => {
      for (const [desk, path, body] of await doors.jsonDoors()) {
        const text = JSON.stringify(body);
        const twice = `{"${Object.keys(body as object)[0]}":1,${text.slice(1)}`;
        const bad: readonly (readonly [string, string | Uint8Array])[] = [
          ['nothing', ''],
          ['cut off', text.slice(0, -1)],
          ['more after', `${text}{}`],
          ['a list', `[${text}]`],
          ['null', 'null'],
          ['a key twice', twice],
          ['too deep', '['.repeat(100_000)],
          ['too deep inside', `{"a":${'[{"b":'.repeat(50)}1${'}]'.repeat(50)}}`],
          ['too large', `${text.slice(0, -1)},"x":"${'x'.repeat(40_000_000)}"}`],
          [
            'not UTF-8',
            Buffer.concat([Buffer.from('{"'), Buffer.from([0xff, 0xfe]), Buffer.from('":1}')]),
          ],
          ['half a pair', text.replace(/:"[^"]*"/, String.raw`:"\ud800"`)],
          ['a bidirectional control', text.replace(/:"[^"]*"/, ':"\u202eevil"')],
        ];
        for (const [what, sent] of bad) {
          const knocked = doors.knock(path, { token: desk.token, body: sent });
          // A body that is too large may be hung up on before all of it is sent.
          const answer = what === 'too large' ? await knocked.catch(hungUp) : await knocked;
          if (answer) problemIn(answer, `${path} ${what}`);
        }
      }
    });
  });

  it('[N2] refuses any part of another type, and any part it does not know', async () => {
    await doors.storingNothing(async () => {
      for (const [desk, path, body] of await doors.jsonDoors()) {
        for (const [what, bent] of bends(body)) {
          // An object with one more member or a list in place of a text is never what was asked for.
          if (what.includes('credential') || what.includes('coordinates')) continue;
          const answer = await doors.knock(path, { token: desk.token, body: JSON.stringify(bent) });
          problemIn(answer, `${path} ${what}`);
        }
      }
    });
  });

  it('[N2] refuses shapes that are none', async () => {
    await doors.storingNothing(async () => {
      for (const coordinates of NO_RINGS) {
        const { audience, plan: good } = newPlan();
        const shape = { type: 'Polygon', coordinates };
        const body = JSON.stringify({ audience, plan: { ...good, shape } });
        const what = `shape ${JSON.stringify(coordinates).slice(0, 60)}`;
        problemIn(await doors.knock('/api/plans', { token: doors.planner.token, body }), what);
        const preview = JSON.stringify({ plan: { ...good, shape } });
        problemIn(
          await doors.knock('/api/plans/preview', { token: doors.planner.token, body: preview }),
          what,
        );
        const reported = newReport();
        const place = { ...reported.report.place, geometry: shape };
        const seen = JSON.stringify({ ...reported, report: { ...reported.report, place } });
        problemIn(
          await doors.knock('/api/reports', { token: doors.analyst.token, body: seen }),
          what,
        );
      }
    });
  });
});

describe('every door', () => {
  const gets = () => [
    '/api/session',
    '/api/rosters',
    '/api/claims',
    '/api/reports',
    '/api/reports/points',
    '/api/export?format=csv',
    '/api/export/survey',
    '/api/feeds',
    `/api/records/${doors.report.hash}`,
    `/api/records/${doors.report.hash}/proof`,
    '/api/plans',
    `/api/plans/${doors.plan.hash}`,
    `/api/plans/${doors.plan.hash}/proof-file`,
    '/api/agreements',
    `/api/agreements/${doors.beside.agreement}`,
    '/api/incursions',
    `/api/incursions/${doors.beside.incursion}`,
    '/api/presence',
    '/api/handovers',
    '/api/matters',
    '/api/tracks',
    `/api/matters/${doors.report.hash}`,
    `/api/reports/${doors.report.hash}/knowledge`,
    `/api/reports/${doors.report.hash}/likely`,
    '/api/requests',
    '/api/passages',
    '/api/log',
    '/api/sitrep',
    '/api/logs',
    '/api/stream',
    '/api/passkeys/x',
    `/log/${doors.report.place.log}/checkpoint`,
    `/log/${doors.report.place.log}/tile/0/000.p/1`,
    '/peer/stream',
  ];

  it('[N3] asks who is there', async () => {
    await doors.storingNothing(async () => {
      for (const path of gets()) {
        for (const token of [undefined, 'x'.repeat(43), 'short']) {
          const headers = { cookie: 'tansiq-iraq=AAAAAAAAAAAAAAAAAAAAAAAAAAAA' };
          const answer = await doors.knock(path, {
            method: 'GET',
            headers,
            ...(token ? { token } : {}),
          });
          expect(problemIn(answer, path).code).toBe('not-signed-in');
        }
      }
      for (const [, path, body] of await doors.jsonDoors()) {
        if (/session|hello/.test(path)) continue;
        const answer = await doors.knock(path, { body: JSON.stringify(body) });
        expect(problemIn(answer, path).code).toBe('not-signed-in');
      }
    });
  });

  it('[N3] answers no page of another origin and no name of another host', async () => {
    await doors.storingNothing(async () => {
      for (const [desk, path, body] of await doors.jsonDoors()) {
        for (const origin of ['https://evil.example', 'null', doors.stage.address('krg'), 'x']) {
          const sent = { token: desk.token, body: JSON.stringify(body), headers: { origin } };
          expect(problemIn(await doors.knock(path, sent), `${path} ${origin}`).code).toBe(
            'wrong-origin',
          );
        }
      }
      for (const path of [...gets(), '/', '/healthz', '/api/centre', '/assets/x.js']) {
        for (const host of [
          'evil.example',
          `evil.example:${new URL(doors.planner.address).port}`,
        ]) {
          const answer = await doors.knock(path, { method: 'GET', headers: { host } });
          expect(problemIn(answer, `${path} ${host}`).code).toBe('wrong-origin');
        }
      }
    });
  });

  it('[N2] refuses a method that it does not have, and a path that is none', async () => {
    await doors.storingNothing(async () => {
      const paths = [...gets(), '/api/nothing', '/api/reports/', '/', '/healthz', '/nothing'];
      for (const path of paths.filter((each) => !DOUBLE.has(each))) {
        for (const method of ['PUT', 'PATCH', 'DELETE', 'POST', 'PROPFIND']) {
          if (path === '/api/session' && method === 'DELETE') continue;
          const answer = await doors.knock(path, {
            method,
            token: doors.planner.token,
            body: '{}',
          });
          problemIn(answer, `${method} ${path}`);
        }
      }
      for (const path of ['/api', '/api/', '/api/nothing', '/peer/x', '/log/x', '/witness/x']) {
        problemIn(await doors.knock(path, { method: 'GET', token: doors.planner.token }), path);
      }
    });
  });

  it('[N2] refuses a query that it does not know', async () => {
    const queries = [
      '/api/reports?limit=0',
      '/api/reports?limit=501',
      '/api/reports?limit=-1',
      '/api/reports?limit=1e3',
      '/api/reports?box=1,2,3',
      '/api/reports?box=a,b,c,d',
      '/api/reports?from=yesterday',
      '/api/reports?party=NO%20PARTY',
      '/api/reports?kind=nothing',
      '/api/reports?unknown=1',
      `/api/reports?text=${'x'.repeat(400)}`,
      `/api/reports?after=${'x'.repeat(300)}`,
      '/api/reports/points?limit=x',
      `/api/records/${doors.report.hash}/proof?earliest=no`,
      `/api/plans/${doors.plan.hash}/proof-file?whole=no`,
      `/api/plans/${doors.plan.hash}/proof-file?unknown=1`,
      '/api/plans?before=x',
      `/api/plans?before=${NOWHERE}`,
      '/api/plans?unknown=1',
      '/api/log?limit=x',
      '/api/log?unknown=1',
      '/api/sitrep?from=x',
      '/api/sitrep?upto=2026-13-01T00:00:00Z',
    ];
    for (const path of queries) {
      problemIn(await doors.knock(path, { method: 'GET', token: doors.analyst.token }), path);
    }
    // Any text may be searched for, and a cursor that is not ours leads nowhere.
    const odd = [
      '"',
      '*',
      "'; DROP TABLE x; --",
      '\u0000',
      '((',
      'NEAR(',
      '%',
      '\ud83d\ude00',
      'ا',
    ];
    for (const text of odd) {
      for (const name of ['text', 'after']) {
        const path = `/api/reports?${name}=${encodeURIComponent(text)}`;
        const { status } = await doors.knock(path, { method: 'GET', token: doors.analyst.token });
        expect(status, path).toBe(200);
      }
      const path = `/api/log?after=${encodeURIComponent(text)}`;
      expect(
        (await doors.knock(path, { method: 'GET', token: doors.analyst.token })).status,
        path,
      ).toBe(200);
    }
    const wide = '/api/reports?box=-1e2,0,0,0';
    problemIn(await doors.knock(wide, { method: 'GET', token: doors.analyst.token }), wide);
    for (const box of ['999,999,9999,9999', '44,36,43,35', '-180,-90,180,90']) {
      const answer = await doors.knock(`/api/reports?box=${box}`, {
        method: 'GET',
        token: doors.analyst.token,
      });
      expect(answer.status, box).toBeLessThan(500);
    }
  });

  it('[N2] finds nothing under a bad hash, tile path or file name', async () => {
    const hashes = [
      'x',
      'sha256:x',
      `sha256:${'g'.repeat(64)}`,
      NOWHERE,
      NOWHERE.toUpperCase(),
      '%00',
    ];
    const { log } = doors.report.place;
    const paths = [
      ...hashes.flatMap((hash) => [
        `/api/records/${hash}`,
        `/api/records/${hash}/proof`,
        `/api/plans/${hash}`,
        `/api/plans/${hash}/proof-file`,
        `/api/agreements/${hash}`,
        `/api/incursions/${hash}`,
        `/api/requests/${hash}`,
        `/api/passages/${hash}`,
      ]),
      ...[
        '0/001',
        '0/000.p/0',
        '0/000.p/256',
        '0/000.p/257',
        '64/000',
        '-1/000',
        '0/00',
        'entries/x',
      ].map((path) => `/log/${log}/tile/${path}`),
      `/log/${'0'.repeat(32)}/checkpoint`,
      '/assets/..%2f..%2f..%2fnode.json',
      '/assets/....//package.json',
      '/assets/%00',
      '/assets/%zz',
      '/assets/nothing.js',
      '/assets/',
      '/ground/..%5c..%5cpackage.json',
      '/ground/nothing',
      '/ground/',
      '/api/schemas/nothing',
      '/api/schemas/__proto__',
      '/api/schemas/constructor',
    ];
    for (const path of paths) {
      problemIn(await doors.knock(path, { method: 'GET', token: doors.analyst.token }), path);
    }
    // An address is made plain before it is looked at, so these lead to the screens or to nothing.
    for (const path of [
      '/log/../node.json',
      '/log/%2e%2e/checkpoint',
      '/assets/../../package.json',
      '/assets/%2e%2e/%2e%2e/package.json',
      '/ground/../../package.json',
    ]) {
      const answer = await doors.knock(path, { method: 'GET', token: doors.analyst.token });
      if (answer.status === 200) expect(answer.type, path).toMatch(/^text\/html/);
      else problemIn(answer, path);
    }
    for (const hash of hashes) {
      const verbs = [
        'acceptance',
        'activation',
        'closing',
        'stop',
        'resumption',
        'step',
        'clearance',
      ];
      const paths = verbs.map((verb) => `/api/plans/${hash}/${verb}`);
      for (const path of [...paths, `/api/handovers/${hash}/step`]) {
        problemIn(await doors.knock(path, { token: doors.planner.token, body: '{}' }), path);
      }
    }
  });

  it('[N2] outlives what is no HTTP, and a body that never ends', async () => {
    const { hostname, port } = new URL(doors.planner.address);
    for (const bytes of [
      '\0\0\0\0',
      'GET / HTTP/9.9\r\n\r\n',
      `GET /${'x'.repeat(100_000)} HTTP/1.1\r\n\r\n`,
    ]) {
      const socket = net.connect(Number(port), hostname);
      socket.on('error', () => undefined);
      socket.resume();
      socket.end(bytes);
      await new Promise((resolve) => socket.once('close', resolve));
    }
    const token = doors.analyst.token;
    const early = http.request({ hostname, port, path: '/api/reports', method: 'POST' });
    early.on('error', () => undefined);
    early.setHeader('authorization', `Bearer ${token}`);
    early.setHeader('content-length', '1000');
    early.write('{"audience":');
    await new Promise((resolve) => setImmediate(resolve));
    early.destroy();
    const headers = { 'content-length': '999999999' };
    const answer = await doors
      .knock('/api/reports', { token, headers, body: '{}' })
      .catch(() => undefined);
    if (answer) expect(problemIn(answer, 'a length that is not so').code).toBe('too-large');
    expect((await doors.knock('/healthz', { method: 'GET' })).status).toBe(200);
  });
});

function hungUp(thrown: unknown): undefined {
  expect(['EPIPE', 'ECONNRESET']).toContain((thrown as NodeJS.ErrnoException).code);
}
