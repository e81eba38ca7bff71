import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatHex, utf8 } from '../../src/base/bytes.ts';
import type { PlanView } from '../../src/contract/api.ts';
import type { LogPage } from '../../src/contract/record-room.ts';
import type { RecordView } from '../../src/contract/reports.ts';
import { accountOf } from '../../src/ledger/operation-account.ts';
import { verifyOperationProof } from '../../src/ledger/operation-verdict.ts';
import { playSecondAct } from '../../src/node/exercise/second-act.ts';
import type { Scorecard, SecondActScore } from '../../src/node/exercise/scorecard.ts';
import { playStory } from '../../src/node/exercise/story.ts';
import { readFolder } from '../../src/node/folder.ts';
import { hostPrimitives } from '../../src/node/primitives.ts';
import type { Stage } from './stage.ts';
import type { Ended } from './stage.ts';
import { openStage, run, sizesAt, tansiq } from './stage.ts';

interface Verdict {
  readonly sound: boolean;
  readonly covered: boolean;
  readonly uncovered: readonly { readonly missing: readonly string[] }[];
}

describe('the second act, with one node killed in the middle', () => {
  let stage: Stage;
  let card: Scorecard;
  let score: SecondActScore;
  /** Another machine: an empty folder with the cards of the parties, and nothing else. */
  let elsewhere: string;
  const lost: string[] = [];
  /** The exercise that plays itself, beside ours: both mostly wait for time to pass. */
  let alone: Promise<Ended>;
  let played: string;

  beforeAll(async () => {
    played = await mkdtemp(path.join(tmpdir(), 'tansiq-play-'));
    alone = run('dist/run/exercise-play.js', ['--json', '--data', path.join(played, 'play')]);
    elsewhere = await mkdtemp(path.join(tmpdir(), 'tansiq-elsewhere-'));
    stage = await openStage(undefined, 'krg');
    const tell = (step: string, ok: boolean, detail?: string) => {
      if (!ok) console.log(`FAIL ${step} ${detail ?? ''}`);
    };
    const cast = await stage.secondCast();
    card = await playStory(cast, tell);
    await playSecondAct(cast, card, tell, async (chapter) => {
      if (chapter !== 'agreement') return;
      const desk = await stage.desk('krg', 'analyst');
      const before = await sizesAt(desk);
      await stage.kill('krg');
      await stage.raise('krg');
      const after = await sizesAt(desk);
      for (const [log, size] of before) {
        if ((after.get(log) ?? 0) < size) lost.push(`${log} ${size} ${after.get(log)}`);
      }
    });
    if (!card.secondAct) throw new Error('the second act was not played');
    score = card.secondAct;
    const cards = path.join(stage.folder('turkiye'), 'cards');
    await cp(cards, path.join(elsewhere, 'cards'), { recursive: true });
  }, 280_000);
  afterAll(async () => {
    await stage.close();
    await rm(elsewhere, { recursive: true, force: true });
    await rm(played, { recursive: true, force: true });
  });

  const verify = async (file: string) => {
    const { code, out } = await tansiq(['verify', file, '--cards', 'cards', '--json'], elsewhere);
    return { code, is: JSON.parse(out) as Verdict };
  };

  /** The proof file of an operation of the act, made by the command from the folder of one node. */
  const proofOf = async (name: string, party: string): Promise<string> => {
    const operation = score.proofs.find((proof) => proof.name === name)?.operation ?? '';
    const file = path.join(elsewhere, `${name}-${party}.proof`);
    await rm(file, { force: true });
    const data = ['--data', stage.folder(party), '--out', file];
    expect((await tansiq(['proof', 'operation', operation, ...data])).code).toBe(0);
    return file;
  };

  it('[N1] goes on to its end, and nothing that was acknowledged is missing', () => {
    expect(card.steps.filter(({ ok }) => !ok)).toEqual([]);
    expect([card.passed, lost]).toEqual([true, []]);
    for (const { at } of card.steps) {
      if (at) expect(Object.keys(at).toSorted()).toEqual(['iraq', 'krg', 'turkiye']);
    }
    expect(card.steps.filter(({ at }) => at).length).toBeGreaterThan(25);
  });

  it('[C2] [C29] names who is asked about contested ground, with why and how much', () => {
    expect(score.asked.map(({ party }) => party)).toEqual(['iraq', 'krg']);
    for (const { reasons } of score.asked) {
      expect(reasons).toEqual([
        'contributes',
        'leads',
        expect.stringMatching(/^claims \d+\.\d km2/),
      ]);
    }
  });

  it('[C31] [C38] [C39] keeps consents through a version that is wider in nothing', async () => {
    expect(score.changed).toEqual(['ground', 'window', 'forces']);
    expect(score.widened).toEqual([]);
    const sweep = score.proofs[0]?.operation ?? '';
    const view = await (await stage.desk('krg', 'analyst')).get<PlanView>(`/api/plans/${sweep}`);
    expect(view.versions.map(({ place }) => place)).toEqual(['earlier', 'this']);
    expect(view.decisions.some(({ version }) => version !== undefined)).toBe(true);
  });

  it('[C47] [C48] shows conflicts with a visit and a camp, and keeps them after they were cleared', () => {
    expect(score.conflicts.map(({ kind, clearedBy }) => [kind, clearedBy])).toEqual([
      ['plan', ['iraq', 'krg', 'turkiye']],
      ['site', ['iraq', 'krg']],
    ]);
  });

  it('[C41] brings a stop to the stream of every node', () => {
    expect(score.secondsToStop.map(({ party }) => party).toSorted()).toEqual([
      'iraq',
      'krg',
      'turkiye',
    ]);
  });

  it('[C43] has both sides of a cut come to the same by the rule, each missing the other', () => {
    expect(score.silent).toEqual({ iraq: 'krg', krg: 'iraq', turkiye: 'krg' });
    // One minute of the rule lies within what was waited for.
    expect(score.secondsToLostContact).toBeGreaterThan(30);
  });

  it('[C49] [C50] says what stood when an incursion happened, and that it was settled', () => {
    expect(score.incursion).toEqual({
      covered: false,
      missing: ['krg'],
      withdrawnBefore: true,
      settledBy: ['iraq', 'krg'],
    });
  });

  it('[F6] [F10] proves both operations elsewhere, by the cards alone', async () => {
    for (const party of ['iraq', 'krg', 'turkiye']) {
      const swept = await verify(await proofOf('ZAB-2', party));
      expect([swept.code, swept.is.sound, swept.is.covered]).toEqual([1, true, false]);
      expect(swept.is.uncovered.map(({ missing }) => missing)).toEqual([['krg']]);
      const flown = await verify(await proofOf('QANDIL-7', party));
      expect([flown.code, flown.is.sound, flown.is.covered]).toEqual([0, true, true]);
    }
  });

  it('[F2] refuses them with any one byte changed; with a digest made anew they never say otherwise', async () => {
    const { cards } = readFolder(stage.folder('turkiye'));
    const primitives = hostPrimitives();
    const read = (bytes: Uint8Array) => {
      const verdict = verifyOperationProof(primitives, bytes, { cards });
      return verdict.ok ? accountOf(verdict.value) : undefined;
    };
    const isSound = (bytes: Uint8Array) => read(bytes) !== undefined;
    const file = await proofOf('ZAB-2', 'turkiye');
    const bytes = new Uint8Array(await readFile(file));
    const whole = read(bytes);
    expect(whole?.life.covered).toBe(false);
    for (let at = 0; at < bytes.length; at += 23) {
      const copy = Uint8Array.from(bytes);
      copy[at]! ^= 1 << (at % 8);
      expect(isSound(copy), `byte ${at}`).toBe(false);
    }
    const end = bytes.length - 'sha256:\n'.length - 64;
    for (let at = 30; at < end; at += Math.ceil(end / 60)) {
      const copy = Uint8Array.from(bytes);
      copy[at]! ^= 1;
      const digest = formatHex(primitives.sha256(copy.subarray(0, end)));
      copy.set(utf8(`sha256:${digest}\n`), end);
      // A cosignature can be broken, which is to leave it out; what was said cannot be changed.
      const told = read(copy);
      if (told) expect(told.life, `byte ${at}, digest made anew`).toEqual(whole?.life);
    }
    const broken = path.join(elsewhere, 'broken.proof');
    bytes[Math.floor(bytes.length / 3)]! ^= 1;
    await writeFile(broken, bytes);
    const { code, is } = await verify(broken);
    expect([code, is.sound]).toEqual([1, false]);
  });

  it('[N5] leaves logs that verify whole in the folder of every node', async () => {
    for (const party of ['iraq', 'krg', 'turkiye', 'coalition']) {
      const { code, out } = await tansiq(['verify', stage.folder(party), '--json']);
      expect([party, code, (JSON.parse(out) as { whole: boolean }).whole]).toEqual([
        party,
        0,
        true,
      ]);
    }
  });

  it('[N15] says every record as the schema of its type says', async () => {
    const ajv = new Ajv2020({ strict: true, strictTuples: false, allowUnionTypes: true });
    const desk = await stage.desk('krg', 'administrator');
    const { lines } = await desk.get<LogPage>('/api/log?limit=500');
    const seen = new Set<string>();
    for (const { hash, type } of lines) {
      const view = await desk.get<RecordView>(`/api/records/${hash}`);
      const schema = await desk.get<object>(`/api/schemas/${type}`);
      expect([type, ajv.validate(schema, view.record), ajv.errors]).toEqual([type, true, null]);
      seen.add(type);
    }
    const told = ['agreement', 'answer', 'clearance', 'contact', 'incursion', 'resumption'];
    for (const type of [...told, 'post', 'signing', 'site', 'step', 'stop']) {
      expect(seen, type).toContain(type);
    }
  });

  it('is played by the exercise itself too, which says it as JSON and exits 0', async () => {
    const ended = await alone;
    expect(ended.code, ended.err).toBe(0);
    const card = JSON.parse(ended.out) as Scorecard;
    expect(card).toMatchObject({
      passed: true,
      refusedWhileMissing: ['krg'],
      activatedAfterConsent: true,
    });
    expect(card.logs.length).toBeGreaterThanOrEqual(4);
    expect(card.secondAct).toMatchObject({
      widened: [],
      incursion: { covered: false, missing: ['krg'], withdrawnBefore: true },
      proofs: [
        { covered: false, missing: ['krg'] },
        { covered: true, missing: [] },
      ],
    });
    expect(card.fourthAct).toMatchObject({ sameTracks: true, release: { found: 0 } });
    expect(card.thirdAct?.fork?.goesOn).toHaveLength(4);
    for (const { refused, changed } of card.secondAct?.proofs ?? []) expect(refused).toBe(changed);
  });
});
