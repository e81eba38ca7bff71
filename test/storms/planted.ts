import type { Known, PlanFile } from '../../src/accord/known.ts';
import { standingOf } from '../../src/accord/operation/state.ts';
import type { Said } from '../../src/accord/said.ts';
import { formatHex } from '../../src/base/bytes.ts';
import type { PartyId, RecordHash } from '../../src/base/ids.ts';
import { err, ok } from '../../src/base/result.ts';
import { openCosigning } from '../../src/exchange/cosigning.ts';
import { follow } from '../../src/exchange/follow.ts';
import { admit } from '../../src/ledger/admit.ts';
import { openBook } from '../../src/ledger/book.ts';
import { keyIdOf } from '../../src/ledger/seal.ts';
import { understand } from '../../src/ledger/understand.ts';
import { openCheckpoint } from '../../src/proof/checkpoint.ts';
import { grow, leafHash } from '../../src/proof/tree.ts';
import { openKnown } from '../../src/accord/known.ts';
import type { Shape } from '../../src/geo/shape.ts';
import { parseShape } from '../../src/geo/shape.ts';
import { CELLS_A_SIDE, claimedGround } from '../../src/sim/ground.ts';
import type { Parts } from '../../src/sim/parts.ts';
import { REAL_PARTS } from '../../src/sim/parts.ts';
import type { JudgeName } from '../../src/sim/world.ts';

/** A fault that was planted, and the judges of whom one must notice it first. */
export interface Mutant {
  readonly words: string;
  /** The story in which it is noticed first; where stories have changed, all are tried. */
  readonly seed: number;
  readonly judges: readonly JudgeName[];
  readonly parts: Partial<Parts>;
}

const rules = (changed: Partial<Parts['rules']>): Partial<Parts> => ({
  rules: { ...REAL_PARTS.rules, ...changed },
});

/** Judges of states that are shown the knowledge of a node with something changed in it. */
const seeing = (change: (known: Known) => Known): Partial<Parts> => ({
  standingOf: (known, plan, now) => standingOf(change(known), plan, now),
});

const withFiles = (change: (file: PlanFile) => PlanFile): Partial<Parts> =>
  seeing((known) => ({
    ...known,
    plans: new Map([...known.plans].map(([hash, file]) => [hash, change(file)])),
  }));

const EVERY_NAME = `sha256:${'0'.repeat(64)}` as RecordHash;
const EVERYWHERE = ((): Shape => {
  const all = { west: 0, south: 0, east: CELLS_A_SIDE - 1, north: CELLS_A_SIDE - 1 };
  const shape = parseShape(claimedGround(all));
  if (!shape.ok) throw new Error('the world is a shape');
  return shape.value;
})();

/** One planted fault for every guard that a judge can see the lack of. */
export const MUTANTS: readonly Mutant[] = [
  {
    words: 'keeps entries without looking at the root',
    seed: 3,
    judges: ['stopped', 'copies'],
    parts: rules({
      admit: (primitives, held, offered) => {
        const honest = admit(primitives, held, offered);
        if (honest.ok || honest.fault.kind !== 'root-differs') return honest;
        const opened = openCheckpoint(primitives, offered.note, held.key);
        if (!opened.ok) return honest;
        const entries = offered.entries.slice(held.frontier.size - offered.from);
        const leaves = entries.map((entry) => leafHash(primitives.sha256, entry));
        const frontier = grow(primitives.sha256, held.frontier, leaves);
        return ok({ checkpoint: opened.value, frontier, entries });
      },
    }),
  },
  {
    words: 'keeps a checkpoint that is older than its copy',
    seed: 1,
    judges: ['stopped'],
    parts: rules({
      admit: (primitives, held, offered) => {
        const honest = admit(primitives, held, offered);
        if (honest.ok || honest.fault.kind !== 'older') return honest;
        return ok({ checkpoint: honest.fault.checkpoint, frontier: held.frontier, entries: [] });
      },
    }),
  },
  {
    words: 'signs before its logs are recovered',
    seed: 5,
    judges: ['copies', 'accused', 'lost'],
    parts: rules({ isRecovered: () => true }),
  },
  {
    words: 'has a book that knows no hold',
    seed: 5,
    judges: ['copies', 'accused', 'lost'],
    parts: { openBook: (needs) => ({ ...openBook(needs), hold: () => undefined }) },
  },
  {
    words: 'lets old answers in after it has told an author what it holds',
    seed: 148,
    judges: ['copies', 'accused', 'lost'],
    parts: rules({
      follow: (of, view, happening) =>
        happening.kind === 'unlinked' ? [] : follow(of, view, happening),
    }),
  },
  {
    words: 'takes an answer to no question of its own',
    seed: 48,
    judges: ['copies', 'accused', 'lost'],
    parts: rules({
      follow: (of, view, happening) => {
        if (happening.kind !== 'heard' || happening.message.kind !== 'tell') {
          return follow(of, view, happening);
        }
        const open = { ask: happening.message.ask, at: view.now };
        return follow(of, { ...view, asks: new Map([[happening.from, open]]) }, happening);
      },
    }),
  },
  {
    words: 'accuses upon an offer that the author may have made before a restore',
    seed: 116,
    judges: ['accused'],
    parts: rules({
      follow: (of, view, happening) => {
        const log = { ...view.log, author: 'nobody' as PartyId };
        const isOffer = happening.kind === 'heard' && happening.message.kind === 'offer';
        return follow(of, isOffer ? { ...view, log } : view, happening);
      },
    }),
  },
  {
    words: 'believes evidence without looking',
    seed: 20,
    judges: ['accused'],
    parts: rules({ verifyEvidence: () => true }),
  },
  {
    words: 'takes to the witness what nobody else holds',
    seed: 3,
    judges: ['calm'],
    parts: {
      openCosigning: (needs) => {
        const honest = openCosigning(needs);
        return { ...honest, wantsCosigning: (log) => honest.wantsCosigning(log, Infinity) };
      },
    },
  },
  {
    words: 'acknowledges what is not on the disk',
    seed: 0,
    judges: ['lost'],
    parts: {
      openBook: (needs) => {
        const honest = openBook(needs);
        return {
          ...honest,
          append: async (log, entries) => {
            const size = (await needs.store.latest(log.id))?.size ?? 0;
            return honest.append(log, entries).catch(() => size);
          },
        };
      },
    },
  },
  {
    words: 'sees no fork',
    seed: 3,
    judges: ['fork'],
    parts: rules({
      isFork: () => false,
      admit: (primitives, held, offered) => {
        const honest = admit(primitives, held, offered);
        const isFork = !honest.ok && honest.fault.kind === 'fork';
        return isFork ? err({ kind: 'root-differs', size: held.frontier.size }) : honest;
      },
      verifyEvidence: () => false,
    }),
  },
  {
    words: 'is a witness that cosigns anything',
    seed: 3,
    judges: ['fork'],
    parts: {
      decideCosign: (_, __, { checkpoint }) => ({ kind: 'cosign', status: 200, checkpoint }),
    },
  },
  {
    words: 'lets everybody read',
    seed: 0,
    judges: ['audience'],
    parts: { mayRead: () => true },
  },
  {
    words: 'never tells anything',
    seed: 0,
    judges: ['calm'],
    parts: rules({
      answerAsk: (_, log, __, { ask }) =>
        Promise.resolve({ kind: 'nothing', ask, log: log.id, reason: 'not-here' }),
    }),
  },
  {
    words: 'never lets a recovered log sign again',
    seed: 5,
    judges: ['calm'],
    parts: rules({ isRecovered: () => false }),
  },
  {
    words: 'forgets a decision that comes before its plan',
    seed: 0,
    judges: ['consent', 'agreement'],
    parts: {
      openKnown: (charter, audience) => {
        const honest = openKnown(charter, audience);
        const learn = (said: Said): void => {
          const { type, body } = said.record;
          if (type === 'decision' && !honest.plans.get(body.plan)?.plan) return;
          honest.learn(said);
        };
        return Object.assign(Object.create(honest) as typeof honest, { learn });
      },
    },
  },
  {
    words: 'lets the roster count that arrived last',
    seed: 0,
    judges: ['agreement'],
    parts: {
      openKnown: (charter, audience) => {
        const honest = openKnown(charter, audience);
        const learn = (said: Said): void => {
          honest.learn(said);
          if (said.record.type !== 'roster') return;
          (honest.rosters as Map<PartyId, Said>).set(said.author, said);
        };
        return Object.assign(Object.create(honest) as typeof honest, { learn });
      },
    },
  },
  {
    words: 'lets anybody speak for another',
    seed: 0,
    judges: ['consent', 'agreement'],
    parts: {
      understand: (...of) => {
        const read = understand(...of);
        if (read.kind !== 'said') return read;
        return { ...read, said: { ...read.said, author: read.said.record.by.party } };
      },
    },
  },
  {
    words: 'does not check what officers signed',
    seed: 1,
    judges: ['consent'],
    parts: {
      understand: (primitives, ...of) => {
        const read = understand(primitives, ...of);
        if (read.kind !== 'said' || read.said.record.type !== 'decision') return read;
        const keyId = keyIdOf(primitives.sha256, read.said.record.body.signature);
        return { ...read, said: { ...read.said, signer: { keyId, kind: 'exercise' } } };
      },
    },
  },
  {
    words: 'asks nobody because of a claim',
    seed: 0,
    judges: ['consent'],
    parts: seeing((known) => ({ ...known, claims: new Map() })),
  },
  {
    words: 'asks nobody because of forces',
    seed: 0,
    judges: ['consent'],
    parts: withFiles((file) => {
      if (!file.plan) return file;
      const { record } = file.plan;
      const body = { ...record.body, contributions: [] };
      return { ...file, plan: { ...file.plan, record: { ...record, body } } };
    }),
  },
  {
    words: 'asks nobody about ground that nobody claims',
    seed: 0,
    judges: ['consent'],
    parts: seeing((known) => {
      const [some] = known.claims.values();
      if (!some) return known;
      const everywhere = { ...some, area: { ...some.area, shape: EVERYWHERE } };
      const members = [...new Set([...known.claims.values()].map(({ said }) => said.author))];
      const charter = { ...known.charter, members };
      return { ...known, charter, claims: new Map([...known.claims, [EVERY_NAME, everywhere]]) };
    }),
  },
  {
    words: 'goes on after a withdrawal',
    seed: 0,
    judges: ['consent'],
    parts: withFiles((file) => ({
      ...file,
      decisions: file.decisions.filter(({ record }) => record.body.verdict !== 'withdrawal'),
    })),
  },
  {
    words: 'goes on after a consent has ended',
    seed: 15,
    judges: ['consent'],
    parts: withFiles((file) => ({
      ...file,
      decisions: file.decisions.map((each) => ({
        ...each,
        record: { ...each.record, body: { ...each.record.body, upto: null } },
      })),
    })),
  },
  {
    words: 'takes every condition for accepted',
    seed: 0,
    judges: ['consent'],
    parts: withFiles((file) => ({
      ...file,
      decisions: file.decisions.map((each) => ({
        ...each,
        record: { ...each.record, body: { ...each.record.body, conditions: [] } },
      })),
    })),
  },
  {
    words: 'goes on after the plan was ended',
    seed: 25,
    judges: ['consent'],
    parts: withFiles((file) => ({ ...file, closings: [] })),
  },
  {
    words: 'lets a retired key sign into the past',
    seed: 13,
    judges: ['consent'],
    parts: seeing((known) => ({ ...known, retired: new Map() })),
  },
  {
    words: 'lets a retired key sign at all',
    seed: 2,
    judges: ['consent'],
    parts: seeing((known) => ({
      ...known,
      retired: new Map(),
      rosters: new Map(
        [...known.rosters].map(([party, said]) => {
          const keys = said.record.body.keys.map((key) => ({ ...key, upto: null }));
          const body = { ...said.record.body, keys };
          return [party, { ...said, record: { ...said.record, body } }];
        }),
      ),
    })),
  },
  {
    words: 'counts a repeated consent',
    seed: 143,
    judges: ['consent'],
    parts: withFiles((file) => ({
      ...file,
      decisions: file.decisions.map((each) => ({
        ...each,
        record: {
          ...each.record,
          body: { ...each.record.body, words: `${formatHex(Uint8Array.of(each.index))}` },
        },
      })),
    })),
  },
];
