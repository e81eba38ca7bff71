import type { LogId, PartyId } from '../base/ids.ts';
import type { Result } from '../base/result.ts';
import { ok, unreachable } from '../base/result.ts';
import type { Admitted, Held } from '../ledger/admit.ts';
import type { Log } from '../ledger/log.ts';
import type { StaleFault } from '../ledger/ports.ts';
import { entryOf } from '../ledger/ports.ts';
import type { Checkpoint } from '../proof/checkpoint.ts';
import type { Contradictions } from './contradiction.ts';
import type { Copy } from './copy.ts';
import { emptyCopy, heldOf, inTurn } from './copy.ts';
import { isCosigned, keepCosigned, witnessesIn } from './cosigned.ts';
import type { FalseReceipts } from './false-receipts.ts';
import type { Action, CopyView, Happening } from './follow.ts';
import { askFurther, takeAhead } from './further.ts';
import { freshAsk } from './messages.ts';
import type { Outgoing, StationNeeds, StationRules } from './needs.ts';
import { isReader, openNote } from './needs.ts';
import { portioned } from './portion.ts';
import type { Receipts } from './receipts.ts';
import type { Recoveries } from './recoveries.ts';

/** What a station is made of. */
export interface StationParts {
  readonly needs: StationNeeds;
  readonly rules: StationRules;
  readonly contradictions: Contradictions;
  readonly recoveries: Recoveries;
  readonly receipts: Receipts;
  readonly falseReceipts: FalseReceipts;
}

/** The copy that an action is about, and whose words led to it. */
interface Scene {
  readonly log: Log;
  readonly copy: Copy;
  readonly held: Held;
  readonly by: PartyId | undefined;
}

/** The copies of one node's logs: what is asked, kept and compared for each, one act after the other. */
export class Copies {
  readonly #needs: StationNeeds;
  readonly #rules: StationRules;
  readonly #contradictions: Contradictions;
  readonly #recoveries: Recoveries;
  readonly #copies = new Map<LogId, Copy>();

  constructor({ needs, rules, contradictions, recoveries }: StationParts) {
    this.#needs = needs;
    this.#rules = rules;
    this.#contradictions = contradictions;
    this.#recoveries = recoveries;
  }

  /** What is remembered of a log, if anything ever happened to it. */
  of(log: LogId): Copy | undefined {
    return this.#copies.get(log);
  }

  isOurs(log: Log): boolean {
    return log.author === this.#needs.self;
  }

  /** The log under this short name, if we keep it and its author's card is pinned. [X4] */
  known(id: LogId): Log | undefined {
    const log = this.#needs.logs().find((each) => each.id === id);
    return log && this.#needs.cards().has(log.author) ? log : undefined;
  }

  /** The log, where both it and the peer are such that we speak of it with that peer. [X3] [X4] */
  shared(peer: PartyId, id: LogId): Log | undefined {
    const log = this.known(id);
    const isOther = peer !== this.#needs.self;
    return log && isOther && isReader(this.#needs, peer, log) ? log : undefined;
  }

  /** Does `act` when all that was begun before on this log is done; `instead` where too much waits. */
  inTurn<T>(log: Log, instead: T, act: (copy: Copy) => Promise<T>): Promise<T> {
    const copy = this.#copies.get(log.id) ?? emptyCopy();
    this.#copies.set(log.id, copy);
    return inTurn(copy, instead, () => act(copy));
  }

  /** How far our copy goes. */
  held(log: Log, copy: Copy): Promise<Held> {
    const { primitives, store } = this.#needs;
    return heldOf({ sha256: primitives.sha256, store }, log, copy);
  }

  /** Lets the follower judge what happened to the copy, and does what follows. */
  async follow(log: Log, copy: Copy, happening: Happening): Promise<readonly Outgoing[]> {
    const view: CopyView = {
      log,
      held: await this.held(log, copy),
      asks: copy.asks,
      isOurs: this.isOurs(log),
      fresh: freshAsk(this.#needs.random),
      now: this.#needs.clock.now(),
    };
    const rules = { primitives: this.#needs.primitives, admit: this.#rules.admit };
    const said: Outgoing[] = [];
    const by = happening.kind === 'heard' ? happening.from : undefined;
    for (const action of this.#rules.follow(rules, view, happening)) {
      said.push(...(await this.#act({ log, copy, held: view.held, by }, action)));
    }
    const peer = by ?? (happening.kind === 'heard' ? happening.from : happening.peer);
    if (!copy.asks.has(peer)) copy.leads.delete(peer);
    return said;
  }

  async #act({ log, copy, held, by }: Scene, action: Action): Promise<readonly Outgoing[]> {
    switch (action.kind) {
      case 'say': {
        const { to, message } = action;
        if (message.kind !== 'ask') return [{ to, message }];
        const ahead = takeAhead(copy, to, message.size);
        if (ahead) {
          copy.asks.set(to, { ask: ahead.ask, at: ahead.at });
          askFurther(this.#needs, log, copy, to);
          return [{ to, message: { ...message, ask: ahead.ask } }];
        }
        const asked = portioned(this.#needs, copy, to, message);
        const { kind, ask } = asked;
        copy.asks.set(to, { ask, at: this.#needs.clock.now(), isPortion: kind === 'portion' });
        return [{ to, message: asked }];
      }
      case 'settle':
        copy.asks.delete(action.peer);
        return [];
      case 'ahead':
        copy.shown = Math.max(copy.shown, action.size);
        noteOffered(copy, action);
        return [];
      case 'keep': {
        // Where another act on the same store was quicker, the next tick asks anew.
        const kept = await this.keep(log, copy, held, action.admitted);
        return kept.ok ? kept.value : [];
      }
      case 'accuse':
        return this.#contradictions.accuse(log, action.ours, { checkpoint: action.theirs, by });
      case 'compare': {
        const theirs = { checkpoint: action.theirs, by };
        const { said } = await this.#contradictions.compare(log, held.checkpoint, theirs);
        return said;
      }
      case 'astray':
        if (held.checkpoint) this.#needs.onAstray?.(log, [held.checkpoint.note, action.theirs]);
        return [];
      case 'forgot':
        return this.fallBehind(log, action.theirs);
      default:
        return unreachable(action);
    }
  }

  /** Makes what was admitted on top of `held` durable and shows it; gives what is to be said. */
  async keep(
    log: Log,
    copy: Copy,
    held: Held,
    { checkpoint, entries, frontier }: Admitted,
  ): Promise<Result<readonly Outgoing[], StaleFault>> {
    const from = held.frontier.size;
    const kept = await this.#needs.store.extend(log.id, from, entries, checkpoint);
    if (!kept.ok) return kept;
    copy.held = { keys: log, frontier, checkpoint };
    this.#needs.onKept(log, from, entries.map(entryOf), checkpoint);
    await this.releaseIfRecovered(log, copy);
    const ahead = copy.ahead === undefined ? undefined : openNote(this.#needs, log, copy.ahead);
    if (!ahead || ahead.size > checkpoint.size) return ok([]);
    return ok(await this.judgeCosigned(log, copy, ahead));
  }

  /** Holds a checkpoint that a witness has cosigned against our copy. [X19] */
  async judgeCosigned(
    log: Log,
    copy: Copy,
    theirs: Checkpoint,
    from?: PartyId,
  ): Promise<readonly Outgoing[]> {
    const held = await this.held(log, copy);
    if (theirs.size > held.frontier.size) {
      if (this.isOurs(log)) return this.fallBehind(log, theirs); // [X16]
      copy.ahead = theirs.note;
      copy.shown = Math.max(copy.shown, theirs.size);
      return this.follow(log, copy, { kind: 'tick', peer: from ?? log.author });
    }
    copy.ahead = undefined;
    const shown = { checkpoint: theirs, by: from };
    const verdict = await this.#contradictions.compare(log, held.checkpoint, shown);
    if (verdict.isConsistent) {
      await keepCosigned(this.#needs, log, theirs, witnessesIn(this.#needs.cards()));
    }
    return verdict.said;
  }

  /** Our own signature shows more of our own log than we hold: we have forgotten something. [X16] */
  async fallBehind(log: Log, theirs: Checkpoint): Promise<readonly Outgoing[]> {
    const said = this.#recoveries.has(log.id) ? [] : await this.#recoveries.start(log);
    this.#recoveries.shown(log.id, theirs.size);
    return said;
  }

  /** Lets our own log be signed again once nothing is missing. [X13] */
  async releaseIfRecovered(log: Log, copy: Copy): Promise<void> {
    if (!this.#recoveries.has(log.id) || this.#contradictions.isConvicted(log.id)) return;
    const ours = (await this.held(log, copy)).frontier.size;
    if (await this.#recoveries.release(log, ours)) copy.asks.clear();
  }

  /** The checkpoint that a note is, if author and a witness of a pinned card signed it. */
  cosignedIn(log: Log, note: string): Checkpoint | undefined {
    const { primitives } = this.#needs;
    if (!isCosigned(primitives, note, this.#needs.cards())) return undefined;
    return openNote(this.#needs, log, note);
  }
}

/** Remembers what a peer offered while a question to it was open. [X9] */
function noteOffered({ asks }: Copy, { during, size }: Action & { readonly kind: 'ahead' }): void {
  const open = during === undefined ? undefined : asks.get(during);
  if (during === undefined || !open) return;
  asks.set(during, { ...open, offered: Math.max(open.offered ?? 0, size) });
}
