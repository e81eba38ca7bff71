import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { PartyId } from '../../src/base/ids.ts';
import { equal } from '../../src/base/bytes.ts';
import type { IntegrityView } from '../../src/contract/record-room.ts';
import type { Saved } from '../../src/contract/api.ts';
import type { RunningNode } from '../../src/node/compose.ts';
import { openNode, openStill } from '../../src/node/compose.ts';
import { openDesk } from '../../src/node/exercise/desk.ts';
import { setStage } from '../../src/node/exercise/stage.ts';
import { readCards, readFolder } from '../../src/node/folder.ts';
import { rotateKey } from '../../src/node/key-rotation.ts';
import { newestReceipt } from '../../src/exchange/cosigned-history.ts';
import { isByPresent } from '../../src/ledger/succession.ts';
import { signCheckpoint } from '../../src/proof/checkpoint.ts';
import { newReport } from './doors.ts';
import { answerOf, knockAtLink, shownBy } from './link-peer.ts';
import { tansiq, until } from './stage.ts';

let dir: string;
const running = new Map<string, RunningNode>();
beforeAll(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'tansiq-key-'));
  await setStage(dir);
});
afterEach(async () => {
  for (const party of running.keys()) await lower(party);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const folder = (party: string): string => path.join(dir, party);
const safe = (): string => path.join(dir, 'iraq-identity.key');
const said: string[] = [];

async function raise(...parties: readonly string[]): Promise<void> {
  for (const party of parties) {
    const say = (code: string): void => void said.push(`${party} ${code}`);
    running.set(party, await openNode({ dir: folder(party), say }));
  }
}

async function lower(party: string): Promise<void> {
  await running.get(party)?.close();
  running.delete(party);
}

/** Says a report by a party, and waits until `others` have it. */
async function sayBy(party: string, others: readonly string[]): Promise<string> {
  const desk = await openDesk(at(party).address, 'analyst');
  const { report, tlp } = newReport();
  const body = { audience: ['iraq', 'krg'], tlp, report };
  const { hash } = await desk.post<Saved>('/api/reports', body);
  desk.close();
  for (const other of others) await until(() => hasRecord(other, hash), `${hash} at ${other}`);
  return hash;
}

async function hasRecord(party: string, hash: string): Promise<boolean> {
  const desk = await openDesk(at(party).address, 'analyst');
  try {
    return await desk.get(`/api/records/${hash}`).then(
      () => true,
      () => false,
    );
  } finally {
    desk.close();
  }
}

function at(party: string): RunningNode {
  const found = running.get(party);
  if (!found) throw new Error(`${party} does not run`);
  return found;
}

/** The log of `author` that both read, at the node of `party`. */
function logAt(party: string, author: string) {
  const { logs } = at(party).house;
  const log = logs.all().find((each) => each.author === author && each.audience.length === 2);
  if (!log) throw new Error(`${party} has no such log of ${author}`);
  return log;
}

/** Enters at krg with the keys of a folder of iraq's; gives a way to speak there as who has entered. */
async function enteredBy(stolen: string): Promise<() => Promise<number>> {
  const knock = (door: string, body: object | string, token?: string) =>
    knockAtLink(folder('krg'), door, {
      body: typeof body === 'string' ? body : JSON.stringify(body),
      ...(token === undefined ? {} : { token }),
      ...shownBy(stolen),
    });
  const hello = await knock('/peer/hello', { party: 'iraq' });
  const { nonce } = JSON.parse(hello.text) as { nonce: string };
  const note = await answerOf(stolen, 'krg', nonce);
  const entered = await knock('/peer/session', { party: 'iraq', note });
  const { token } = JSON.parse(entered.text) as { token: string };
  return async () => (await knock('/peer/message', 'nothing', token)).status;
}

async function acknowledged(party: string, member: string): Promise<number> {
  const { shelf } = at(party).house;
  return (await newestReceipt(shelf, logAt(party, party).id, member as PartyId))?.size ?? 0;
}

it('[D8] [D9] [D7] [D14] rotates while a peer is away, and all goes on when it comes back', async () => {
  await raise('coalition', 'iraq', 'krg');
  await sayBy('iraq', ['krg']);
  await sayBy('krg', ['iraq']);
  await until(async () => (await acknowledged('iraq', 'krg')) >= 1, 'the first receipt');
  await lower('krg');
  await lower('iraq');
  // A thief copied the folder before.
  const stolen = readFolder(folder('iraq')).nodeSigner;

  const before = readCards(folder('iraq')).get('iraq' as PartyId)!;
  // The identity key lies in a safe, and the node runs without it.
  renameSync(path.join(folder('iraq'), 'keys', 'identity.key'), safe());
  const away = await tansiq(['key', 'rotate', '--data', folder('iraq')]);
  expect([away.code, away.err.includes('--identity')]).toEqual([1, true]);
  const wrong = path.join(folder('krg'), 'keys', 'identity.key');
  const other = await tansiq(['key', 'rotate', '--data', folder('iraq'), '--identity', wrong]);
  expect(other.code).toBe(1);
  const asked = ['key', 'rotate', '--data', folder('iraq'), '--identity', safe()];
  const rotated = await tansiq(asked);
  expect(rotated).toMatchObject({ code: 0, err: '' });
  const own = readFolder(folder('iraq'));
  const card = own.cards.get('iraq' as PartyId)!;
  expect(card).toMatchObject({ serial: 1, identityKey: before.identityKey });
  expect(card.former?.map(({ node, reason }) => [node, reason])).toEqual([
    [before.nodeKey, 'rotated'],
  ]);
  expect(equal(own.nodeSigner.publicKey, card.nodeKey)).toBe(true);
  expect(existsSync(path.join(folder('iraq'), 'keys', 'node-next.key'))).toBe(false);

  await raise('iraq');
  const { house } = at('iraq');
  const mine = logAt('iraq', 'iraq');
  const latest = await house.store.latest(mine.id);
  expect(isByPresent(mine, latest!.note)).toBe(true);
  const hash = await sayBy('iraq', []);
  await raise('krg');
  await until(() => hasRecord('krg', hash), 'what was said under the new key');
  expect(said).toContain('krg node-key-replaced');
  const size = (await house.store.latest(mine.id))!.size;
  await until(async () => (await acknowledged('iraq', 'krg')) === size, 'a receipt over it');
  await sayBy('krg', ['iraq']);
  await until(async () => (await acknowledged('krg', 'iraq')) >= 2, 'a receipt by the new key');

  // What the retired key signs beyond its head is refused, whoever brings it.
  const root = new Uint8Array(32).fill(7);
  const head = { origin: mine.origin, size: size + 5, root };
  const { note } = await signCheckpoint(stolen, head);
  const theirs = logAt('krg', 'iraq');
  const desk = await openDesk(at('krg').address, 'analyst');
  const { evidence } = await desk.get<IntegrityView>('/api/logs');
  desk.close();
  expect(evidence).toEqual([]);
  expect(theirs.former).toHaveLength(1);
  for (const party of ['iraq', 'krg', 'coalition']) await lower(party);
  const file = path.join(dir, 'beyond.checkpoint');
  writeFileSync(file, note);
  for (const party of ['iraq', 'krg']) {
    const whole = await tansiq(['verify', folder(party)]);
    expect(whole.out).toContain('All that was checked is whole.');
    const one = path.join(folder(party), 'logs', mine.id);
    const refused = await tansiq(['verify', one, '--against', file]);
    expect(refused.code).toBe(1);
    expect(refused.out).toContain('Retired key');
  }
});

it('[D11] [D16] brings the renewed card of a node that lost its key by a courier, and what was said since', async () => {
  await raise('krg');
  await sayBy('krg', []);
  await lower('krg');
  const before = readCards(folder('iraq')).get('krg' as PartyId);
  const back = path.join(dir, 'back.age');
  const sealed = ['bundle', 'pack', '--for', 'krg', '--data', folder('iraq'), '--out', back];
  expect(await tansiq(sealed)).toMatchObject({ code: 0 });
  expect(await tansiq(['key', 'rotate', '--lost', '--data', folder('krg')])).toMatchObject({
    code: 0,
  });
  await raise('krg');
  const hash = await sayBy('krg', []);
  await lower('krg');
  const file = path.join(dir, 'carried.age');
  const packed = ['bundle', 'pack', '--for', 'iraq', '--data', folder('krg'), '--out', file];
  expect(await tansiq(packed)).toMatchObject({ code: 0 });
  const opened = await tansiq(['bundle', 'open', file, '--data', folder('iraq')]);
  expect(opened).toMatchObject({ code: 0 });
  const pinned = readCards(folder('iraq')).get('krg' as PartyId)!;
  expect([pinned.serial, pinned.former?.map(({ reason }) => reason)]).toEqual([1, ['lost']]);
  expect(pinned.courier).not.toBe(before?.courier);
  // What was sealed before iraq had the card is opened all the same.
  const late = await tansiq(['bundle', 'open', back, '--data', folder('krg')]);
  expect(late).toMatchObject({ code: 0 });
  await raise('iraq');
  await until(() => hasRecord('iraq', hash), 'what was carried');
  await lower('iraq');
  const whole = await tansiq(['verify', folder('iraq')]);
  expect(whole.out).toContain('All that was checked is whole.');
});

it('[D6] [D15] lets go of what a thief said by the stolen key, keeps it, and goes on', async () => {
  await raise('coalition', 'iraq', 'krg');
  await sayBy('iraq', ['krg']);
  const { id } = logAt('iraq', 'iraq');
  await lower('iraq');
  cpSync(folder('iraq'), path.join(dir, 'thief'), { recursive: true });
  running.set('iraq', await openNode({ dir: path.join(dir, 'thief'), say: () => undefined }));
  const false1 = await sayBy('iraq', ['krg']);
  const size = (await at('iraq').house.store.latest(id))!.size;
  const cosignedTo = async (wanted: number) =>
    (at('iraq').house.seals.of(id)?.checkpoint.size ?? 0) >= wanted;
  await until(() => cosignedTo(size), 'the witness believes the thief');
  const speak = await enteredBy(path.join(dir, 'thief'));
  expect(await speak()).toBe(400); // It was let in, and said nothing that makes sense.
  await lower('iraq');
  const asked = ['key', 'rotate', '--lost', '--data', folder('iraq'), '--identity', safe()];
  const lost = await tansiq(asked);
  expect(lost).toMatchObject({ code: 0 });
  await raise('iraq');
  const beyond = () =>
    at('krg')
      .house.evidence.all()
      .find(({ kind }) => kind === 'beyond-key');
  await until(async () => beyond() !== undefined, 'krg is told');
  expect(beyond()).toMatchObject({ party: 'iraq' });
  expect(await speak()).toBe(401);
  // Everything else goes on, and the witness cosigns again from the head on.
  await sayBy('krg', ['iraq']);
  const hash = await sayBy('iraq', []);
  expect(await hasRecord('krg', hash)).toBe(false);
  const doctor = await tansiq(['doctor', '--data', folder('krg')]);
  expect(doctor.out).toContain(`tansiq key aside ${id}`);
  await lower('krg');
  expect(await tansiq(['key', 'aside', id, '--data', folder('krg')])).toMatchObject({ code: 0 });
  await raise('krg');
  await until(() => hasRecord('krg', hash), 'the log, fetched anew');
  expect(await hasRecord('krg', false1)).toBe(false);
  expect(beyond()).toBeDefined();
  const now = (await at('iraq').house.store.latest(id))!.size;
  await until(() => cosignedTo(now), 'the witness has taken in the card');
  for (const party of ['iraq', 'krg', 'coalition']) await lower(party);
  for (const party of ['iraq', 'krg']) {
    const whole = await tansiq(['verify', folder(party)]);
    expect(whole.out).toContain('All that was checked is whole.');
  }
});

it('[D9] leaves the key and the card of before, or both new ones, wherever it is killed', async () => {
  const whole = path.join(dir, 'krg');
  const take = async (name: string) => {
    const copy = path.join(dir, name);
    cpSync(whole, copy, { recursive: true });
    return copy;
  };
  const isOne = (place: string): boolean => {
    const { cards, settings, nodeSigner } = readFolder(place);
    return equal(cards.get(settings.party)!.nodeKey, nodeSigner.publicKey);
  };
  const rotate = async (place: string) => {
    const still = await openStill({ dir: place, say: () => undefined });
    const parts = { ...still, logs: still.logs.all(), now: still.clock.now() };
    return rotateKey(parts, 'lost').finally(() => still.close());
  };
  // Killed after the next key was made and before the card: the key of before counts.
  const early = await take('early');
  const ended = await take('ended');
  const { card } = await rotate(ended);
  const keyOf = (place: string, name: string) => path.join(place, 'keys', `${name}.key`);
  copyFileSync(keyOf(ended, 'node'), keyOf(early, 'node-next'));
  expect(isOne(early)).toBe(true);
  expect(readFolder(early).cards.get('krg' as PartyId)!.serial).toBe(1);
  // Killed after the card and before the key took its place: the next start ends it.
  const late = await take('late');
  copyFileSync(keyOf(ended, 'node'), keyOf(late, 'node-next'));
  const pinned = path.join('cards', 'krg.card');
  copyFileSync(path.join(ended, pinned), path.join(late, pinned));
  expect(isOne(late)).toBe(true);
  expect(readFolder(late).nodeSigner.publicKey).toEqual(card.nodeKey);
  // And each of them can be rotated again.
  for (const [place, serial] of [
    [early, 2],
    [late, 3],
  ] as const) {
    expect((await rotate(place)).card.serial).toBe(serial);
    expect(isOne(place)).toBe(true);
    expect(existsSync(keyOf(place, 'node-next'))).toBe(false);
  }
  expect(readFileSync(keyOf(late, 'node'), 'utf8')).not.toBe(
    readFileSync(keyOf(ended, 'node'), 'utf8'),
  );
});
