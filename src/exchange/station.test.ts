import { describe, expect, it } from 'vitest';
import { utf8 } from '../base/bytes.ts';
import type { PartyId } from '../base/ids.ts';
import { table } from './cast.suite.ts';

const QAMAR = 'qamar' as PartyId;

const entriesOf = (count: number, word = 'entry') =>
  Array.from({ length: count }, (_, at) => utf8(`${word} ${at}`));

describe('a station', () => {
  it('[X5] [X7] fetches what a peer has appended', async () => {
    const at = await table('qamar', 'nahr');
    const log = at.log('qamar');
    await at.player('qamar').book.append(log, entriesOf(3));
    await at.round();
    expect(await at.player('nahr').store.read(log.id, 0, 9)).toEqual(entriesOf(3));
    expect(at.player('nahr').kept).toEqual(['qamar 0+3']);
  });

  it('[X8] fetches a long log batch by batch, each under a checkpoint of the author', async () => {
    const at = await table('qamar', 'nahr');
    const log = at.log('qamar');
    await at.player('qamar').book.append(log, entriesOf(2_500));
    await at.round();
    expect(at.player('nahr').kept).toEqual(['qamar 0+1000', 'qamar 1000+1000', 'qamar 2000+500']);
    expect(at.player('qamar').station.heldElsewhere(log.id)).toBe(2_500);
  });

  it('[X13] fetches its own newer entries back after a restore, and signs only then', async () => {
    const at = await table('qamar', 'nahr', 'jabal');
    const log = at.log('qamar');
    const qamar = at.player('qamar');
    await qamar.book.append(log, entriesOf(2));
    await at.round();
    const backup = qamar.store.copy();
    await qamar.book.append(log, entriesOf(2, 'later'));
    await at.deliver('nahr', await at.player('nahr').station.tick(QAMAR));
    qamar.store = backup;
    await qamar.restart();
    const said = await qamar.station.recover();
    const appended = qamar.book.append(log, entriesOf(1, 'last'));
    expect(qamar.station.isRecovering(log.id)).toBe(true);
    await at.deliver('qamar', said);
    await at.round();
    expect(await appended).toBe(4);
    await at.round();
    expect(await at.player('jabal').store.read(log.id, 0, 9)).toHaveLength(5);
    expect(at.player('jabal').evidence).toEqual([]);
    expect(qamar.station.isRecovering(log.id)).toBe(false);
  });
});
