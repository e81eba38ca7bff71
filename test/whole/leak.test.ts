import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type * as Release from '../../src/accord/party/release.ts';
import { addressesOf, doorsOf, namesOf, undescribed, NOWHERE, NO_WORD } from './leak-doors.ts';
import type { Names } from './leak-doors.ts';
import type { Planted } from './leak-oracle.ts';
import { allowed, tokensIn } from './leak-oracle.ts';
import type { Asked, World } from './leak-world.ts';
import { MEMBERS, askAt, openWorld } from './leak-world.ts';

type Decision = typeof Release.mayRead;

/** How the one decision is bent; nothing bends it but the mutants below. */
const bent = vi.hoisted(() => ({ by: undefined as ((decide: Decision) => Decision) | undefined }));

vi.mock('../../src/accord/party/release.ts', async (load) => {
  const real = await load<typeof Release>();
  const mayRead: Decision = (reader, asked) =>
    (bent.by?.(real.mayRead) ?? real.mayRead)(reader, asked);
  return { ...real, mayRead };
});

const SEED = Number(process.env['TANSIQ_LEAK_SEED'] ?? 20_261_122);
const STATES = Number(process.env['TANSIQ_LEAK_STATES'] ?? 1);
const SAYINGS = 120;

/** What must have been said by chance, or the world was too quiet to show anything. */
const SAID = [
  'report',
  'draft',
  'source',
  'access',
  'remark',
  'matter',
  'request',
  'compartment',
  'holding',
];

/** How long one of these may take on a machine with much else to do, in milliseconds. */
const WAIT_MILLIS = 1_200_000;

let world: World;
let asks = 0;
/** Every word and hash that ever stood in any record, also in those that are erased since. */
const secrets = new Set<string>();
beforeAll(async () => {
  world = await openWorld(SEED);
});
afterAll(() => world?.close());

interface Leak {
  readonly who: string;
  readonly door: string;
  readonly token: string;
}

/** Whether a door gives all bytes of a log. */
const isRaw = (door: string): boolean => door.startsWith('/log/') || door.includes('/proof-file');

type Who = Asked['accounts'][number];

/** What a door says to somebody: the beginning of a stream that goes on, or all of an answer. */
async function answerOf(node: Asked, who: Who, door: string): Promise<string> {
  asks += 1;
  const response = await askAt(node, who, door);
  const goesOn = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
  const reader = response.body?.getReader();
  let text = `${response.status} `;
  for (let turn = 0; reader !== undefined && (!goesOn || turn < 3); turn += 1) {
    const none = new Promise<undefined>((resolve) => setImmediate(() => resolve(undefined)));
    const part = await (goesOn ? Promise.race([reader.read(), none]) : reader.read());
    if (part?.done) break;
    const chunk: unknown = part?.value ?? '';
    text += typeof chunk === 'string' ? chunk : Buffer.from(chunk as Uint8Array).toString('latin1');
  }
  if (goesOn) await reader?.cancel();
  return text;
}

/** Times, receipts and how links stand differ from one asking to the next, and tell nothing. */
const still = (text: string): string =>
  text
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, 'then')
    .replaceAll(/"urn:[^"]*"/g, '""')
    .replaceAll(/"cosigned":(?:true|false)/g, '""')
    .replaceAll(/"peers":\[[^\]]*\]/g, '""');

/** Asks every door as an account and gives what it should not have been told. */
async function leaksTo(
  node: Asked,
  who: Who,
  names: Names,
  all: readonly Planted[],
): Promise<readonly Leak[]> {
  const may = { plain: allowed(who, all, false), raw: allowed(who, all, true) };
  const leaks: Leak[] = [];
  const isKnown = (token: string, raw: boolean) =>
    may.plain.has(token) || (raw && may.raw.has(token));
  for (const door of doorsOf(who.app)) {
    for (const address of addressesOf(door, names)) {
      const raw = isRaw(address);
      const text = await answerOf(node, who, address);
      const asked = decodeURIComponent(address);
      for (const token of tokensIn(text)) {
        if (secrets.has(token) && !asked.includes(token) && !isKnown(token, raw))
          leaks.push({ who: who.name, door: asked, token });
      }
      // What is named and may not be known is answered as what is nowhere.
      const named = [...tokensIn(asked)].find((each) => each !== NOWHERE && each !== NO_WORD);
      if (named === undefined || isKnown(named, raw)) continue;
      const nothing = named.startsWith('zq') ? NO_WORD : NOWHERE;
      const swap = (given: string) => still(given).replaceAll(named, nothing);
      const other = await answerOf(node, who, address.replace(encodeURIComponent(named), nothing));
      if (swap(text) !== swap(other))
        leaks.push({ who: who.name, door: `${asked} (hint)`, token: named });
    }
  }
  return leaks;
}

/** Asks all doors of a node as some accounts; what was said meanwhile may be known too. */
async function leaksAt(node: Asked, accounts: readonly Who[]): Promise<readonly Leak[]> {
  const before = await world.planted();
  for (const token of before.flatMap(({ tokens }) => tokens)) secrets.add(token);
  const collections = await collectionsAt(node);
  const ours = before.filter(({ author }) => author === node.party);
  const found: Leak[] = [];
  for (const who of accounts) {
    // What stands at one node is named at each, also where it never came.
    const named = accounts.length === 1 || world.random(2) === 0 ? ours : before;
    const names = namesOf(named, collections, world.random);
    const leaks = await leaksTo(node, who, names, before);
    const after = leaks.length === 0 ? [] : await world.planted();
    const may = (door: string) => allowed(who, after, isRaw(door));
    found.push(...leaks.filter(({ door, token }) => !may(door).has(token)));
  }
  return found;
}

async function collectionsAt(node: Asked): Promise<readonly string[]> {
  const ids = new Set<string>();
  for (const who of node.accounts) {
    const text = await answerOf(node, who, '/taxii2/centre/collections/');
    for (const [, id = ''] of text.matchAll(/"id":"([0-9a-f-]{36})"/g)) ids.add(id);
  }
  return [...ids];
}

describe('who may read', () => {
  it('[R1] every door that gives something is described, and asked here', () => {
    for (const { app } of world.nodes) expect(undescribed(doorsOf(app))).toEqual([]);
  });

  it(
    '[R1] [R2] [R3] [R4] [R5] [R7] [R8] [R9] [R10] [R14] [H11] [Q15] no door tells anybody a word, a count or a hint of what is not for it',
    async () => {
      for (let state = 0; state < STATES; state += 1) {
        expect(await world.say(SAYINGS)).toBeGreaterThan(SAYINGS / 6);
        for (const party of MEMBERS) {
          await world.hidden(party);
          await world.beside(party);
        }
        await world.settled();
        for (const node of world.nodes) expect(await leaksAt(node, node.accounts)).toEqual([]);
      }
      const types = new Set((await world.planted()).map(({ type }) => type));
      for (const type of SAID) expect([...types]).toContain(type);
      const within = (await world.planted()).filter(({ audience }) => audience[0]?.includes('/'));
      for (const type of ['report', 'remark', 'draft']) {
        expect(within.map((said) => said.type)).toContain(type);
      }
      console.log(`${asks} answers were looked through, in ${STATES} states`);
      expect(asks).toBeGreaterThan(STATES * 5_000);
    },
    WAIT_MILLIS,
  );

  it(
    '[R3] [R4] [R7] what another office, or a compartment, keeps to itself changes no answer',
    async () => {
      const node = firstNode();
      const doors = doorsOf(node.app).filter((door) => !/:|stream|logs|taxii2/.test(door));
      const seats = node.accounts.filter(
        ({ kind, seat, duties }) =>
          kind === 'seat' && seat !== 'planner' && !duties.includes('administer'),
      );
      const read = async (): Promise<ReadonlyMap<string, string>> => {
        const answers = new Map<string, string>();
        for (const who of seats) {
          for (const door of doors) {
            answers.set(`${who.name} ${door}`, still(await answerOf(node, who, door)));
          }
        }
        return answers;
      };
      const [first, second] = [await read(), await read()];
      await world.hidden(node.party);
      const third = await read();
      const steady = [...first].filter(([door, text]) => second.get(door) === text);
      expect(steady.length).toBeGreaterThan(doors.length * seats.length * 0.8);
      expect(steady.filter(([door, text]) => third.get(door) !== text)).toEqual([]);
    },
    WAIT_MILLIS,
  );
});

function firstNode(): Asked {
  const [node] = world.nodes;
  if (!node) throw new Error('the world has nodes');
  return node;
}

/** The decision without one rule each, and whose answers show it. */
const MUTANTS: readonly (readonly [string, Who['kind'], (decide: Decision) => Decision])[] = [
  [
    'R1',
    'peer',
    (decide) => (reader, asked) =>
      decide(reader, { ...asked, audience: [...asked.audience, reader.party] as never }),
  ],
  [
    'R2',
    'peer',
    (decide) => (reader, asked) =>
      decide(reader, asked) || (asked.audience.join() === reader.party && !reader.seat),
  ],
  ['R3', 'seat', (decide) => (reader, asked) => decide(reader, plainly(asked, 'access'))],
  ['R4', 'seat', (decide) => (reader, asked) => decide(reader, plainly(asked, 'draft'))],
  [
    'R5',
    'seat',
    (decide) =>
      (reader, { whole: _whole, ...asked }) =>
        decide(reader, asked),
  ],
  ['H11', 'seat', (decide) => (reader, asked) => decide(reader, plainly(asked, 'source'))],
  [
    'R7',
    'seat',
    (decide) => (reader, asked) => decide(reader, { ...asked, audience: openly(asked.audience) }),
  ],
  [
    'R7 for who administers',
    'seat',
    (decide) => (reader, asked) =>
      decide(reader, asked) ||
      (reader.seat?.administers === true && openly(asked.audience).includes(reader.party)),
  ],
  ['R8', 'seat', (decide) => (reader, asked) => decide(reader, plainly(asked, 'compartment'))],
  [
    'R9',
    'peer',
    (decide) => (reader, asked) =>
      decide(reader, asked) ||
      (!reader.seat &&
        openly(asked.audience) !== asked.audience &&
        openly(asked.audience).includes(reader.party)),
  ],
];

/** An audience in which a compartment is its party as a whole. */
function openly(audience: Release.Asked['audience']): Release.Asked['audience'] {
  const [first, ...others] = audience;
  const [party = '', name] = first.split('/');
  return name === undefined || others.length > 0 ? audience : ([party] as never);
}

function plainly(asked: Release.Asked, type: Release.Asked['type']): Release.Asked {
  return asked.type === type ? { ...asked, type: 'remark' } : asked;
}

describe('the decision without one of its rules', () => {
  it.each(MUTANTS)(
    '[R1] [R2] [R3] [R4] [R5] [R7] [R8] [R9] [H11] is noticed: %s',
    async (_rule, kind, mutant) => {
      const node = firstNode();
      bent.by = mutant;
      try {
        let noticed = 0;
        for (const who of node.accounts.filter((each) => each.kind === kind)) {
          noticed = noticed === 0 ? (await leaksAt(node, [who])).length : noticed;
        }
        expect(noticed).toBeGreaterThan(0);
      } finally {
        bent.by = undefined;
      }
    },
    WAIT_MILLIS,
  );
});
