import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

import type { LogId } from '../../base/ids.ts';
import { formatInstant, instant } from '../../base/instant.ts';
import type { PeerView } from '../../contract/record-room.ts';
import { LINK_WHYS } from '../../contract/record-room.ts';
import { kilobytesIn, ownWarning, sayingOfLog, sayingsOf } from './link-words.ts';

const DAY = 86_400;
const NOW = instant(1_800_000_000);
const inDays = (days: number): string => formatInstant(instant(NOW + days * DAY));

const peer = (more: Partial<PeerView> = {}): PeerView => ({
  party: 'nahr' as PeerView['party'],
  link: 'live',
  carrier: 'https',
  certificates: { ours: inDays(200), theirs: inDays(100) },
  ...more,
});

const keysOf = (view: PeerView): readonly string[] => sayingsOf(view, NOW).map(({ key }) => key);

it('[T10] says by what a peer is reached, and why it is not', () => {
  expect(keysOf(peer())).toEqual(['links.carrier.https']);
  expect(keysOf(peer({ certificates: { ours: inDays(9) } }))).toEqual([
    'links.carrier.https-unseen',
  ]);
  expect(keysOf(peer({ link: 'silent', why: 'certificate-expired' }))).toEqual([
    'links.carrier.https',
    'links.why.certificate-expired',
  ]);
  const { certificates: _, ...plain } = peer({ carrier: 'http' });
  expect(keysOf(plain)).toEqual(['links.carrier.http']);
  expect(keysOf({ ...plain, carrier: 'nats' })).toEqual(['links.carrier.nats']);
  expect(keysOf({ party: plain.party, link: 'silent', why: 'no-address' })).toEqual([
    'links.why.no-address',
  ]);
});

it('[T10] has words for every reason, in every language', () => {
  for (const language of ['ar', 'ckb', 'tr', 'en']) {
    const file = new URL(`../words/${language}/links.json`, import.meta.url);
    const words = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
    for (const why of LINK_WHYS)
      expect(words[`links.why.${why}`], `${language} ${why}`).toBeTruthy();
  }
});

it('[T13] warns when either certificate is good for fewer than thirty days', () => {
  const at = (ours: number, theirs: number) =>
    peer({ certificates: { ours: inDays(ours), theirs: inDays(theirs) } });
  expect(keysOf(at(200, 30))).toEqual(['links.carrier.https']);
  expect(sayingsOf(at(200, 29.5), NOW)[1]).toMatchObject({ key: 'links.warning.theirs', days: 29 });
  expect(ownWarning([at(30, 100)], NOW)).toBeUndefined();
  const { certificates: _, ...plain } = peer({ carrier: 'http' });
  expect(ownWarning([plain, at(29, 100)], NOW)).toMatchObject({
    key: 'links.warning.ours',
  });
  expect(ownWarning([at(12, 100)], NOW)).toMatchObject({ days: 12, tone: 'need' });
  // What is over is told as the reason that there is no link, and not as a warning besides.
  expect(keysOf(at(200, -1))).toEqual(['links.carrier.https']);
  expect(ownWarning([], NOW)).toBeUndefined();
});

it('[D8] says for a month that a party has replaced the key of its node, and why', () => {
  const said = (reason: 'rotated' | 'lost', days: number) =>
    sayingsOf(peer({ keyReplaced: { at: inDays(-days), reason } }), NOW).slice(1);
  expect(said('rotated', 3)).toMatchObject([{ key: 'links.key.rotated', tone: 'muted' }]);
  expect(said('lost', 29)).toMatchObject([{ key: 'links.key.lost', tone: 'need' }]);
  expect(said('lost', 31)).toEqual([]);
});

it('[X32] says how much is still to pass, each way, with the time that it takes once there is a pace', () => {
  const flow = (more: Partial<PeerView>) => sayingsOf(peer(more), NOW).slice(1);
  expect(flow({ arriving: { held: 0, of: 31_000 } })).toMatchObject([
    { key: 'links.flow.arriving', held: 0, of: 31_000 },
  ]);
  expect(flow({ arriving: { held: 2_140, of: 31_000, seconds: 40 }, waiting: 3 })).toMatchObject([
    { key: 'links.flow.arriving-in', held: 2_140, of: 31_000, seconds: 40 },
    { key: 'links.flow.waiting', of: 3 },
  ]);
  expect(flow({})).toEqual([]);
});

it('[T30] [X32] says the budget of a link, its pace, and what is on its way of each log', () => {
  const said = (more: Partial<PeerView>) => sayingsOf(peer(more), NOW).slice(1);
  expect(said({ budget: 20, pace: 18.4 })).toMatchObject([
    { key: 'links.pace.budget', budget: 20, pace: 18.4 },
  ]);
  expect(said({ budget: 20 })).toMatchObject([{ pace: 0 }]);
  expect(said({ pace: 140 })).toMatchObject([{ key: 'links.pace.free', pace: 140 }]);
  expect(said({ pace: 0.3 })).toEqual([]);
  const flow = { log: 'ab'.repeat(16) as LogId, audience: [], held: 2_140, of: 31_000 };
  expect(sayingOfLog(flow)).toMatchObject({ key: 'links.flow.log', held: 2_140 });
  expect(sayingOfLog({ ...flow, seconds: 40 })).toMatchObject({ key: 'links.flow.log-in' });
});

it('[T30] takes a whole number of kB/s as a budget, and nothing as none', () => {
  expect(kilobytesIn(' ')).toEqual({ isGood: true });
  expect(kilobytesIn('20')).toEqual({ isGood: true, kilobytes: 20 });
  for (const bad of ['0', '1.5', '-3', '1e3', '100001', 'x']) {
    expect(kilobytesIn(bad), bad).toEqual({ isGood: false });
  }
});
