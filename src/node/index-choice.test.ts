import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { TroubleError } from '../base/result.ts';
import { openChosenIndex } from '../index/chosen.ts';
import { parsePostgresUrl } from '../index/postgres/place.ts';
import { indexOf } from './index-choice.ts';

const silent = () => undefined;

it('[I50] takes the server of the index from the environment, else from the settings', () => {
  const settings = { index: { url: 'postgres://a:b@one/x' } };
  expect(indexOf({}, {}, silent).url).toBeUndefined();
  expect(indexOf(settings, { TANSIQ_INDEX: '' }, silent).url).toBe('postgres://a:b@one/x');
  expect(indexOf(settings, { TANSIQ_INDEX: 'postgres://c@two/y' }, silent).url).toContain('two');
});

it('[I50] reads an address, asks for TLS beyond this machine, and has no secret in its name', () => {
  const far = parsePostgresUrl('postgresql://node:let%20in@db.example/centre?schema=tansiq_krg');
  expect(far).toMatchObject({ port: 5432, password: 'let in', tls: 'verify-full' });
  expect(far?.name).toBe('db.example:5432 centre/tansiq_krg');
  expect(parsePostgresUrl('postgres://a:b@[::1]:5433/x')).toMatchObject({
    host: '::1',
    tls: 'disable',
  });
  expect(parsePostgresUrl('postgres://a:b@localhost/x?host=/run/postgresql')).toMatchObject({
    socket: '/run/postgresql/.s.PGSQL.5432',
    tls: 'disable',
  });
  for (const bad of [
    'mysql://a:b@c/d',
    'postgres://c/d',
    'postgres://a:b@c/',
    'postgres://a:%zz@c/d',
    'postgres://a:b@c/d?schema=public',
    'postgres://a:b@c/d?sslmode=prefer',
    'postgres://a:b@c/d?sslkey=x',
    'a word',
  ]) {
    expect([bad, parsePostgresUrl(bad)]).toEqual([bad, undefined]);
  }
});

it('[I50] says nothing of an address that is none', async () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'tansiq-choice-'));
  const url = 'postgres:/secret-word';
  const choice = { dir, ...indexOf({ index: { url } }, {}, silent) };
  const refused: unknown = await openChosenIndex(choice).catch((thrown: unknown) => thrown);
  expect(refused).toBeInstanceOf(TroubleError);
  expect(refused).toMatchObject({ code: 'index-url-bad', details: {} });
  rmSync(dir, { recursive: true });
});
