import type { LogId, PartyId } from '../base/ids.ts';
import { proveConsistency, rootAt } from '../ledger/hashes.ts';
import type { Log } from '../ledger/log.ts';
import type { Checkpoint } from '../proof/checkpoint.ts';
import type { EvidenceShelf } from './evidence.ts';
import { openEvidenceShelf } from './evidence.ts';
import type { EvidenceMessage } from './messages.ts';
import type { Outgoing, StationNeeds, StationRules } from './needs.ts';
import { othersOf } from './needs.ts';

/** Finds checkpoints that cannot both be true, keeps them, and tells the members. */
export interface Contradictions {
  /** Holds a checkpoint that the author signed, and that is not ahead of `ours`, against our tree. [X10] */
  compare(log: Log, ours: Checkpoint | undefined, theirs: Shown): Promise<Verdict>;
  /** Makes of two signed checkpoints what convinces a stranger; `theirs` is not the larger. [X11] */
  accuse(log: Log, ours: Checkpoint, theirs: Shown): Promise<readonly Outgoing[]>;
  /** Takes in what somebody shows against the author of `log`, if it holds. [X11] */
  convict(log: Log, evidence: EvidenceMessage): Promise<readonly Outgoing[]>;
  isConvicted(log: LogId): boolean;
  all(): readonly EvidenceMessage[];
}

/** A checkpoint that the author signed, and who showed it to us. */
export interface Shown {
  readonly checkpoint: Checkpoint;
  /** Absent where a witness showed it. */
  readonly by: PartyId | undefined;
}

/** What a comparison gave, and what is to be said of it. */
export interface Verdict {
  readonly isConsistent: boolean;
  readonly said: readonly Outgoing[];
}

/** Opens what is kept of contradictions. */
export async function openContradictions(
  needs: StationNeeds,
  rules: StationRules,
): Promise<Contradictions> {
  const { primitives, store, shelf, self } = needs;
  const kept: EvidenceShelf = await openEvidenceShelf(shelf, primitives.sha256);
  const treeOf = (log: Log, size: number) => ({
    sha256: primitives.sha256,
    tiles: store,
    log: log.id,
    size,
  });

  const convict = async (log: Log, evidence: EvidenceMessage): Promise<readonly Outgoing[]> => {
    if (!rules.verifyEvidence(primitives, log, evidence)) return [];
    if (!(await kept.keep(evidence))) return [];
    needs.onEvidence(log, evidence);
    // Our own word against our own word: nothing more is signed until people have looked.
    if (log.author === self) needs.book.hold(log.id);
    return othersOf(needs, log).map((to) => ({ to, message: evidence }));
  };

  const accuse = async (
    log: Log,
    ours: Checkpoint,
    { checkpoint, by }: Shown,
  ): Promise<readonly Outgoing[]> => {
    const evidence: EvidenceMessage = {
      kind: 'evidence',
      log: log.id,
      earlier: checkpoint.note,
      later: ours.note,
      root: await rootAt(treeOf(log, checkpoint.size)),
      proof: await proveConsistency(treeOf(log, ours.size), checkpoint.size),
    };
    if (!rules.verifyEvidence(primitives, log, evidence)) return [];
    const said = await convict(log, evidence);
    // What we told before may have been lost, and whoever shows this now does not know. [X11]
    const isNews = said.length === 0 && by !== undefined && by !== log.author;
    return isNews ? [{ to: by, message: evidence }] : said;
  };

  return {
    accuse,
    convict,
    async compare(log, ours, theirs) {
      const { size } = theirs.checkpoint;
      if (!ours || size === 0 || size > ours.size) return { isConsistent: size === 0, said: [] };
      const there = await rootAt(treeOf(log, size));
      if (!rules.isFork(theirs.checkpoint, there)) return { isConsistent: true, said: [] };
      return { isConsistent: false, said: await accuse(log, ours, theirs) };
    },
    isConvicted: (id) => {
      const log = needs.logs().find((each) => each.id === id);
      const found = kept.all().filter((evidence) => evidence.log === id);
      // What a thief signed with a key that was lost holds up nobody once the key is replaced. [D4]
      if (!log || log.former.length === 0) return found.length > 0;
      return found.some((evidence) => rules.verifyEvidence(primitives, log, evidence));
    },
    all: () => kept.all(),
  };
}
