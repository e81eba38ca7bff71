import { describe, expect, it } from 'vitest';
import { hostPrimitives, must } from '../proof/cast.suite.ts';
import { checkpointBody, signCheckpoint } from '../proof/checkpoint.ts';
import { cosign, withSignature } from '../proof/cosignature.ts';
import { receiptKey } from '../ledger/receipt-key.ts';
import { rootAt, proveConsistency } from '../ledger/hashes.ts';
import type { Table } from './cast.suite.ts';
import { entriesOf, hostSigner, table } from './cast.suite.ts';
import type { EvidenceFile } from './evidence-file.ts';
import {
  EVIDENCE_BYTES_MAX,
  EVIDENCE_HEAD,
  formatEvidence,
  judgeEvidence,
  parseEvidence,
} from './evidence-file.ts';

const ELSE = new Uint8Array(32).fill(7);

/** Qamar has said five things, and has signed another state of three. */
async function told(at: Table): Promise<EvidenceFile> {
  const log = at.log('qamar');
  const qamar = at.player('qamar');
  await qamar.book.append(log, entriesOf(5, 'true'));
  const later = (await qamar.store.latest(log.id))!;
  const false3 = await signCheckpoint(hostSigner('qamar'), {
    origin: log.origin,
    size: 3,
    root: ELSE,
  });
  const of = { sha256: hostPrimitives.sha256, tiles: qamar.store, log: log.id };
  const root = await rootAt({ ...of, size: 3 });
  const proof = await proveConsistency({ ...of, size: 5 }, 3);
  return { kind: 'fork', earlier: false3.note, later: later.note, root, proof };
}

const cardsOf = (at: Table) => [...at.players.values()].map(({ card }) => card);

describe('an evidence file', () => {
  it('[F16] [F17] shows a fork to whoever holds the cards, and to nobody else', async () => {
    const at = await table('qamar', 'nahr');
    const file = await told(at);
    const read = must(parseEvidence(formatEvidence(file)));
    expect(read).toEqual(file);
    const shown = must(judgeEvidence(hostPrimitives, read, cardsOf(at)));
    expect(shown).toMatchObject({ kind: 'fork', author: 'qamar', against: ['qamar'] });
    expect(shown.sizes).toEqual([3, 5]);
    const [, nahr] = cardsOf(at);
    expect(judgeEvidence(hostPrimitives, read, [nahr!])).toMatchObject({
      fault: { kind: 'no-card', origin: at.log('qamar').origin },
    });
  });

  it('[F17] shows nothing where both notes can be true, or one is not signed', async () => {
    const at = await table('qamar', 'nahr');
    const file = await told(at);
    const faultOf = (change: Partial<EvidenceFile>) => {
      const judged = judgeEvidence(hostPrimitives, { ...file, ...change }, cardsOf(at));
      return judged.ok ? judged.value : judged.fault;
    };
    const log = at.log('qamar');
    const head = { origin: log.origin, size: 3 };
    const same = await signCheckpoint(hostSigner('qamar'), { ...head, root: file.root });
    expect(faultOf({ earlier: same.note })).toEqual({ kind: 'no-contradiction' });
    expect(faultOf({ root: ELSE })).toEqual({ kind: 'no-contradiction' });
    expect(faultOf({ proof: [] })).toEqual({ kind: 'no-contradiction' });
    const thief = await signCheckpoint(hostSigner('nahr'), { ...head, root: ELSE });
    expect(faultOf({ earlier: thief.note })).toEqual({ kind: 'note-not-signed', which: 'earlier' });
    expect(faultOf({ later: thief.note })).toEqual({ kind: 'note-not-signed', which: 'later' });
    expect(faultOf({ kind: 'false-receipt' })).toEqual({
      kind: 'note-not-signed',
      which: 'earlier',
    });
  });

  it('[F17] shows who acknowledged what is not in the author’s tree, and when', async () => {
    const at = await table('qamar', 'nahr');
    const fork = await told(at);
    const nahr = at.player('nahr');
    const log = at.log('qamar');
    const thief = await signCheckpoint(hostSigner('nahr'), {
      origin: log.origin,
      size: 3,
      root: ELSE,
    });
    const now = at.clock.now as Parameters<typeof cosign>[3];
    const { name } = receiptKey(nahr.card);
    const line = await cosign(hostSigner('nahr'), name, checkpointBody(thief), now);
    const earlier = must(withSignature(thief, line)).note;
    const file: EvidenceFile = { ...fork, kind: 'false-receipt', earlier };
    const shown = must(
      judgeEvidence(hostPrimitives, must(parseEvidence(formatEvidence(file))), cardsOf(at)),
    );
    expect(shown).toMatchObject({ author: 'qamar', against: ['nahr'], since: [now] });
  });

  it('[F16] is refused with a byte changed, left out or added, and too large', async () => {
    const at = await table('qamar', 'nahr');
    const text = formatEvidence(await told(at));
    const holds = (other: string): boolean => {
      const read = parseEvidence(other);
      return read.ok && judgeEvidence(hostPrimitives, read.value, cardsOf(at)).ok;
    };
    expect(holds(text)).toBe(true);
    for (let i = 0; i < text.length; i += 17) {
      const other = text[i] === '0' ? '1' : '0';
      expect(holds(`${text.slice(0, i)}${other}${text.slice(i + 1)}`)).toBe(false);
      expect(holds(`${text.slice(0, i)}${text.slice(i + 1)}`)).toBe(false);
    }
    expect(holds(`${text} `)).toBe(false);
    expect(parseEvidence(`${EVIDENCE_HEAD}\n${' '.repeat(EVIDENCE_BYTES_MAX)}\n`)).toMatchObject({
      fault: { kind: 'evidence-malformed' },
    });
  });
});
