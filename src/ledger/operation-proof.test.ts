import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, formatBase64, formatHex, parseUtf8, utf8 } from '../base/bytes.ts';
import type { PartyId, RecordHash } from '../base/ids.ts';
import { faultOf, flip, hostPrimitives, must } from '../proof/cast.suite.ts';
import { ENTRY_BYTES_MAX } from '../proof/tile.ts';
import type { OperationProof } from './operation-proof.ts';
import {
  OPERATION_PROOF_BYTES_MAX,
  OPERATION_PROOF_HEAD,
  formatOperationProof,
  parseOperationProof,
} from './operation-proof.ts';
import { REMARK, bureauOf, bureauUnder, cardOf, dawn, planBody } from './operation.suite.ts';
import { concerning, surveyEntry } from './operation-survey.ts';
import { sealedSince, verifyOperationProof } from './operation-verdict.ts';

const { sha256 } = hostPrimitives;

/** Qamar plans on ground of both, nahr consents, and withdraws while it runs. */
async function story() {
  const bureau = bureauOf('qamar', 'nahr');
  bureau.say('nahr', 'remark', REMARK);
  const plan = bureau.say('qamar', 'plan', planBody(), { at: 10 });
  await bureau.decide('qamar', plan, 'consent', 20);
  await bureau.decide('nahr', plan, 'consent', 30);
  await bureau.sign('qamar', 40);
  await bureau.sign('nahr', 41);
  bureau.say('qamar', 'activation', { plan, consents: [] }, { at: 1_010 });
  await bureau.decide('nahr', plan, 'withdrawal', 1_500);
  await bureau.sign('qamar', 1_020);
  await bureau.sign('nahr', 1_510);
  return { bureau, plan, proof: bureau.proof(plan) };
}

const { bureau, plan, proof } = await story();
const { cards } = bureau;
const bytes = formatOperationProof(sha256, proof);
const verify = (file: Uint8Array, known = cards) =>
  verifyOperationProof(hostPrimitives, file, { cards: known });

/** The file with a change made to what it holds, its digest made anew. */
const changed = (change: (proof: OperationProof) => OperationProof) =>
  verify(formatOperationProof(sha256, change(structuredClone(proof))));

/** The file with another text in its second line, its digest made anew. */
function withBody(change: (body: string) => string): Uint8Array {
  const [head = '', body = ''] = must(parseUtf8(bytes)).split('\n');
  const before = utf8(`${head}\n${change(body)}\n`);
  return concat(before, utf8(`sha256:${formatHex(sha256(before))}\n`));
}

const textOf = (file: Uint8Array) => must(parseUtf8(file));

describe('a proof file', () => {
  it('[F1] is read as it was written: head, one object, digest', () => {
    expect(must(parseOperationProof(sha256, bytes))).toEqual(proof);
    const lines = textOf(bytes).split('\n');
    expect(lines).toHaveLength(4);
    expect([lines[0], lines[3]]).toEqual([OPERATION_PROOF_HEAD, '']);
    expect(lines[2]).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it('[F2] is refused with any one byte changed, left out or put in', () => {
    // Every single byte is a long test's work.
    for (let at = 0; at < bytes.length; at += 31) {
      const kinds = parseOperationProof(sha256, flip(bytes, at, 1 << (at % 8)));
      expect(kinds.ok, `byte ${at}`).toBe(false);
    }
    for (let at = 0; at < bytes.length; at += 997) {
      const without = concat(bytes.slice(0, at), bytes.slice(at + 1));
      const more = concat(bytes.slice(0, at), utf8(' '), bytes.slice(at));
      expect([verify(without).ok, verify(more).ok]).toEqual([false, false]);
    }
    for (const odd of [utf8(''), utf8('\n\n\n'), concat(bytes, utf8('\n')), bytes.slice(0, -1)]) {
      expect(faultOf(verify(odd)).kind).toBe('no-proof-file');
    }
    expect(faultOf(verify(Uint8Array.of(0xff))).kind).toBe('not-utf8');
    const large = new Uint8Array(OPERATION_PROOF_BYTES_MAX + 1);
    expect(faultOf(verify(large)).kind).toBe('proof-too-large');
  });

  it('[F1] is refused where it says the same in other bytes, and as what it is not', () => {
    const kind = (change: (body: string) => string) => faultOf(verify(withBody(change))).kind;
    expect(kind((body) => body.replace(':', ': '))).toBe('not-canonical');
    expect(kind((body) => body.replace('"exercise"', '"exercis\\u0065"'))).toBe('not-canonical');
    expect(kind((body) => body.slice(1))).toBe('not-json');
    const paths = [
      ['"exercise":true', '"exercise":1', 'exercise'],
      [`"operation":"${plan}"`, '"operation":"x"', 'operation'],
      ['"logs":[', '"logs":[7,', 'logs.0'],
      ['"logs":[', '"log":[', ''],
      ['"author":"', '"author":"-', 'logs.0.author'],
      ['"audience":["nahr","qamar"]', '"audience":["qamar","nahr"]', 'logs.0.audience'],
      ['"audience":["nahr","qamar"]', '"audience":["nahr",7]', 'logs.0.audience'],
      ['"audience":["nahr","qamar"]', '"audience":[]', 'logs.0.audience'],
      ['"entries":[', '"entries":["",', 'logs.0.entries.0'],
      ['"entries":[', '"entries":[{"hash":"AAAA"},', 'logs.0.entries.0'],
      ['"entries":[', '"entries":[{"leaf":"AAAA"},', 'logs.0.entries.0'],
      ['"notes":[', '"notes":[7,', 'logs.0.notes'],
    ] as const;
    for (const [before, after, path] of paths) {
      const fault = faultOf(verify(withBody((body) => body.replace(before, after))));
      expect([after, fault]).toEqual([after, { kind: 'proof-malformed', path }]);
    }
    const big = formatBase64(new Uint8Array(ENTRY_BYTES_MAX + 1));
    expect(kind((body) => body.replace('"entries":[', `"entries":["${big}",`))).toBe(
      'proof-malformed',
    );
    const [first] = proof.logs;
    const twice = changed((held) => ({ ...held, logs: [first!, first!] }));
    expect(faultOf(twice)).toEqual({ kind: 'proof-malformed', path: 'logs.1.origin' });
  });
});

describe('what a proof file gives', () => {
  it('[F4] [F5] is what the life of the operation is told by; the rest as hashes, counted', () => {
    const shown = must(verify(bytes));
    expect(shown.said.map(({ author, record }) => `${author} ${record.type}`).toSorted()).toEqual(
      [
        ...['nahr charter', 'nahr roster', 'nahr claim', 'nahr decision', 'nahr decision'],
        ...['qamar charter', 'qamar roster', 'qamar claim', 'qamar plan', 'qamar decision'],
        'qamar activation',
      ].toSorted(),
    );
    const nahr = shown.logs.find(({ log }) => log.author === 'nahr');
    expect(nahr).toMatchObject({ size: 6, given: 5, withheld: 1, unknown: 0 });
    expect(textOf(bytes)).not.toContain(formatBase64(utf8(REMARK.text)).slice(2, -4));
    const whole = must(verify(formatOperationProof(sha256, bureau.proof(plan, true))));
    expect(whole.logs.map(({ withheld }) => withheld)).toEqual([0, 0]);
    expect(whole.said).toHaveLength(12);
  });

  it('[F5] follows the versions of a plan both ways, and what names one of them', () => {
    const named = (text: string): RecordHash => surveyEntry(sha256, utf8(text)).hash;
    const [first, other] = ['{"type":"plan","n":1}', '{"type":"plan","n":2}'];
    const second = `{"type":"plan","body":{"amends":"${named(first)}"}}`;
    // Written by another hand, of a type that nobody here knows, and naming it in its own way.
    const odd = `{"type" : "song", "of": {"to": ["${named(second).replace('sha', '\\u0073ha')}"]}}`;
    const answer = `{"type":"answer","of":"${named(odd)}"}`;
    const aside = `{"type":"clearance","plan":"${named(second)}","with":"${named(other)}"}`;
    const texts = [first, second, odd, answer, aside, other, 'no record'];
    const surveyed = texts.map((text) => surveyEntry(sha256, utf8(text)));
    for (const asked of [first, second]) {
      const found = concerning(surveyed, named(asked));
      expect(texts.filter((text) => found.has(named(text)))).toEqual(texts.slice(0, 5));
    }
    expect([...concerning(surveyed, named(other))]).toEqual([named(other), named(aside)]);
  });
});

describe('the verdict on a proof file', () => {
  it('[F6] [F7] needs nothing but the cards, and tells since when each record was on the record', () => {
    const shown = must(verify(bytes));
    expect(shown.plan.hash).toBe(plan);
    expect(shown.centre).toEqual(['nahr', 'qamar']);
    expect(shown.said.filter(({ signer }) => signer)).toHaveLength(3);
    const [nahr, qamar] = ['nahr', 'qamar'].map((party) =>
      shown.logs.find(({ log }) => log.author === party),
    );
    const eye = 'eye.example/witness';
    expect(sealedSince(nahr!, 4)).toEqual({ size: 5, by: eye, at: dawn(41) });
    expect(sealedSince(nahr!, 5)).toEqual({ size: 6, by: eye, at: dawn(1_510) });
    expect(sealedSince(qamar!, 0)?.at).toBe(dawn(40));
    expect(sealedSince(qamar!, 6)).toBeUndefined();
  });

  it('[F6] fails where a card is missing, or is another party’s', () => {
    const without = new Map(cards);
    without.delete('nahr' as PartyId);
    expect(faultOf(verify(bytes, without))).toEqual({ kind: 'no-card', party: 'nahr' });
    const blind = new Map(cards);
    blind.delete('eye' as PartyId);
    expect(faultOf(verify(bytes, blind))).toEqual({ kind: 'no-card', party: 'eye' });
    const other = new Map(cards).set('nahr' as PartyId, cardOf('jabal'));
    expect(faultOf(verify(bytes, other)).kind).toBe('wrong-origin');
    const stolen = { ...cardOf('nahr'), nodeKey: cardOf('jabal').nodeKey };
    const forged = new Map(cards).set('nahr' as PartyId, stolen);
    expect(faultOf(verify(bytes, forged))).toMatchObject({ kind: 'note-bad' });
  });

  it('[F3] fails where an entry is dropped, changed, moved or made up', () => {
    const ofFirst = (change: (log: OperationProof['logs'][number]) => object) =>
      faultOf(
        changed((held) => ({
          ...held,
          logs: held.logs.map((log, i) => (i === 0 ? { ...log, ...change(log) } : log)),
        })),
      ).kind;
    expect(ofFirst(({ entries }) => ({ entries: entries.slice(0, -1) }))).toBe('size-differs');
    expect(ofFirst(({ entries }) => ({ entries: entries.slice(1) }))).toBe('root-differs');
    expect(ofFirst(({ entries }) => ({ entries: entries.toReversed() }))).toBe('root-differs');
    expect(ofFirst(({ entries }) => ({ entries: [...entries, entries[0]] }))).toBe('size-differs');
    expect(ofFirst(({ notes }) => ({ notes: notes.toReversed() }))).toBe('notes-out-of-order');
    expect(ofFirst(() => ({ notes: [] }))).toBe('size-differs');
    expect(ofFirst(({ notes }) => ({ notes: notes.slice(0, 1) }))).toBe('size-differs');
    const [, second] = proof.logs;
    expect(ofFirst(() => ({ notes: second!.notes }))).toBe('note-bad');
    expect(ofFirst(() => ({ author: second!.author }))).toBe('wrong-origin');
    const withheld = { kind: 'withheld', leaf: new Uint8Array(32) };
    expect(ofFirst(({ entries }) => ({ entries: entries.with(0, withheld as never) }))).toBe(
      'root-differs',
    );
  });

  it('[F7] says no more than was signed, whatever byte is changed with the digest made anew', () => {
    const body = bytes.slice(0, -(7 + 64 + 1));
    const honest = must(verify(bytes));
    const tell = (shown: typeof honest) => shown.said.map(({ hash, signer }) => [hash, signer]);
    const law = fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const before = flip(body, at, change);
      const file = concat(before, utf8(`sha256:${formatHex(sha256(before))}\n`));
      const verdict = verify(file);
      if (!verdict.ok) return;
      // Only a witness's line can be spoilt and pass, as the line of a stranger.
      expect(tell(verdict.value)).toEqual(tell(honest));
      const seals = verdict.value.logs.flatMap((log) => log.seals);
      const all = honest.logs.flatMap((log) => log.seals);
      expect(all).toEqual(expect.arrayContaining(seals));
    });
    fc.assert(law, { numRuns: 50 });
  });

  it('[F8] fails without the plan, without a charter, and where charters differ', async () => {
    const nowhere = bureau.proof(plan);
    const other = `sha256:${'0'.repeat(64)}` as RecordHash;
    const missing = formatOperationProof(sha256, { ...nowhere, operation: other });
    expect(faultOf(verify(missing)).kind).toBe('plan-missing');
    expect(faultOf(changed((held) => ({ ...held, exercise: false }))).kind).toBe(
      'exercise-differs',
    );
    const hidden = changed((held) => ({
      ...held,
      logs: held.logs.map((log) => ({
        ...log,
        entries: log.entries.map((entry, i) =>
          i === 0 && entry.kind === 'given'
            ? { kind: 'withheld', leaf: sha256(concat(Uint8Array.of(0), entry.bytes)) }
            : entry,
        ),
      })),
    }));
    expect(faultOf(hidden).kind).toBe('charter-missing');
  });

  it('[F8] fails where a party founded the centre with another charter', async () => {
    const [at, odd] = [bureauOf('qamar', 'nahr'), bureauUnder('other', ['qamar', 'nahr'])];
    const begun = at.say('qamar', 'plan', planBody());
    for (const each of [at, odd]) for (const party of ['qamar', 'nahr']) await each.sign(party, 1);
    const [own, theirs] = [at.proof(begun).logs, odd.proof(begun).logs];
    const logs = own.map((log, i) => (log.author === 'nahr' ? theirs[i]! : log));
    const file = formatOperationProof(sha256, { ...at.proof(begun), logs });
    expect(faultOf(verify(file))).toEqual({ kind: 'charter-differs', party: 'nahr' });
  });

  it('[F9] names a party that has no log in the file, and takes no log of other readers', async () => {
    const at = bureauOf('qamar', 'nahr', 'jabal');
    const begun = at.say('qamar', 'plan', planBody(), { audience: ['qamar', 'nahr'] });
    at.say('jabal', 'remark', REMARK, { audience: ['jabal', 'nahr'] });
    for (const party of ['qamar', 'nahr', 'jabal']) await at.sign(party);
    const own = at.proof(begun);
    const few = own.logs.filter(({ audience }) => !audience.includes('jabal' as PartyId));
    const toAll = own.logs.filter(({ audience }) => audience.length === 3);
    const known = at.cards;
    const read = (logs: OperationProof['logs']) =>
      verify(formatOperationProof(sha256, { ...own, logs }), known);
    expect(faultOf(read(own.logs)).kind).toBe('other-audience');
    expect(faultOf(read(few)).kind).toBe('charter-missing');
    const inOrder = own.logs.filter((log) => few.includes(log) || toAll.includes(log));
    const shown = must(read(inOrder));
    expect(shown.absent).toEqual([{ party: 'nahr', audience: ['nahr', 'qamar'] }]);
    expect(shown.logs.flatMap(({ seals }) => seals)).toEqual([]);
    const without = must(read(inOrder.filter(({ author }) => author !== 'jabal')));
    expect(without.absent.map(({ party }) => party)).toEqual(['jabal', 'nahr']);
  });
});
