import { describe, expect, it } from 'vitest';
import { formatHex, utf8 } from '../base/bytes.ts';
import type { PartyId } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import { keyOfOrigin, keysOfOrigin } from '../ledger/log.ts';
import { resign } from '../ledger/resign.ts';
import type { Card } from '../ledger/card.ts';
import type { Checkpoint } from '../proof/checkpoint.ts';
import { parseCheckpoint, signCheckpoint } from '../proof/checkpoint.ts';
import { hostPrimitives, must } from '../proof/cast.suite.ts';
import type { VerifierKey } from '../proof/note.ts';
import { formatAddCheckpoint } from '../proof/witness.ts';
import { memoryShelf } from '../store/memory.ts';
import type { Player, Table } from './cast.suite.ts';
import { hostSigner, table } from './cast.suite.ts';
import { cosignedName } from './cosigned.ts';
import { readCosigned } from './cosigned-history.ts';
import type { Cosigning } from './cosigning.ts';
import { COSIGN_AGAIN_SECONDS, openCosigning } from './cosigning.ts';
import type { EvidenceMessage } from './messages.ts';
import type { Witness } from './witness.ts';
import { WITNESS_WAITING_MAX, openWitness } from './witness.ts';

const EYE = 'eye' as PartyId;
const [QAMAR, NAHR] = ['qamar', 'nahr'] as PartyId[] as [PartyId, PartyId];
const witnessSigner = hostSigner('eye witness');
const witnessKey: VerifierKey = {
  name: 'eye.example',
  type: 'cosignature',
  publicKey: witnessSigner.publicKey,
};
const entry = (text: string) => utf8(text);

interface Scene {
  readonly at: Table;
  readonly qamar: Player;
  readonly witness: Witness;
  readonly shelf: ReturnType<typeof memoryShelf>;
  readonly cosigning: Cosigning;
  readonly evidence: EvidenceMessage[];
}

/** Qamar and nahr, who pinned the card of an eye; qamar has said two things that nahr holds. */
async function scene(): Promise<Scene> {
  const at = await table('qamar', 'nahr');
  const qamar = at.player('qamar');
  const card = { ...qamar.card, party: EYE, domain: 'eye.example', witnessKey } as Card;
  for (const player of at.players.values()) player.pinned.set(EYE, card);
  const shelf = memoryShelf();
  const evidence: EvidenceMessage[] = [];
  const witness = openWitness({
    primitives: hostPrimitives,
    shelf,
    signer: witnessSigner,
    name: 'eye.example',
    clock: { now: () => at.clock.now as Instant },
    keyOf: (origin) => keyOfOrigin(qamar.card, origin),
    onEvidence: (_, found) => evidence.push(found),
  });
  await qamar.book.append(at.log('qamar'), [entry('one'), entry('two')]);
  await at.round();
  return { at, qamar, witness, shelf, cosigning: cosigningOf(qamar), evidence };
}

function cosigningOf({ store, shelf, signer }: Player): Cosigning {
  return openCosigning({ primitives: hostPrimitives, store, shelf, signer, witnessKey });
}

describe('a witness', () => {
  it('[X17] cosigns a log that grows, and remembers it before it answers', async () => {
    const { at, witness, cosigning, shelf } = await scene();
    const log = at.log('qamar');
    const request = await cosigning.wantsCosigning(log, 2);
    const put = shelf.put;
    let isDurable = false;
    shelf.put = async (name, text) => {
      await put(name, text);
      isDurable = true;
    };
    const answer = await witness.addCheckpoint(request!).then((given) => ({ ...given, isDurable }));
    expect(answer).toMatchObject({ status: 200, isDurable: true });
    expect(answer.body).toMatch(/^\u2014 eye\.example \S+\n$/);
    const hash = formatHex(hostPrimitives.sha256(utf8(log.origin)));
    const shown = parseCheckpoint((await witness.checkpointOf(hash))!);
    expect(must(shown)).toMatchObject({ size: 2, origin: log.origin });
    expect(await witness.checkpointOf('0'.repeat(64))).toBeUndefined();
    expect(await witness.checkpointOf('../x')).toBeUndefined();
  });

  it('[D6] goes on from the head of a renewed card where a lost key led it further', async () => {
    for (const [head, size] of [
      [2, 4],
      [4, 2],
    ] as const) {
      const { at, qamar, shelf } = await scene();
      const aside: string[] = [];
      const witness = openWitness({
        primitives: hostPrimitives,
        shelf,
        signer: witnessSigner,
        name: 'eye.example',
        clock: { now: () => at.clock.now as Instant },
        keyOf: (origin) => keyOfOrigin(qamar.card, origin),
        keysOf: (origin) => keysOfOrigin(qamar.card, origin),
        onAside: (_, note) => aside.push(note),
      });
      // A thief with the key has its own continuation cosigned.
      const thief = (await table('qamar', 'nahr')).player('qamar');
      const other = [entry('one'), entry('x'), entry('y'), entry('z')].slice(0, size);
      await thief.book.append(at.log('qamar'), other);
      const stolen = (await cosigningOf(thief).wantsCosigning(at.log('qamar'), size))!;
      expect(await witness.addCheckpoint(stolen)).toMatchObject({ status: 200 });
      if (head > 2) await qamar.book.append(at.log('qamar'), [entry('three'), entry('four')]);
      const latest = (await qamar.store.latest(at.log('qamar').id))!;
      const heads = [{ log: at.log('qamar').id, size: head, root: latest.root }];
      at.renew('qamar', { reason: 'lost', heads });
      await resign(qamar, at.log('qamar'));
      await qamar.restart();
      await qamar.book.append(at.log('qamar'), [entry('more')]);
      const [log, cosigning] = [at.log('qamar'), cosigningOf(qamar)];
      const request = (await cosigning.wantsCosigning(log, head + 1))!;
      const answer = await witness.addCheckpoint(request);
      expect(answer).toMatchObject({ status: 409, body: `${head}\n` });
      const step = await cosigning.heardFromWitness(log, answer.status, utf8(answer.body));
      expect(step.kind).toBe('again');
      const again = step.kind === 'again' ? step.request : new Uint8Array();
      expect(await witness.addCheckpoint(again)).toMatchObject({ status: 200 });
      expect(aside).toHaveLength(1);
      expect(await shelf.names('witness-aside/')).toHaveLength(1);
      // By the lost key nothing more is cosigned.
      await thief.book.append(log, [entry('w')]);
      const more = await cosigningOf(thief).wantsCosigning(log, size + 1);
      expect(await witness.addCheckpoint(more!)).toMatchObject({ status: 403 });
    }
  });

  it('[X17] lets only one of two requests at once move a log on', async () => {
    const { at, witness, cosigning } = await scene();
    const request = (await cosigning.wantsCosigning(at.log('qamar'), 2))!;
    const answers = await Promise.all([
      witness.addCheckpoint(request),
      witness.addCheckpoint(request),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 409]);
    expect(answers[1]).toMatchObject({ body: '2\n', contentType: 'text/x.tlog.size' });
  });

  it('[X17] keeps two roots for one size as evidence, and signs neither again', async () => {
    const { at, witness, cosigning, evidence } = await scene();
    const log = at.log('qamar');
    await witness.addCheckpoint((await cosigning.wantsCosigning(log, 2))!);
    const other = await signCheckpoint(hostSigner('qamar'), {
      origin: log.origin,
      size: 2,
      root: new Uint8Array(32),
    });
    const request = formatAddCheckpoint({ old: 2, proof: [], checkpoint: other });
    expect(await witness.addCheckpoint(request)).toMatchObject({ status: 422, body: 'fork\n' });
    await at.player('nahr').station.hear(QAMAR, evidence[0]!);
    expect(at.player('nahr').evidence).toHaveLength(1);
  });

  it('[X17] knows only the logs of pinned cards, and reads strictly', async () => {
    const { at, witness, cosigning } = await scene();
    const request = (await cosigning.wantsCosigning(at.log('qamar'), 2))!;
    const text = new TextDecoder().decode(request);
    expect(await witness.addCheckpoint(utf8(text.replaceAll('qamar', 'jabal')))).toMatchObject({
      status: 404,
    });
    expect(await witness.addCheckpoint(utf8('old x\n'))).toMatchObject({ status: 400 });
  });

  it('[X21] refuses what waits beyond its limit', async () => {
    const { at, witness, cosigning } = await scene();
    const request = (await cosigning.wantsCosigning(at.log('qamar'), 2))!;
    const many = Array.from({ length: WITNESS_WAITING_MAX + 2 }, () =>
      witness.addCheckpoint(request),
    );
    const answers = await Promise.all(many);
    expect(answers.filter(({ status }) => status === 503)).toHaveLength(2);
  });
});

describe('a party in talk with a witness', () => {
  it('[X18] takes there only what another member holds', async () => {
    const { at, qamar, cosigning, witness } = await scene();
    const log = at.log('qamar');
    expect(qamar.station.heldElsewhere(log.id)).toBe(2);
    await qamar.book.append(log, [entry('three')]);
    expect(await cosigning.wantsCosigning(log, 0)).toBeUndefined();
    const request = await cosigning.wantsCosigning(log, qamar.station.heldElsewhere(log.id));
    const { status, body } = await witness.addCheckpoint(request!);
    const step = await cosigning.heardFromWitness(log, status, utf8(body));
    expect(step).toMatchObject({ kind: 'cosigned', checkpoint: { size: 2 } });
    expect(await cosigning.wantsCosigning(log, 2)).toBeUndefined();
  });

  it('[X19] offers the cosigned checkpoint, and the members keep it', async () => {
    const { at, qamar, cosigning, witness } = await scene();
    const log = at.log('qamar');
    const { status, body } = await witness.addCheckpoint((await cosigning.wantsCosigning(log, 2))!);
    const step = await cosigning.heardFromWitness(log, status, utf8(body));
    if (step.kind !== 'cosigned') throw new Error(step.kind);
    await at.deliver('qamar', qamar.station.appended(log, step.checkpoint));
    const { shelf } = at.player('nahr');
    expect(await shelf.get(cosignedName(log.id))).toBe(step.checkpoint.note);
  });

  it('[F11] remembers every cosigned checkpoint, at the author and at the members', async () => {
    const { at, qamar, cosigning, witness } = await scene();
    const log = at.log('qamar');
    const cosign = async (size: number): Promise<void> => {
      const request = await cosigning.wantsCosigning(log, size);
      const { status, body } = await witness.addCheckpoint(request!);
      const step = await cosigning.heardFromWitness(log, status, utf8(body));
      if (step.kind !== 'cosigned') throw new Error(step.kind);
      await at.deliver('qamar', qamar.station.appended(log, step.checkpoint));
    };
    await cosign(2);
    await qamar.book.append(log, [entry('three')]);
    await cosign(3);
    for (const name of ['qamar', 'nahr']) {
      const history = await readCosigned(at.player(name).shelf, log.id);
      const covering = await Promise.all([0, 1, 2, 3].map((i) => history.firstCovering(i)));
      expect(covering.map((each) => each?.size)).toEqual([2, 2, 3, undefined]);
    }
  });

  it('[F13] has a log that does not grow cosigned again, at most once an hour', async () => {
    const { at, qamar, cosigning, witness } = await scene();
    const log = at.log('qamar');
    const now = (): Instant => at.clock.now as Instant;
    const answered = async (request: Uint8Array | undefined): Promise<Checkpoint> => {
      const { status, body } = await witness.addCheckpoint(request!);
      const step = await cosigning.heardFromWitness(log, status, utf8(body));
      if (step.kind !== 'cosigned') throw new Error(step.kind);
      return step.checkpoint;
    };
    const first = await answered(await cosigning.wantsCosigning(log, 2));
    expect(await cosigning.wantsAgain(log, now())).toBeUndefined();
    at.clock.now += COSIGN_AGAIN_SECONDS;
    const again = await answered(await cosigning.wantsAgain(log, now()));
    expect(await cosigning.wantsAgain(log, now())).toBeUndefined();
    expect([again.size, again.note === first.note]).toEqual([2, false]);
    // Whichever of the two a member hears last, it keeps the later as the newest.
    for (const each of [first, again, first]) {
      await at.deliver('qamar', qamar.station.appended(log, each));
    }
    for (const { shelf } of [qamar, at.player('nahr')]) {
      expect(await shelf.get(cosignedName(log.id))).toBe(again.note);
      const history = await readCosigned(shelf, log.id);
      expect((await history.firstCovering(1))?.note).toBe(first.note);
    }
    // What has grown is cosigned as it is now, once another holds it.
    await qamar.book.append(log, [entry('three')]);
    at.clock.now += COSIGN_AGAIN_SECONDS;
    expect(await cosigning.wantsAgain(log, now())).toBeUndefined();
  });

  it('[F15] tells a member that was away of the newest cosigned checkpoint, once', async () => {
    const { at, qamar, cosigning, witness } = await scene();
    const log = at.log('qamar');
    const { status, body } = await witness.addCheckpoint((await cosigning.wantsCosigning(log, 2))!);
    const step = await cosigning.heardFromWitness(log, status, utf8(body));
    if (step.kind !== 'cosigned') throw new Error(step.kind);
    const { shelf, station } = at.player('nahr');
    await at.deliver('nahr', await station.tick(QAMAR));
    expect(await shelf.get(cosignedName(log.id))).toBe(step.checkpoint.note);
    const [asked] = await station.tick(QAMAR);
    const answers = await qamar.station.hear(NAHR, asked!.message);
    expect(answers.map(({ message }) => message.kind)).toEqual(['tell']);
  });

  it('[X19] keeps a cosigned checkpoint that is ahead once the entries are there', async () => {
    const { at, qamar, cosigning, witness } = await scene();
    const log = at.log('qamar');
    await qamar.book.append(log, [entry('three')]);
    const { status, body } = await witness.addCheckpoint((await cosigning.wantsCosigning(log, 3))!);
    const step = await cosigning.heardFromWitness(log, status, utf8(body));
    if (step.kind !== 'cosigned') throw new Error(step.kind);
    await at.deliver('qamar', qamar.station.appended(log, step.checkpoint));
    const { shelf, store } = at.player('nahr');
    expect(await store.latest(log.id)).toMatchObject({ size: 3 });
    expect(await shelf.get(cosignedName(log.id))).toBe(step.checkpoint.note);
  });

  it('[X19] accuses where a witness has cosigned another history than ours', async () => {
    const { at } = await scene();
    const [log, nahr] = [at.log('qamar'), at.player('nahr')];
    const other = await signCheckpoint(hostSigner('qamar'), {
      origin: log.origin,
      size: 2,
      root: new Uint8Array(32),
    });
    await nahr.station.heardFromWitness(log.id, other.note);
    expect(nahr.evidence).toHaveLength(1);
    expect(await nahr.shelf.get(cosignedName(log.id))).toBeUndefined();
    await nahr.station.heardFromWitness(log.id, 'nonsense');
  });

  it('[X20] asks once more from the size that the witness holds', async () => {
    const { at, qamar, cosigning, witness } = await scene();
    const log = at.log('qamar');
    await witness.addCheckpoint((await cosigning.wantsCosigning(log, 2))!); // the answer is lost
    await qamar.book.append(log, [entry('three')]);
    const { status, body } = await witness.addCheckpoint((await cosigning.wantsCosigning(log, 3))!);
    const step = await cosigning.heardFromWitness(log, status, utf8(body));
    if (step.kind !== 'again') throw new Error(step.kind);
    const second = await witness.addCheckpoint(step.request);
    expect(second.status).toBe(200);
    expect(await cosigning.heardFromWitness(log, 200, utf8(second.body))).toMatchObject({
      kind: 'cosigned',
    });
    expect(await cosigning.heardFromWitness(log, 200, utf8(second.body))).toMatchObject({
      kind: 'refused',
    });
  });

  it('[X13] [X16] recovers what the witness has cosigned and it has forgotten', async () => {
    const { at, qamar, cosigning, witness } = await scene();
    const log = at.log('qamar');
    await witness.addCheckpoint((await cosigning.wantsCosigning(log, 2))!);
    const fresh = await table('qamar', 'nahr');
    qamar.store = fresh.player('qamar').store;
    await qamar.restart();
    await qamar.book.append(log, [entry('other')]);
    const again = openCosigning({
      primitives: hostPrimitives,
      store: qamar.store,
      shelf: memoryShelf(),
      signer: qamar.signer,
      witnessKey,
    });
    const request = (await again.wantsCosigning(log, 1))!;
    const { status, body } = await witness.addCheckpoint(request);
    const step = await again.heardFromWitness(log, status, utf8(body));
    expect(step).toEqual({ kind: 'ahead', size: 2 });
    const hash = formatHex(hostPrimitives.sha256(utf8(log.origin)));
    const said = await qamar.station.heardFromWitness(log.id, await witness.checkpointOf(hash));
    expect(said.map(({ to, message }) => [to, message.kind])).toEqual([[NAHR, 'inquire']]);
    expect(qamar.station.isRecovering(log.id)).toBe(true);
  });
});
