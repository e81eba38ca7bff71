import { expect, it } from 'vitest';
import { natsOf } from './carriers.ts';
import type { Settings } from './folder.ts';

const settings = { nats: { url: 'nats://here:4222' } } as Settings;

it('[T20] takes the server from the environment, else from the settings, and refuses what is none', () => {
  expect(natsOf({} as Settings, {})).toBeUndefined();
  expect(natsOf(settings, {})).toEqual({ url: 'nats://here:4222' });
  const url = 'tls://user:pass%20word@one.example:4222,tls://two.example';
  expect(natsOf(settings, { NATS_URL: url })).toEqual({ url });
  for (const bad of ['here:4222', 'http://here', 'nats://', 'nats://a b', 'nats://%zz@a', 'x,']) {
    expect(() => natsOf(settings, { NATS_URL: bad })).toThrow('nats-url-bad');
  }
  const creds = '/nowhere/at/all.creds';
  expect(() => natsOf(settings, { NATS_URL: url, NATS_CREDS: creds })).toThrow('file-missing');
});
