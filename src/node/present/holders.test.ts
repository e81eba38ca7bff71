import { describe, expect, it } from 'vitest';
import { utf8 } from '../../base/bytes.ts';
import type { PartyId } from '../../base/ids.ts';
import type { Instant } from '../../base/instant.ts';
import { formatInstant } from '../../base/instant.ts';
import type { Table } from '../../exchange/cast.suite.ts';
import { hostSigner, table } from '../../exchange/cast.suite.ts';
import { cosignedName } from '../../exchange/cosigned.ts';
import { rememberCosigned } from '../../exchange/cosigned-history.ts';
import { receiptKey } from '../../ledger/receipt-key.ts';
import { hostPrimitives, must } from '../../proof/cast.suite.ts';
import { checkpointBody } from '../../proof/checkpoint.ts';
import { cosign, withSignature } from '../../proof/cosignature.ts';
import type { VerifierKey } from '../../proof/note.ts';
import { formatVerifierKey } from '../../proof/note.ts';
import { openSeals } from '../seals.ts';
import { presentFinality, presentHolders } from './holders.ts';

const [QAMAR, NAHR, JABAL] = ['qamar', 'nahr', 'jabal'] as PartyId[] as [PartyId, PartyId, PartyId];
const witness: VerifierKey = {
  name: 'eye.example/witness',
  type: 'cosignature',
  publicKey: hostSigner('eye').publicKey,
};

/** What the node of `party` has for its views. */
async function roomsOf(at: Table, party: PartyId, policy?: string) {
  const { pinned, shelf, card } = at.player(party);
  const cards = new Map(pinned).set(party, { ...card, ...(policy ? { policy } : {}) });
  const primitives = hostPrimitives;
  const witnesses = [witness];
  const seals = await openSeals({ primitives, shelf, witnesses }, [at.log('qamar')]);
  return { folder: { cards, settings: { party } }, shelf, seals, witnesses, primitives };
}

/** Qamar said two things, an hour apart; nahr has both, jabal was away. */
async function told(): Promise<Table> {
  const at = await table('qamar', 'nahr', 'jabal');
  for (let turn = 0; turn < 2; turn += 1) {
    await at.player('qamar').book.append(at.log('qamar'), [utf8(`entry ${turn}`)]);
    for (let tick = 0; tick < 2; tick += 1) {
      await at.deliver('nahr', await at.player('nahr').station.tick(QAMAR));
    }
    at.clock.now += 3_600;
  }
  return at;
}

async function cosignedBy(at: Table): Promise<void> {
  const { store, shelf } = at.player('qamar');
  const log = at.log('qamar');
  const latest = (await store.latest(log.id))!;
  const now = at.clock.now as Instant;
  const line = await cosign(hostSigner('eye'), witness.name, checkpointBody(latest), now);
  const { note } = must(withSignature(latest, line));
  await rememberCosigned(shelf, log.id, { size: latest.size, at: now, note });
  await shelf.put(cosignedName(log.id), note);
}

describe('who has a record', () => {
  it('[L32] is said of each party of the audience, since its earliest receipt', async () => {
    const at = await told();
    const [log, began] = [at.log('qamar'), at.clock.now - 7_200];
    const said = '2026-09-21T00:00:00Z';
    const holders = async (party: PartyId, index: number) => {
      const place = { index, heldSince: 1_790_000_000 as Instant };
      return presentHolders(await roomsOf(at, party), log, place, said);
    };
    const [first, second] = [await holders(QAMAR, 0), await holders(QAMAR, 1)];
    expect(first).toEqual([
      { party: QAMAR, by: 'author', since: said },
      { party: JABAL, by: 'receipt' },
      { party: NAHR, by: 'receipt', since: formatInstant(began as Instant) },
    ]);
    expect(second[2]?.since).toBe(formatInstant((began + 3_600) as Instant));
    expect(await holders(NAHR, 0)).toContainEqual({
      party: NAHR,
      by: 'here',
      since: formatInstant(1_790_000_000 as Instant),
    });
  });
});

describe('a record', () => {
  it('[L34] is final by default once one other member or a witness has signed for it', async () => {
    const at = await told();
    const log = at.log('qamar');
    const finality = async (index: number) => {
      const place = { index, heldSince: 0 as Instant };
      return presentFinality(await roomsOf(at, QAMAR), log, place, undefined);
    };
    expect(await finality(1)).toEqual({ party: QAMAR, isFinal: true, waitsFor: [] });
    await at.player('qamar').book.append(log, [utf8('entry 2')]);
    const waits = { party: QAMAR, isFinal: false };
    expect(await finality(2)).toEqual({ ...waits, waitsFor: [witness.name, JABAL, NAHR] });
    await cosignedBy(at);
    expect((await finality(2)).isFinal).toBe(true);
  });

  it('[L34] waits for all whom its party’s own policy names', async () => {
    const at = await told();
    const keyOf = (party: string) => formatVerifierKey(receiptKey(at.player(party).card));
    const policy = [
      `witness jabal ${keyOf('jabal')}`,
      `witness nahr ${keyOf('nahr')}`,
      `witness eye ${formatVerifierKey(witness)}`,
      'group all all jabal nahr eye',
      'quorum all',
    ].join('\n');
    const place = { index: 1, heldSince: 0 as Instant };
    const finality = async () =>
      presentFinality(await roomsOf(at, QAMAR, policy), at.log('qamar'), place, undefined);
    expect(await finality()).toMatchObject({ isFinal: false, waitsFor: [JABAL, 'eye'] });
    await cosignedBy(at);
    expect(await finality()).toMatchObject({ isFinal: false, waitsFor: [JABAL] });
    await at.round();
    await at.round();
    expect(await finality()).toMatchObject({ isFinal: true, waitsFor: [] });
  });

  it('[L34] of a log of our own alone asks nobody', async () => {
    const at = await told();
    const place = { index: 0, heldSince: 0 as Instant };
    const log = at.log('qamar', 'qamar');
    const finality = await presentFinality(await roomsOf(at, QAMAR), log, place, undefined);
    expect(finality.isFinal).toBe(true);
  });
});
