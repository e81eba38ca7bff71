import type { LogId, PartyId } from '../base/ids.ts';
import { unreachable } from '../base/result.ts';
import type { Held } from '../ledger/admit.ts';
import type { Log } from '../ledger/log.ts';
import type { Checkpoint } from '../proof/checkpoint.ts';
import type { Contradictions } from './contradiction.ts';
import { openContradictions } from './contradiction.ts';
import type { Copy } from './copy.ts';
import { emptyCopy, heldOf, inTurn } from './copy.ts';
import { cosignedName, isCosigned, keepCosigned, witnessesIn } from './cosigned.ts';
import type { Action, CopyView, Happening } from './follow.ts';
import type {
  AskMessage,
  EvidenceMessage,
  HeldMessage,
  InquireMessage,
  Message,
} from './messages.ts';
import { freshAsk } from './messages.ts';
import type { Outgoing, StationNeeds, StationRules } from './needs.ts';
import { STATION_RULES, isReader, openNote, othersOf } from './needs.ts';
import type { Recoveries } from './recoveries.ts';
import { openRecoveries } from './recoveries.ts';
import { nothing } from './tell.ts';

/** One node's part in the exchange. Each act resolves with what is to be sent. */
export interface Station {
  /** Takes in what `from` said, whose name the carrier vouches for. */
  hear(from: PartyId, message: Message): Promise<readonly Outgoing[]>;
  /** What to say to that peer at this moment; to be called every few seconds for each peer. */
  tick(to: PartyId): Promise<readonly Outgoing[]>;
  /** The link to that peer broke: what was asked of it will be asked again at the next tick. */
  unlinked(peer: PartyId): Promise<void>;
  /** Offers of our own log's new checkpoint to its other members. */
  appended(log: Log, next: Checkpoint): readonly Outgoing[];
  /** Takes in what a witness shows for a log, or that it has cosigned nothing of it. */
  heardFromWitness(log: LogId, note: string | undefined): Promise<readonly Outgoing[]>;
  /** To be called once after a restore from a backup, before anything is appended. [X13] */
  recover(): Promise<readonly Outgoing[]>;
  isRecovering(log: LogId): boolean;
  /** The largest size of our own log that another member has shown to hold. */
  heldElsewhere(log: LogId): number;
  /** Pairs of checkpoints that cannot both be true; also on the shelf under `evidence/`. */
  readonly evidence: readonly EvidenceMessage[];
}

/** Opens a station over what is stored; a recovery that was under way goes on. */
export async function openStation(needs: StationNeeds): Promise<Station> {
  const rules = { ...STATION_RULES, ...needs.rules };
  const contradictions = await openContradictions(needs, rules);
  const recoveries = openRecoveries(needs, rules);
  await recoveries.resume();
  for (const log of needs.logs()) {
    const isOurs = log.author === needs.self;
    if (isOurs && contradictions.isConvicted(log.id)) needs.book.hold(log.id);
  }
  const part = new Part(needs, rules, contradictions, recoveries);
  return {
    hear: (from, message) => part.hear(from, message),
    tick: (to) => part.tick(to),
    unlinked: (peer) => part.unlinked(peer),
    appended: (log, next) => offersOf(log, next.note, othersOf(needs, log)),
    heardFromWitness: (log, note) => part.heardFromWitness(log, note),
    recover: () => part.recover(),
    isRecovering: (log) => recoveries.has(log),
    heldElsewhere: (log) => part.heldElsewhere(log),
    get evidence() {
      return contradictions.all();
    },
  };
}

/** The same offer to each of `parties`. */
export function offersOf(log: Log, note: string, parties: readonly PartyId[]): readonly Outgoing[] {
  return parties.map((to) => ({ to, message: { kind: 'offer', log: log.id, note } }));
}

/** The copy that an action is about, and whose words led to it. */
interface Scene {
  readonly log: Log;
  readonly copy: Copy;
  readonly held: Held;
  readonly by: PartyId | undefined;
}

class Part {
  readonly #needs: StationNeeds;
  readonly #rules: StationRules;
  readonly #contradictions: Contradictions;
  readonly #recoveries: Recoveries;
  readonly #copies = new Map<LogId, Copy>();

  constructor(
    needs: StationNeeds,
    rules: StationRules,
    contradictions: Contradictions,
    recoveries: Recoveries,
  ) {
    this.#needs = needs;
    this.#rules = rules;
    this.#contradictions = contradictions;
    this.#recoveries = recoveries;
  }

  async hear(from: PartyId, message: Message): Promise<readonly Outgoing[]> {
    const log = this.#sharedLog(from, message.log);
    if (log) return this.#inTurn(log, (copy) => this.#hearOf(log, copy, from, message));
    const isQuestion = message.kind === 'ask' || message.kind === 'inquire';
    return isQuestion ? [{ to: from, message: nothing({ id: message.log }, message.ask) }] : []; // [X3]
  }

  async tick(to: PartyId): Promise<readonly Outgoing[]> {
    const said: Outgoing[] = [];
    for (const log of this.#needs.logs()) {
      if (!this.#sharedLog(to, log.id)) continue;
      said.push(...(await this.#inTurn(log, (copy) => this.#tickOf(log, copy, to))));
    }
    return said;
  }

  async unlinked(peer: PartyId): Promise<void> {
    for (const log of this.#needs.logs()) {
      if (!this.#copies.get(log.id)?.asks.has(peer)) continue;
      await this.#inTurn(log, (copy) => this.#follow(log, copy, { kind: 'unlinked', peer }));
    }
  }

  async heardFromWitness(id: LogId, note: string | undefined): Promise<readonly Outgoing[]> {
    const log = this.#needs.logs().find((each) => each.id === id);
    if (!log) return [];
    return this.#inTurn(log, async (copy) => {
      const opened = note === undefined ? undefined : openNote(this.#needs, log, note);
      const said = opened ? await this.#judgeCosigned(log, copy, opened) : [];
      if (note === undefined || opened) this.#recoveries.witnessed(id, opened?.size ?? 0);
      await this.#releaseIfRecovered(log, copy);
      return said;
    });
  }

  async recover(): Promise<readonly Outgoing[]> {
    const said: Outgoing[] = [];
    for (const log of this.#needs.logs()) {
      if (!this.#isOurs(log) || othersOf(this.#needs, log).length === 0) continue;
      said.push(...(await this.#inTurn(log, () => this.#recoveries.start(log))));
    }
    return said;
  }

  heldElsewhere(log: LogId): number {
    return Math.max(0, ...(this.#copies.get(log)?.heldBy.values() ?? []));
  }

  async #hearOf(
    log: Log,
    copy: Copy,
    from: PartyId,
    message: Message,
  ): Promise<readonly Outgoing[]> {
    switch (message.kind) {
      case 'ask':
        return this.#hearAsk(log, copy, from, message);
      case 'inquire':
        return this.#hearInquire(log, copy, from, message);
      case 'held':
        return this.#hearHeld(log, copy, from, message);
      case 'evidence':
        return this.#contradictions.convict(log, message);
      case 'offer': {
        const cosigned = this.#cosignedIn(log, message.note);
        if (cosigned) return this.#judgeCosigned(log, copy, cosigned, from);
        return this.#follow(log, copy, { kind: 'heard', from, message });
      }
      case 'tell':
      case 'nothing':
        return this.#follow(log, copy, { kind: 'heard', from, message });
      default:
        return unreachable(message);
    }
  }

  async #hearAsk(
    log: Log,
    copy: Copy,
    from: PartyId,
    message: AskMessage,
  ): Promise<readonly Outgoing[]> {
    const isOurs = this.#isOurs(log);
    const answer = await this.#rules.answerAsk(this.#needs, log, isOurs, message);
    const said: Outgoing[] = [{ to: from, message: answer }];
    if (!isOurs) return said;
    const ours = (await this.#held(log, copy)).frontier.size;
    if (message.size <= ours) {
      copy.heldBy.set(from, Math.max(message.size, copy.heldBy.get(from) ?? 0));
      const cosigned = await this.#unheardCosigned(log, copy, from, message.size);
      if (cosigned) said.push(...offersOf(log, cosigned.note, [from]));
    } else if (!this.#recoveries.has(log.id)) {
      const ask = freshAsk(this.#needs.random);
      copy.probes.set(from, ask);
      said.push({ to: from, message: { kind: 'inquire', ask, log: log.id } }); // [X16]
    }
    return said;
  }

  /** The newest cosigned checkpoint over what `from` holds, the first time that it asks. [F15] */
  async #unheardCosigned(
    log: Log,
    copy: Copy,
    from: PartyId,
    size: number,
  ): Promise<Checkpoint | undefined> {
    const text = await this.#needs.shelf.get(cosignedName(log.id));
    if (text === undefined || copy.offered.get(from) === text) return undefined;
    const held = openNote(this.#needs, log, text);
    if (!held || held.size > size) return undefined;
    copy.offered.set(from, held.note);
    return held;
  }

  async #hearInquire(
    log: Log,
    copy: Copy,
    from: PartyId,
    { ask }: InquireMessage,
  ): Promise<readonly Outgoing[]> {
    if (from !== log.author) return [{ to: from, message: nothing(log, ask) }];
    // What the author said before it lost its memory must not reach our copy afterwards. [X14]
    await this.#follow(log, copy, { kind: 'unlinked', peer: from });
    const { checkpoint } = await this.#held(log, copy);
    const size = checkpoint?.size ?? 0;
    const note = checkpoint ? { note: checkpoint.note } : {};
    return [{ to: from, message: { kind: 'held', ask, log: log.id, size, ...note } }];
  }

  async #hearHeld(
    log: Log,
    copy: Copy,
    from: PartyId,
    message: HeldMessage,
  ): Promise<readonly Outgoing[]> {
    if (!this.#isOurs(log)) return [];
    // A size that our own signature does not show is no size: nobody can hold us up with words. [X15]
    const shown = message.note === undefined ? undefined : openNote(this.#needs, log, message.note);
    if (this.#recoveries.has(log.id)) {
      this.#recoveries.answered(log.id, from, message.ask, shown?.size ?? 0);
      await this.#releaseIfRecovered(log, copy);
      return this.#tickOf(log, copy, from);
    }
    const isProbed = copy.probes.get(from) === message.ask;
    copy.probes.delete(from);
    const ours = (await this.#held(log, copy)).frontier.size;
    return isProbed && shown && shown.size > ours ? this.#recoveries.start(log) : [];
  }

  async #tickOf(log: Log, copy: Copy, to: PartyId): Promise<readonly Outgoing[]> {
    const { checkpoint, frontier } = await this.#held(log, copy);
    const happening: Happening = { kind: 'tick', peer: to };
    const step = this.#recoveries.next(log.id, to, frontier.size);
    if (step.kind === 'inquire') {
      return [{ to, message: { kind: 'inquire', ask: step.ask, log: log.id } }];
    }
    if (step.kind === 'fetch') return this.#follow(log, copy, happening);
    if (this.#isOurs(log)) return [];
    if (to === log.author) return this.#follow(log, copy, happening);
    return checkpoint ? offersOf(log, checkpoint.note, [to]) : []; // [X10]
  }

  async #follow(log: Log, copy: Copy, happening: Happening): Promise<readonly Outgoing[]> {
    const view: CopyView = {
      log,
      held: await this.#held(log, copy),
      asks: copy.asks,
      isOurs: this.#isOurs(log),
      fresh: freshAsk(this.#needs.random),
      now: this.#needs.clock.now(),
    };
    const rules = { primitives: this.#needs.primitives, admit: this.#rules.admit };
    const said: Outgoing[] = [];
    const by = happening.kind === 'heard' ? happening.from : undefined;
    for (const action of this.#rules.follow(rules, view, happening)) {
      said.push(...(await this.#act({ log, copy, held: view.held, by }, action)));
    }
    return said;
  }

  async #act({ log, copy, held, by }: Scene, action: Action): Promise<readonly Outgoing[]> {
    switch (action.kind) {
      case 'say': {
        const { to, message } = action;
        if (message.kind === 'ask') {
          copy.asks.set(to, { ask: message.ask, at: this.#needs.clock.now() });
        }
        return [{ to, message }];
      }
      case 'settle':
        copy.asks.delete(action.peer);
        return [];
      case 'keep':
        return this.#keep(log, copy, held, action);
      case 'accuse':
        return this.#contradictions.accuse(log, action.ours, { checkpoint: action.theirs, by });
      case 'compare': {
        const theirs = { checkpoint: action.theirs, by };
        const { said } = await this.#contradictions.compare(log, held.checkpoint, theirs);
        return said;
      }
      case 'forgot':
        return this.#fallBehind(log, action.theirs);
      default:
        return unreachable(action);
    }
  }

  async #keep(
    log: Log,
    copy: Copy,
    held: Held,
    { admitted }: Action & { readonly kind: 'keep' },
  ): Promise<readonly Outgoing[]> {
    const { checkpoint, entries, frontier } = admitted;
    const from = held.frontier.size;
    const kept = await this.#needs.store.extend(log.id, from, entries, checkpoint);
    if (!kept.ok) return []; // Another act on the same store was quicker; the next tick asks anew.
    copy.held = { key: log.key, frontier, checkpoint };
    this.#needs.onKept(log, from, entries, checkpoint);
    await this.#releaseIfRecovered(log, copy);
    const ahead = copy.ahead === undefined ? undefined : openNote(this.#needs, log, copy.ahead);
    return ahead && ahead.size <= checkpoint.size ? this.#judgeCosigned(log, copy, ahead) : [];
  }

  /** Holds a checkpoint that a witness has cosigned against our copy. [X19] */
  async #judgeCosigned(
    log: Log,
    copy: Copy,
    theirs: Checkpoint,
    from?: PartyId,
  ): Promise<readonly Outgoing[]> {
    const held = await this.#held(log, copy);
    if (theirs.size > held.frontier.size) {
      if (this.#isOurs(log)) return this.#fallBehind(log, theirs); // [X16]
      copy.ahead = theirs.note;
      return this.#follow(log, copy, { kind: 'tick', peer: from ?? log.author });
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
  async #fallBehind(log: Log, theirs: Checkpoint): Promise<readonly Outgoing[]> {
    const said = this.#recoveries.has(log.id) ? [] : await this.#recoveries.start(log);
    this.#recoveries.shown(log.id, theirs.size);
    return said;
  }

  async #releaseIfRecovered(log: Log, copy: Copy): Promise<void> {
    if (!this.#recoveries.has(log.id) || this.#contradictions.isConvicted(log.id)) return;
    const ours = (await this.#held(log, copy)).frontier.size;
    if (await this.#recoveries.release(log, ours)) copy.asks.clear();
  }

  #cosignedIn(log: Log, note: string): Checkpoint | undefined {
    const { primitives } = this.#needs;
    if (!isCosigned(primitives, note, this.#needs.cards())) return undefined;
    return openNote(this.#needs, log, note);
  }

  /** The log, where both it and the peer are such that we speak of it with that peer. [X3] [X4] */
  #sharedLog(peer: PartyId, id: LogId): Log | undefined {
    const log = this.#needs.logs().find((each) => each.id === id);
    const isPinned = log && this.#needs.cards().has(log.author);
    const isOther = peer !== this.#needs.self;
    return isPinned && isOther && isReader(this.#needs, peer, log) ? log : undefined;
  }

  #isOurs(log: Log): boolean {
    return log.author === this.#needs.self;
  }

  #held(log: Log, copy: Copy): Promise<Held> {
    const { primitives, store } = this.#needs;
    return heldOf({ sha256: primitives.sha256, store }, log, copy);
  }

  #inTurn(
    log: Log,
    act: (copy: Copy) => Promise<readonly Outgoing[]>,
  ): Promise<readonly Outgoing[]> {
    const copy = this.#copies.get(log.id) ?? emptyCopy();
    this.#copies.set(log.id, copy);
    return inTurn<readonly Outgoing[]>(copy, [], () => act(copy));
  }
}
