import { unreachable } from '../base/result.ts';
import type { PartyId } from '../base/ids.ts';
import type { Log } from '../ledger/log.ts';
import type { Checkpoint } from '../proof/checkpoint.ts';
import type { Contradictions } from './contradiction.ts';
import type { Copies, StationParts } from './copies.ts';
import type { Copy } from './copy.ts';
import { cosignedName } from './cosigned.ts';
import { answerNewest, askNewest, hearEarly } from './early.ts';
import type { FalseReceipts } from './false-receipts.ts';
import type { Happening } from './follow.ts';
import { noteFurther, takeAnswered } from './further.ts';
import type {
  AskMessage,
  HeldMessage,
  InquireMessage,
  Message,
  NewestMessage,
  PortionMessage,
  ReceiptMessage,
} from './messages.ts';
import { freshAsk } from './messages.ts';
import type { Outgoing, StationNeeds, StationRules } from './needs.ts';
import { offersOf, openNote } from './needs.ts';
import { endOf, portionFor } from './portion.ts';
import type { Receipts } from './receipts.ts';
import type { Recoveries } from './recoveries.ts';
import { nothing } from './tell.ts';

/** What a station answers to each kind of message, and says when nobody spoke. */
export class Hearing {
  readonly #needs: StationNeeds;
  readonly #rules: StationRules;
  readonly #contradictions: Contradictions;
  readonly #recoveries: Recoveries;
  readonly #receipts: Receipts;
  readonly #falseReceipts: FalseReceipts;
  readonly #copies: Copies;

  constructor(parts: StationParts, copies: Copies) {
    const { needs, rules, contradictions, recoveries, receipts } = parts;
    this.#needs = needs;
    this.#rules = rules;
    this.#contradictions = contradictions;
    this.#recoveries = recoveries;
    this.#receipts = receipts;
    this.#falseReceipts = parts.falseReceipts;
    this.#copies = copies;
  }

  /** Takes in what `from` said of a log that we may speak of with it. */
  async hear(log: Log, copy: Copy, from: PartyId, message: Message): Promise<readonly Outgoing[]> {
    switch (message.kind) {
      case 'ask':
      case 'portion':
      case 'further':
        return this.#hearAsk(log, copy, from, message);
      case 'inquire':
        return this.#hearInquire(log, copy, from, message);
      case 'held':
        return this.#hearHeld(log, copy, from, message);
      case 'evidence':
        return this.#contradictions.convict(log, message);
      case 'receipt':
        return this.#hearReceipt(log, copy, from, message);
      case 'offer': {
        const cosigned = this.#copies.cosignedIn(log, message.note);
        if (cosigned) return this.#copies.judgeCosigned(log, copy, cosigned, from);
        return this.#copies.follow(log, copy, { kind: 'heard', from, message });
      }
      case 'tell':
      case 'nothing':
        return this.#copies.follow(log, copy, { kind: 'heard', from, message });
      case 'newest':
        return [{ to: from, message: await this.#answerNewest(log, from, message) }];
      case 'early': {
        const { size } = (await this.#copies.held(log, copy)).frontier;
        hearEarly(this.#needs, log, copy, { from, message, size });
        return [];
      }
      case 'want':
      case 'piece':
        return []; // What stands beside logs has a part of its own. [G7]
      default:
        return unreachable(message);
    }
  }

  #answerNewest(log: Log, from: PartyId, { ask, size }: NewestMessage): Promise<Message> {
    const most = this.#needs.pieceOf?.(from);
    return answerNewest(this.#needs, log, { ask, size, ...(most === undefined ? {} : { most }) });
  }

  /** What to say of the log to that peer at this moment. */
  async tickOf(log: Log, copy: Copy, to: PartyId): Promise<readonly Outgoing[]> {
    const held = await this.#copies.held(log, copy);
    const { checkpoint, frontier } = held;
    const happening: Happening = { kind: 'tick', peer: to };
    const step = this.#recoveries.next(log.id, to, frontier.size);
    if (step.kind === 'inquire') {
      return [{ to, message: { kind: 'inquire', ask: step.ask, log: log.id } }];
    }
    if (step.kind === 'fetch') return this.#copies.follow(log, copy, happening);
    if (this.#copies.isOurs(log)) return [];
    if (to === log.author) {
      const asked = await this.#copies.follow(log, copy, happening);
      const newest = askNewest(this.#needs, log, copy, { to, size: frontier.size });
      return [...newest, ...asked, ...(await this.#receipts.give(log, copy, held))];
    }
    return checkpoint ? offersOf(log, checkpoint.note, [to]) : []; // [X10]
  }

  async #hearAsk(
    log: Log,
    copy: Copy,
    from: PartyId,
    message: AskMessage | PortionMessage,
  ): Promise<readonly Outgoing[]> {
    const isOurs = this.#copies.isOurs(log);
    const said: Outgoing[] = [];
    if (!takeAnswered(copy, from, message.ask)) {
      const asking = portionFor(this.#needs, from, message);
      const answer = await this.#rules.answerAsk(this.#needs, log, isOurs, asking);
      said.push({ to: from, message: answer });
      if (isOurs) {
        const held = await this.#copies.held(log, copy);
        said.push(...endOf(log, copy, { from, answer, held }));
      }
    }
    if (message.kind === 'further') {
      noteFurther(copy, from, message.ask, said);
      return said; // It says nothing of what is held there. [X41]
    }
    if (!isOurs) return said;
    const ours = (await this.#copies.held(log, copy)).frontier.size;
    if (message.size <= ours) {
      copy.heldBy.set(from, Math.max(message.size, copy.heldBy.get(from) ?? 0));
      const cosigned = await this.#unheardCosigned(log, copy, from, message.size);
      if (cosigned) said.push(...offersOf(log, cosigned.note, [from]));
      said.push(...(await this.#receipts.untold(log, copy, from, message.size)));
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

  /** Holds what a member acknowledges against our own tree, and keeps it. [X24] */
  async #hearReceipt(
    log: Log,
    copy: Copy,
    from: PartyId,
    message: ReceiptMessage,
  ): Promise<readonly Outgoing[]> {
    if (this.#receipts.heardOwn(copy, message.note)) return [];
    const held = await this.#copies.held(log, copy);
    const shown = this.#receipts.read(log, message.note, held);
    const isOurs = this.#copies.isOurs(log);
    if (!shown && isOurs) await this.#falseReceipts.judge(log, message.note, held);
    if (!shown || shown.checkpoint.size === 0) return [];
    const { checkpoint } = shown;
    if (checkpoint.size > held.frontier.size) {
      return isOurs ? this.#copies.fallBehind(log, checkpoint) : []; // [X16]
    }
    const by = { checkpoint, by: from };
    const verdict = shown.isHeld
      ? { isConsistent: true, said: [] }
      : await this.#contradictions.compare(log, held.checkpoint, by);
    if (!verdict.isConsistent) return verdict.said;
    await this.#receipts.keep(log, shown);
    const isItsOwn = shown.lines.some(({ party }) => party === from);
    return isOurs && isItsOwn ? [...verdict.said, { to: from, message }] : verdict.said; // [X25]
  }

  async #hearInquire(
    log: Log,
    copy: Copy,
    from: PartyId,
    { ask }: InquireMessage,
  ): Promise<readonly Outgoing[]> {
    if (from !== log.author) return [{ to: from, message: nothing(log, ask) }];
    // What the author said before it lost its memory must not reach our copy afterwards. [X14]
    await this.#copies.follow(log, copy, { kind: 'unlinked', peer: from });
    copy.given = undefined; // It may have forgotten our receipt as well; it is sent again.
    const { checkpoint } = await this.#copies.held(log, copy);
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
    if (!this.#copies.isOurs(log)) return [];
    // A size that our own signature does not show is no size: nobody can hold us up with words. [X15]
    const shown = message.note === undefined ? undefined : openNote(this.#needs, log, message.note);
    if (this.#recoveries.has(log.id)) {
      this.#recoveries.answered(log.id, from, message.ask, shown?.size ?? 0);
      await this.#copies.releaseIfRecovered(log, copy);
      return this.tickOf(log, copy, from);
    }
    const isProbed = copy.probes.get(from) === message.ask;
    copy.probes.delete(from);
    const ours = (await this.#copies.held(log, copy)).frontier.size;
    return isProbed && shown && shown.size > ours ? this.#recoveries.start(log) : [];
  }
}
