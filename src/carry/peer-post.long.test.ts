import { randomBytes } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { LogId } from '../base/ids.ts';
import type { Message } from '../exchange/messages.ts';
import { formatMessage } from '../exchange/messages.ts';
import { openBudget } from './budget.ts';
import { openEither } from './either.ts';
import { formatSigned, formatStatement } from './letter.ts';
import type { LinkState, PeerCarrier } from './peer-http.ts';
import type { End, NearPost, Writer } from './post.suite.ts';
import { makeWriter, openEnd, openNearPost } from './post.suite.ts';

const LOG = '0'.repeat(32) as LogId;
const offer = (note: string): Message => ({ kind: 'offer', log: LOG, note });
const tell: Message = {
  kind: 'tell',
  ask: '0'.repeat(32),
  log: LOG,
  note: 'a note\n',
  from: 0,
  entries: Array.from({ length: 4 }, () => new Uint8Array(randomBytes(4_000))),
};

let [qamar, nahr, jabal]: Writer[] = [];
beforeAll(async () => {
  [qamar, nahr, jabal] = await Promise.all(['qamar', 'nahr', 'jabal'].map(makeWriter));
});
const closing: PeerCarrier[] = [];
afterEach(() => {
  for (const carrier of closing.splice(0)) carrier.close();
});

function writers(): readonly [Writer, Writer, Writer] {
  if (!qamar || !nahr || !jabal) throw new Error('they are made before');
  return [qamar, nahr, jabal];
}

async function openBoth(): Promise<{ post: NearPost; there: End; here: End }> {
  const [one, other] = writers();
  const post = openNearPost();
  const there = openEnd(post, one, other);
  const here = openEnd(post, other, one);
  closing.push(there.carrier, here.carrier);
  await there.when(() => there.links.length > 0);
  await here.when(() => here.links.length > 0);
  return { post, there, here };
}

/** A letter from `from` to `to`, as the form says, with a head that may be bent. */
async function letterOf(from: Writer, to: Writer, bent: object = {}): Promise<Uint8Array> {
  const piece = formatMessage(offer('slipped'));
  const head = {
    centre: 'qamar-nahr',
    from: from.party,
    to: to.party,
    name: randomBytes(16).toString('hex'),
    part: 0,
    parts: 1,
    kind: 'message',
    packing: 'none',
    ...bent,
  } as const;
  const seal = from.sealTo(to);
  const note = await seal.sign(formatStatement({ head, piece }));
  return (await seal.seal(formatSigned(note, piece))) ?? new Uint8Array();
}

describe('a carrier by letters', () => {
  it('[T27] [T29] keeps to the budget letter by letter, and lets an offer go between them', async () => {
    const [one, other] = writers();
    let [now, wake] = [0, (): void => undefined];
    const clock = {
      now: () => now,
      wake(_: number, act: () => void) {
        wake = act;
        return () => undefined;
      },
    };
    const post = openNearPost();
    const there = openEnd(post, { ...one, budget: openBudget(clock, 4) }, other);
    const here = openEnd(post, other, one);
    closing.push(there.carrier, here.carrier);
    await there.when(() => there.links.length > 0);
    const telling = there.carrier.send(tell, 'bulk');
    await there.carrier.send(offer('first'), 'urgent');
    await here.when(() => here.messages.length > 0);
    // Four letters of four kB each are more than two seconds of it.
    expect(here.messages).toEqual([offer('first')]);
    const turns = setInterval(() => {
      now += 10_000;
      wake();
    }, 1);
    await here.when(() => here.messages.length > 1);
    clearInterval(turns);
    expect(await telling).toEqual([]);
    expect(here.messages).toEqual([offer('first'), tell]);
  });

  it('[T21] carries messages and word of logs both ways in their order, in parts where they are long', async () => {
    const { post, there, here } = await openBoth();
    expect(there.links).toEqual([{ up: true, clockOff: 0, by: 'nats' }]);
    there.push({ kind: 'log', log: { log: LOG, audience: ['nahr', 'qamar'] } });
    there.push({ kind: 'message', message: offer('pushed') });
    await here.when(() => here.messages.length === 1);
    expect([here.logs, here.messages]).toEqual([
      [{ log: LOG, audience: ['nahr', 'qamar'] }],
      [offer('pushed')],
    ]);
    expect(await here.carrier.send(tell)).toEqual([]);
    expect(there.messages).toEqual([tell]);
    expect(post.passed.filter(({ to, isKept }) => to === 'qamar' && isKept).length).toBeGreaterThan(
      3,
    );
    expect(Math.max(...post.passed.map(({ bytes }) => bytes.length))).toBeLessThanOrEqual(8_192);
    expect(post.lying()).toBe(0);
  });

  it('[T22] drops what another wrote, for another, for another centre, or bent, and hears the rest', async () => {
    const { post, here } = await openBoth();
    const [one, other, third] = writers();
    const good = await letterOf(one, other);
    const strangers = [
      await letterOf(third, other),
      // Whoever has our card can seal to us, and cannot sign for another.
      await letterOf(third, other, { from: one.party }),
      await letterOf(one, third),
      await letterOf(one, other, { to: third.party }),
      await letterOf(one, other, { centre: 'another' }),
      await letterOf(other, one),
      new Uint8Array(randomBytes(900)),
      new Uint8Array(),
    ];
    for (const at of [30, 150, 300, good.length - 40, good.length - 1]) {
      const bent = Uint8Array.from(good);
      bent[at] = (bent[at] ?? 0) ^ 1;
      strangers.push(bent);
    }
    for (const bytes of strangers) await post.slip(other.party, bytes, true);
    expect(here.messages).toEqual([]);
    expect(post.lying()).toBe(0);
    await post.slip(other.party, good, true);
    expect(here.messages).toEqual([offer('slipped')]);
  });

  it('[T23] passes over what comes again', async () => {
    const { post, there, here } = await openBoth();
    await there.carrier.send(tell);
    await there.carrier.send(offer('once'));
    for (const { to, bytes, isKept } of [...post.passed]) await post.slip(to, bytes, isKept);
    expect(here.messages).toEqual([tell, offer('once')]);
    expect(post.lying()).toBe(0);
  });

  it('[D12] brings a renewed card to who does not know the key that signs, and nothing else', async () => {
    const post = openNearPost();
    const [one, other, third] = writers();
    // Its key is another now, and what it writes is signed by a stranger to the other end.
    const renewed: Writer = { ...one, sealTo: third.sealTo, renewed: () => 'a renewed card\n' };
    const here = openEnd(post, other, renewed);
    closing.push(here.carrier);
    const there = openEnd(post, renewed, other);
    closing.push(there.carrier);
    await here.when(() => here.cards.length > 0);
    expect(here.cards).toEqual(['a renewed card\n']);
    expect([here.links, here.messages]).toEqual([[], []]);
    // Where such a letter lies in the mailbox, or was meant for another, it changes nothing.
    const card = await letterOf(one, other, { kind: 'card' });
    await post.slip(other.party, card, true);
    await post.slip(other.party, await letterOf(one, third, { kind: 'card' }), false);
    expect(here.cards).toHaveLength(1);
    expect([here.messages, post.lying()]).toEqual([[], 0]);
  });

  it('[T25] is up by an answer to a word said now, and by nothing that was said before', async () => {
    const { post, there } = await openBoth();
    const former = [...post.passed];
    there.carrier.close();
    const [one, other] = writers();
    const alone = openNearPost();
    const again = openEnd(alone, one, other);
    closing.push(again.carrier);
    for (const { to, bytes, isKept } of former) await alone.slip(to, bytes, isKept);
    expect(again.links).toEqual([]);
    const back = openEnd(alone, other, one);
    closing.push(back.carrier);
    await again.when(() => again.links.at(-1)?.up === true);
    alone.stand(false);
    expect(again.links.at(-1)).toEqual({ up: false, why: 'unreachable' });
    expect(await again.carrier.send(offer('lost'))).toBeUndefined();
    alone.stand(true);
    await again.when(() => again.links.at(-1)?.up === true);
  });
});

describe('two carriers as one', () => {
  it('[T26] send by the first while it is up, else by the second, and say which', async () => {
    const sent: string[] = [];
    const links: LinkState[] = [];
    const tells: ((link: LinkState) => void)[] = [];
    let isTaken = true;
    const one = (name: string) => (onLink: (link: LinkState) => void) => {
      tells.push(onLink);
      return {
        send: async () => {
          sent.push(name);
          return name === 'first' && !isTaken ? undefined : [];
        },
        shownUpto: () => undefined,
        renew: () => undefined,
        close: () => undefined,
      };
    };
    const both = openEither(one('first'), one('second'), (link) => links.push(link));
    const [first, second] = tells;
    await both.send(tell);
    second?.({ up: true, by: 'nats' });
    first?.({ up: true });
    await both.send(tell);
    isTaken = false;
    await both.send(tell);
    first?.({ up: false, why: 'broken' });
    second?.({ up: false, why: 'unreachable' });
    expect(sent).toEqual(['second', 'first', 'first', 'second']);
    expect(links).toEqual([
      { up: true, by: 'nats' },
      { up: true },
      { up: true, by: 'nats' },
      { up: false, why: 'broken' },
    ]);
  });
});
