import type { PartyId } from '../../src/base/ids.ts';
import { err, ok } from '../../src/base/result.ts';
import { openCosigning } from '../../src/exchange/cosigning.ts';
import { follow } from '../../src/exchange/follow.ts';
import { decideReceipt } from '../../src/exchange/receipt-due.ts';
import { admit } from '../../src/ledger/admit.ts';
import { openBook } from '../../src/ledger/book.ts';
import type { Checkpoint } from '../../src/proof/checkpoint.ts';
import { openCheckpoint } from '../../src/proof/checkpoint.ts';
import { grow, leafHash } from '../../src/proof/tree.ts';
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

/** All nodes of the story acknowledge the largest checkpoint that any of them holds. */
function acknowledgeAnything(): Parts['rules']['decideReceipt'] {
  const largest = new Map<string, Checkpoint>();
  return (given, held, now) => {
    const { checkpoint } = held;
    if (!checkpoint) return decideReceipt(given, held, now);
    const known = largest.get(checkpoint.origin);
    const next = known && known.size > checkpoint.size ? known : checkpoint;
    largest.set(checkpoint.origin, next);
    return decideReceipt(given, { checkpoint: next }, now);
  };
}

/** One planted fault for every guard that a judge can see the lack of. */
export const MUTANTS: readonly Mutant[] = [
  {
    words: 'acknowledges what it has only heard of',
    seed: 0,
    judges: ['receipt'],
    parts: rules({ decideReceipt: acknowledgeAnything() }),
  },
  {
    words: 'keeps entries without looking at the root',
    seed: 29,
    judges: ['stopped', 'copies'],
    parts: rules({
      admit: (primitives, held, offered) => {
        const honest = admit(primitives, held, offered);
        if (honest.ok || honest.fault.kind !== 'root-differs') return honest;
        const opened = openCheckpoint(primitives, offered.note, held.keys.key);
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
    seed: 0,
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
    seed: 4,
    judges: ['copies', 'accused', 'lost'],
    parts: rules({ isRecovered: () => true }),
  },
  {
    words: 'has a book that knows no hold',
    seed: 4,
    judges: ['copies', 'accused', 'lost'],
    parts: { openBook: (needs) => ({ ...openBook(needs), hold: () => undefined }) },
  },
  {
    words: 'lets old answers in after it has told an author what it holds',
    seed: 155,
    judges: ['copies', 'accused', 'lost'],
    parts: rules({
      follow: (of, view, happening) =>
        happening.kind === 'unlinked' ? [] : follow(of, view, happening),
    }),
  },
  {
    words: 'takes an answer to no question of its own',
    seed: 22,
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
    seed: 19,
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
    seed: 78,
    judges: ['accused'],
    parts: rules({ verifyEvidence: () => true }),
  },
  {
    words: 'takes to the witness what nobody else holds',
    seed: 0,
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
    seed: 7,
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
    seed: 15,
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
    seed: 15,
    judges: ['fork'],
    parts: {
      decideCosign: (_, __, { checkpoint }) => ({ kind: 'cosign', status: 200, checkpoint }),
    },
  },
  {
    words: 'lets everybody read',
    seed: 3,
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
    seed: 0,
    judges: ['calm'],
    parts: rules({ isRecovered: () => false }),
  },
];
