import { randomBytes } from 'node:crypto';
import http from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NoteSigner, Verifier, lineOf, openNote, readHead } from './c2sp.ts';
import { Centre, strangerCard } from './centre.ts';
import { StrangerLog } from './stranger-log.ts';
import { ask } from './web.ts';
import { WitnessClient, requestOf } from './witness-client.ts';

const KILLS = 4;
const RACES = 8;

const centre = new Centre();
const identity = new NoteSigner('wadi.example/identity');
const node = new NoteSigner('wadi.example/node');
let witness: Verifier;
let client: WitnessClient;

beforeAll(async () => {
  // The witness knows a log's key in the one way it knows any: by a party's card that was pinned.
  await centre.found({ wadi: strangerCard('wadi', identity, node) });
  witness = Verifier.read(centre.card('eye').witness ?? '');
  await open();
});
afterAll(() => centre.close());

async function open(): Promise<void> {
  await centre.start('eye');
  client = new WitnessClient(`${centre.address('eye')}/witness`, witness);
}

/** A log of the stranger of which the witness has not heard, with so many entries. */
function logOf(size: number): StrangerLog {
  const log = new StrangerLog('wadi.example', node);
  log.growTo(size);
  return log;
}

const statusOf = async (body: Buffer | string): Promise<number> => (await client.post(body)).status;

describe('a client written from the C2SP pages alone', () => {
  it('[L17] [L13] has its log cosigned from nothing on, step by step, and again as it stands', async () => {
    const log = logOf(700);
    const steps = [0, 1, 2, 7, 8, 255, 256, 257, 511, 512, 513, 700];
    for (const [i, upto] of steps.entries()) {
      const from = steps[i - 1] ?? 0;
      const said = await client.addGrowth(log, from, upto);
      const time = client.timeOf(said, log.checkpoint(upto));
      expect(Math.abs(time - Date.now() / 1000)).toBeLessThan(600);
    }
    const again = await client.addGrowth(log, 700, 700);
    client.timeOf(again, log.checkpoint(700));
  });

  it('[L17] is told the size that the witness holds where it thought of another', async () => {
    const log = logOf(40);
    expect(client.sizeOf(await client.addGrowth(log, 3, 40))).toBe(0);
    client.timeOf(await client.addGrowth(log, 0, 30), log.checkpoint(30));
    for (const old of [0, 29, 31, 40]) {
      expect(client.sizeOf(await client.addGrowth(log, old, 40))).toBe(30);
    }
    client.timeOf(await client.addGrowth(log, 30, 40), log.checkpoint(40));
    expect(client.sizeOf(await client.addGrowth(log, 30, 40))).toBe(40);
    expect(client.sizeOf(await client.add(0, [], log.checkpoint(5)))).toBe(40);
  });

  it('[L17] is refused with 422 where the proof does not show the growth', async () => {
    const log = logOf(60);
    client.timeOf(await client.addGrowth(log, 0, 21), log.checkpoint(21));
    const good = log.growth(21, 60);
    const bad = [
      [],
      good.slice(1),
      good.slice(0, -1),
      [...good, good[0]!],
      good.toReversed(),
      good.map((hash) => Buffer.from(hash).fill(0, 0, 1)),
      log.growth(20, 60),
      log.growth(21, 59),
    ];
    for (const [i, proof] of bad.entries()) {
      const said = await client.add(21, proof, log.checkpoint(60));
      expect([said.status, i]).toEqual([422, i]);
    }
    const forked = log.forkedAt(20);
    forked.growTo(60);
    const other = await client.add(21, forked.growth(21, 60), forked.checkpoint(60));
    expect(other.status, 'another history').toBe(422);
    expect((await client.add(21, [], forked.checkpoint(21))).status, 'a second root').toBe(422);
    expect((await client.add(21, good.slice(0, 1), log.checkpoint(21))).status).toBe(422);
    const fresh = logOf(9);
    expect((await client.add(0, good.slice(0, 1), fresh.checkpoint(9))).status).toBe(422);
    const root = randomBytes(32).toString('base64');
    const hollow = fresh.sign(`${fresh.origin}\n0\n${root}\n`);
    expect((await client.add(0, [], hollow)).status, 'an empty tree with a root').toBe(422);
    // Nothing of all that has moved the witness.
    client.timeOf(await client.addGrowth(log, 21, 60), log.checkpoint(60));
    client.timeOf(await client.addGrowth(fresh, 0, 9), fresh.checkpoint(9));
  });

  it('[L17] is refused with 404 for a log that the witness was not told of', async () => {
    const unknown = [
      new StrangerLog('tell.example', node),
      new StrangerLog('wadi.example', node, 'wadi.example/log/short'),
      new StrangerLog('wadi.example', node, `wadi.example/log/${'AB'.repeat(16)}`),
      new StrangerLog('wadi.example', node, 'wadi.example'),
    ];
    for (const log of unknown) {
      log.growTo(3);
      expect((await client.addGrowth(log, 0, 3)).status, log.origin).toBe(404);
      expect((await client.shown(log.origin)).status).toBe(404);
    }
  });

  it('[L17] is refused with 403 where no known key has signed, or one that is known does not hold', async () => {
    const log = logOf(5);
    const text = log.text(5);
    const liar = new NoteSigner(log.origin);
    const { name, id } = log.verifier;
    const unsigned = [
      liar.note(text),
      node.note(text),
      `${text}\n${lineOf(name, id, randomBytes(64))}`,
      `${text}\n${lineOf(name, id, randomBytes(63))}`,
      log.sign(log.text(4)).replace(log.text(4), text),
      log.sign(text, lineOf(name, id, randomBytes(64))),
    ];
    for (const [i, note] of unsigned.entries()) {
      expect([await statusOf(requestOf(0, [], note)), i]).toEqual([403, i]);
    }
    client.timeOf(await client.addGrowth(log, 0, 5), log.checkpoint(5));
  });

  it('[L17] is refused with 400 for what is no request', async () => {
    const log = logOf(10);
    const note = log.checkpoint(10);
    const [body = '', lines = ''] = note.split('\n\n');
    const hash = randomBytes(32).toString('base64');
    const bad: readonly (Buffer | string)[] = [
      '',
      '\n',
      'old 0\n',
      'old 0\n\n',
      note,
      `old 0\n${note}`,
      `old\n\n${note}`,
      `old \n\n${note}`,
      `old  0\n\n${note}`,
      `Old 0\n\n${note}`,
      `old 00\n\n${note}`,
      `old 01\n\n${note}`,
      `old +1\n\n${note}`,
      `old -1\n\n${note}`,
      `old 0x1\n\n${note}`,
      `old 1e1\n\n${note}`,
      `old 0 \n\n${note}`,
      `old 0\r\n\r\n${note}`,
      `old 18446744073709551616\n\n${note}`,
      `old 11\n\n${note}`,
      `old 5\n${hash.slice(0, 40)}\n\n${note}`,
      `old 5\n${hash}=\n\n${note}`,
      `old 5\n${hash.replace('=', '')}\n\n${note}`,
      `old 5\n${`${hash}\n`.repeat(64)}\n${note}`,
      `old 0\n\n${body}\n`,
      `old 0\n\n${body}\n\n`,
      `old 0\n\n${note.slice(0, -1)}`,
      `old 0\n\n\n${note}`,
      `old 0\n\n${log.sign(`${log.origin}\n010\n${hash}\n`)}`,
      `old 0\n\n${log.sign(`${log.origin}\n10\n${hash.slice(4)}\n`)}`,
      `old 0\n\n${log.sign(`${log.origin}\n10\n`)}`,
      `old 0\n\n${log.sign(`\n10\n${hash}\n`)}`,
      `old 0\n\n${log.sign(`${log.text(10)}\nextension\n`)}`,
      `old 0\n\n${body}\n\n- ${lines.slice(2)}`,
      `old 0\n\n${body}\u0001\n\n${lines}`,
      Buffer.concat([Buffer.from('old 0\n\n'), Buffer.from(note).fill(0xff, 3, 4)]),
      randomBytes(500),
    ];
    for (const request of bad) {
      const status = await statusOf(request);
      expect([status, request.toString().slice(0, 60)]).toEqual([
        400,
        request.toString().slice(0, 60),
      ]);
    }
    client.timeOf(await client.addGrowth(log, 0, 10), log.checkpoint(10));
  });

  it('[L8] [L10] may send lines of others beside its own, and extension lines, which are cosigned too', async () => {
    const log = logOf(12);
    const others = Array.from({ length: 15 }, (_, i) => new NoteSigner(`other.example/${i}`));
    const text = log.text(6, 'an extension', 'and another');
    const note = log.sign(text, ...others.map((each) => each.line(text)));
    const said = await client.add(0, [], note);
    client.timeOf(said, note);
    expect(() => client.timeOf(said, log.checkpoint(6))).toThrow('does not hold');
    const shown = openNote((await client.shown(log.origin)).body.toString(), [witness]);
    expect(shown.text).toBe(text);
  });

  it('[L17] is shown at the monitoring address what was cosigned last, by both signatures', async () => {
    const log = logOf(20);
    expect((await client.shown(log.origin)).status).toBe(404);
    for (const [from, upto] of [
      [0, 11],
      [11, 20],
    ] as const) {
      const time = client.timeOf(await client.addGrowth(log, from, upto), log.checkpoint(upto));
      const shown = await client.shown(log.origin);
      expect([shown.status, shown.headers['content-type']]).toEqual([
        200,
        'text/plain; charset=utf-8',
      ]);
      expect(shown.headers['cache-control'], 'may be kept').toMatch(/no-store|no-cache/);
      const { text, by } = openNote(shown.body.toString(), [log.verifier, witness]);
      expect(by.map((each) => each.time)).toEqual([null, time]);
      expect(readHead(text)).toMatchObject({ origin: log.origin, size: upto });
    }
    const { prefix } = { prefix: `${centre.address('eye')}/witness` };
    for (const path of ['x', '0'.repeat(64), 'F'.repeat(64), `${'0'.repeat(63)}g`]) {
      expect((await ask(`${prefix}/${path}/checkpoint`)).status, path).toBe(404);
    }
  });

  it('keeps one connection for many requests', async () => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const kept = new WitnessClient(`${centre.address('eye')}/witness`, witness, agent);
    const log = logOf(10);
    const first = await kept.addGrowth(log, 0, 5);
    const second = await kept.addGrowth(log, 5, 10);
    expect([first.isReused, second.isReused]).toEqual([false, true]);
    agent.destroy();
  });

  it('[X17] of two requests at once from one size one is cosigned and the other refused', async () => {
    const log = logOf(50 * RACES);
    let held = 0;
    for (let race = 1; race <= RACES; race += 1) {
      const sizes = [1, 2, 5, 11, 17, 30].map((more) => held + more);
      const answers = await Promise.all(sizes.map((upto) => client.addGrowth(log, held, upto)));
      const won = answers.flatMap((said, i) => (said.status === 200 ? [i] : []));
      expect(won).toHaveLength(1);
      held = sizes[won[0]!]!;
      client.timeOf(answers[won[0]!]!, log.checkpoint(held));
      for (const [i, said] of answers.entries()) {
        if (i !== won[0]) expect(client.sizeOf(said)).toBe(held);
      }
      const shown = openNote((await client.shown(log.origin)).body.toString(), [witness]);
      expect(readHead(shown.text).size).toBe(held);
    }
  });

  it('[X17] finds a witness that was killed at its answer to hold what it answered', async () => {
    const log = logOf(100);
    let held = 0;
    for (let kill = 1; kill <= KILLS; kill += 1) {
      const upto = held + 7 * kill;
      const said = await client.addGrowth(log, held, upto);
      await centre.kill('eye');
      const time = client.timeOf(said, log.checkpoint(upto));
      await open();
      expect(client.sizeOf(await client.addGrowth(log, held, upto))).toBe(upto);
      const note = (await client.shown(log.origin)).body.toString();
      expect(openNote(note, [witness]).by[0]?.time).toBe(time);
      held = upto;
    }
    client.timeOf(await client.addGrowth(log, held, 100), log.checkpoint(100));
  });
});
