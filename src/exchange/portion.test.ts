import { expect, it } from 'vitest';
import { utf8 } from '../base/bytes.ts';
import type { PartyId } from '../base/ids.ts';
import { table } from './cast.suite.ts';
import { ASK_SECONDS_MAX } from './follow.ts';
import type { Message } from './messages.ts';

const QAMAR = 'qamar' as PartyId;
const NAHR = 'nahr' as PartyId;

/** Entries of a thousand bytes each. */
const WORDS = Array.from({ length: 40 }, (_, i) => utf8(`${i} `.padEnd(1_000, 'x')));

it('[X33] a slow link is asked for portions, each no longer than the shorter of what both want', async () => {
  const at = await table('qamar', 'nahr');
  const log = at.log('qamar');
  const [qamar, nahr] = [at.player('qamar'), at.player('nahr')];
  await qamar.book.append(log, WORDS);
  at.pieces.set('nahr', 10_000);
  const sizes: number[] = [];
  let said = await nahr.station.tick(QAMAR);
  while (said.length > 0) {
    const question = said.find(({ message }) => message.log === log.id)?.message;
    if (question?.kind !== 'portion') break;
    if (question.size >= 20) at.pieces.set('qamar', 4_096);
    const [answer] = await qamar.station.hear(NAHR, question);
    if (answer?.message.kind !== 'tell') break;
    sizes.push(answer.message.entries.length);
    said = await nahr.station.hear(QAMAR, answer.message);
  }
  expect(sizes).toEqual([10, 10, 4, 4, 4, 4, 4, 0]);
  expect(await nahr.store.latest(log.id)).toMatchObject({ size: WORDS.length });
});

it('[X33] an entry that is longer than a portion is told all the same', async () => {
  const at = await table('qamar', 'nahr');
  await at.player('qamar').book.append(at.log('qamar'), [utf8('x'.repeat(50_000)), utf8('y')]);
  at.pieces.set('nahr', 4_096);
  await at.round();
  expect(await at.player('nahr').store.latest(at.log('qamar').id)).toMatchObject({ size: 2 });
});

it('[X33] a portion that nobody answers is asked as a whole, until the link is new', async () => {
  const at = await table('qamar', 'nahr');
  const log = at.log('qamar');
  await at.player('qamar').book.append(log, WORDS);
  at.pieces.set('nahr', 10_000);
  const { station } = at.player('nahr');
  const asked = async (): Promise<readonly Message['kind'][]> =>
    (await station.tick(QAMAR)).flatMap(({ message }) =>
      message.log === log.id && 'size' in message ? [message.kind] : [],
    );
  // An older node passes a portion over.
  expect(await asked()).toEqual(['portion']);
  at.clock.now += ASK_SECONDS_MAX;
  expect(await asked()).toEqual(['ask']);
  at.clock.now += ASK_SECONDS_MAX;
  expect(await asked()).toEqual(['ask']);
  await station.unlinked(QAMAR);
  expect(await asked()).toEqual(['portion']);
});

it('[X38] who is told a part is told once where the log ends, and so knows how much is to come', async () => {
  const at = await table('qamar', 'nahr');
  const log = at.log('qamar');
  const [qamar, nahr] = [at.player('qamar'), at.player('nahr')];
  await qamar.book.append(log, WORDS);
  at.pieces.set('qamar', 10_000);
  const kinds: string[][] = [];
  let said = await nahr.station.tick(QAMAR);
  for (let i = 0; i < 3; i += 1) {
    const question = said.find(({ message }) => message.log === log.id)!.message;
    const answers = await qamar.station.hear(NAHR, question);
    kinds.push(answers.map(({ message }) => message.kind));
    said = (
      await Promise.all(answers.map(({ message }) => nahr.station.hear(QAMAR, message)))
    ).flat();
    expect(await nahr.station.progress(log)).toEqual({ held: 10 * (i + 1), of: 40 });
  }
  expect(kinds).toEqual([['tell', 'offer'], ['tell'], ['tell']]);
  await qamar.station.unlinked(NAHR);
  const again = { kind: 'ask', ask: 'ab'.repeat(16), log: log.id, size: 30 } as const;
  const answers = await qamar.station.hear(NAHR, { ...again, size: 20 });
  expect(answers.map(({ message }) => message.kind)).toEqual(['tell', 'offer']);
  // An answer that reaches the end says so itself.
  const last = await qamar.station.hear(NAHR, again);
  expect(last.map(({ message }) => message.kind)).toEqual(['tell']);
});
