import type { PartyId, RecordHash } from '../base/ids.ts';
import type { Fact, Placed, PlanFact, Saying, Table } from './facts.ts';
import { cellsOf } from './ground.ts';
import type { Contact } from './law-contact.ts';
import { contactAt } from './law-contact.ts';
import {
  contains,
  isOfAnother,
  isSame,
  keeps,
  lasts,
  lets,
  narrows,
  takingPart,
  touches,
} from './law-terms.ts';
import { partiesIn } from '../accord/party/audience.ts';

/** How an operation stands by the letter of the rules. */
export interface LawfulStanding {
  readonly required: readonly PartyId[];
  readonly consenting: readonly PartyId[];
  readonly state: LawfulState;
  /** Every lawful name of an end that there is. */
  readonly ends: readonly string[];
  /** Who halts it, and whose logs are not known far enough here. */
  readonly halting: readonly PartyId[];
  readonly behind: readonly PartyId[];
}

/** The states, the earlier before the later where several apply. */
export type LawfulState =
  | 'ended'
  | 'forbidden'
  | 'halted'
  | 'refused'
  | 'suspended'
  | 'proposed'
  | 'behind'
  | 'agreed'
  | 'out-of-contact'
  | 'active';

/** A record that speaks for the party on whose log it stands, with what it says. */
type Word<K extends Saying['kind']> = Placed & {
  readonly fact: Fact & { readonly says: Saying & { readonly kind: K } };
};
type PlanWord = Word<'plan'>;
type Signed = Word<'decision'> | Word<'signing'>;

/**
 * The rules of consent, one after the other, as docs/spec/consent.md numbers them, said once more
 * with a map of cells and lists. Nothing of the code that a node runs is used here.
 */
export class Law {
  readonly #table: Table;
  readonly #words: readonly Placed[];
  readonly #centre: string;
  readonly #byKind = new Map<string, readonly Placed[]>();
  /** What was found once, for the same records give the same answer. */
  readonly #asked = new Map<PlanWord, readonly PartyId[]>();
  readonly #counting = new Map<Placed, boolean>();
  readonly #readers = new Map<string, string>();
  readonly #plans = new Map<RecordHash, PlanWord>();

  constructor(table: Table) {
    this.#table = table;
    this.#centre = table.members.toSorted().join();
    // [C9] nobody speaks for another, [C10] and only what is marked like the centre counts.
    this.#words = table.placed
      .filter(({ author, fact }) => author === fact.by && fact.isExercise === table.isExercise)
      .toSorted((ours, theirs) => ours.index - theirs.index);
    for (const plan of this.#said('plan').toReversed()) this.#plans.set(plan.hash, plan);
  }

  /** How the operation stands; nothing where no such plan is known. */
  standing(hash: RecordHash, now: number): LawfulStanding | undefined {
    const plan = this.#plans.get(hash);
    if (!plan) return undefined;
    const required = this.#required(plan);
    const stances = required.map((party) => this.#stance(plan, party, now));
    const consenting = required.filter((_, at) => stances[at] === 'consents');
    const { from, upto } = plan.fact.says;
    const allStand = consenting.length === required.length;
    const ends = [
      ...this.#outcome(plan), // [C16]
      ...(this.#isReplaced(plan) ? ['replaced'] : []), // [C40]
      ...(this.#contact(plan, required, now) === 'gone' ? ['lost-contact'] : []), // [C43]
      ...(now >= upto ? [allStand ? 'expired' : 'lapsed'] : []), // [C17]
    ];
    const halting = this.#halting(plan);
    const behind = this.#behind(plan, required);
    const state = (): LawfulState => {
      if (ends.length > 0) return 'ended';
      if (this.#isForbidden(plan)) return 'forbidden'; // [C26]
      if (halting.length > 0) return 'halted'; // [C41]
      if (stances.includes('refuses')) return 'refused'; // [C18]
      if (stances.includes('withdrew') || stances.includes('lapsed')) return 'suspended';
      if (!allStand) return 'proposed';
      if (behind.length > 0) return 'behind'; // [C30]
      if (now < from) return 'agreed';
      return this.#contact(plan, required, now) === 'lost' ? 'out-of-contact' : 'active'; // [C14]
    };
    return { required, consenting, state: state(), ends, halting, behind };
  }

  #required(plan: PlanWord): readonly PartyId[] {
    const held = this.#asked.get(plan) ?? this.#requiredOf(plan);
    this.#asked.set(plan, held);
    return held;
  }

  #requiredOf({ fact: { says, by } }: PlanWord): readonly PartyId[] {
    const rules = this.#rulesInForce().filter(({ kinds }) => kinds.includes(says.planKind));
    const asking = rules.filter((rule) => rule.effect === 'consent' && touches(rule, says));
    const freeing = rules.filter((rule) => rule.effect === 'notify' && contains(rule, says));
    // [C25] only those are freed who have signed the agreement themselves.
    const freed = freeing.flatMap(({ parties, signed }) =>
      parties.filter((party) => signed.includes(party)),
    );
    const required = new Set([
      ...takingPart(says), // [C1] [C23]
      ...asking.flatMap(({ parties }) => parties), // [C24]
      ...this.#askedByGround(says).filter((party) => !freed.includes(party)), // [C2] [C4]
    ]);
    if (says.isNotice) required.delete(by); // [C28]
    return [...required].toSorted();
  }

  #askedByGround(plan: PlanFact): readonly PartyId[] {
    const claims = this.#said('claim').filter((each) => {
      const { hash, author, fact } = each;
      const isReplaced = this.#said('claim').some(
        (other) =>
          other.author === author && this.#isPublic(other) && other.fact.says.replaces === hash,
      );
      return this.#isPublic(each) && !isReplaced && touches(fact.says, plan); // [C3]
    });
    const throughout = claims.filter(({ fact: { says } }) => lasts(says, plan));
    const covered = new Set(throughout.flatMap(({ fact }) => cellsOf(fact.says.patch)));
    const isAllCovered = cellsOf(plan.patch).every((cell) => covered.has(cell));
    const claimants = claims.map(({ author }) => author);
    return isAllCovered ? claimants : [...claimants, ...this.#table.members];
  }

  #rulesInForce() {
    return this.#said('agreement').flatMap((agreement) => {
      const { parties, rules } = agreement.fact.says;
      const isInForce = parties.every((party) => this.#hasSigned(party, agreement.hash));
      const counts = this.#isPublic(agreement) && isInForce; // [C27]
      return counts ? rules.map((rule) => ({ ...rule, signed: parties })) : [];
    });
  }

  #hasSigned(party: PartyId, agreement: RecordHash): boolean {
    const last = this.#said('signing')
      .filter((each) => each.author === party && each.fact.says.under === agreement)
      .filter((each) => this.#isPublic(each) && this.#isOfficersWord(each, 'sign')) // [C53]
      .at(-1);
    return last?.fact.says.verdict === 'signs';
  }

  #isForbidden(plan: PlanWord): boolean {
    const involved = [plan.author, ...takingPart(plan.fact.says)];
    return this.#rulesInForce().some(
      (rule) =>
        rule.effect === 'forbidden' &&
        rule.kinds.includes(plan.fact.says.planKind) &&
        touches(rule, plan.fact.says) &&
        rule.parties.some((party) => involved.includes(party)),
    );
  }

  #stance(plan: PlanWord, party: PartyId, now: number) {
    const [last, ...alike] = this.#lastWord(plan, party);
    if (!last) return 'silent';
    const { verdict, upto, conditions, limits } = last.fact.says;
    if (verdict === 'refusal') return 'refuses';
    if (verdict === 'withdrawal') return 'withdrew';
    if (upto !== null && upto <= now && upto < plan.fact.says.upto) return 'lapsed'; // [C12]
    if (conditions.length > 0 && !this.#isAccepted(plan, [last, ...alike])) return 'waits'; // [C13]
    return limits.every((limit) => keeps(plan.fact.says, limit)) ? 'consents' : 'waits'; // [C31]
  }

  /** The decision where a party stands [C39], with that of the officer who said the same before. */
  #lastWord(plan: PlanWord, party: PartyId): readonly Word<'decision'>[] {
    const said = this.#decisionsFor(plan, party)
      .filter(({ fact }) => fact.says.verdict !== 'question') // [C32]
      .toReversed();
    const asksTwo = this.#rosters(party)
      .at(-1)
      ?.fact.says.twoPerson.includes(plan.fact.says.planKind);
    const runs = said.map((word, at) => {
      const otherwise = said.findIndex((each, i) => i > at && !isSame(each.fact, word.fact));
      return said.slice(at, otherwise < 0 ? undefined : otherwise);
    });
    // [C37] Until a second officer has said the same, a consent is not yet the party's word.
    const words = runs.filter(
      ([word, ...before]) =>
        !asksTwo ||
        word?.fact.says.verdict !== 'consent' ||
        before.some(({ fact }) => isOfAnother(fact, word.fact)),
    );
    const [[last, ...before] = []] = words;
    if (!last) return [];
    const other = asksTwo && before.find(({ fact }) => isOfAnother(fact, last.fact));
    return other ? [last, other] : [last];
  }

  #decisionsFor(plan: PlanWord, party: PartyId): readonly Word<'decision'>[] {
    const versions = this.#carried(plan);
    return this.#said('decision').filter((each) => {
      const version = versions.find(({ hash }) => hash === each.fact.says.plan); // [C5] [C39]
      return each.author === party && version !== undefined && this.#hasCounted(each, version);
    });
  }

  #hasCounted(decision: Word<'decision'>, plan: PlanWord): boolean {
    const held = this.#counting.get(decision) ?? this.#counts(decision, plan);
    this.#counting.set(decision, held);
    return held;
  }

  #counts(decision: Word<'decision'>, plan: PlanWord): boolean {
    const isProposers = this.#line(plan).some(
      ({ author, fact }) => author === decision.author && fact.seat === decision.fact.seat,
    );
    return (
      this.#isToSame(decision, plan) && // [C5]
      this.#required(plan).includes(decision.author) && // [C2]
      this.#isOfficersWord(decision, 'decide', plan.fact.says) &&
      !isProposers // [C36]
    );
  }

  /** Whether an officer who may has signed this, by the latest roster and by the one that stood. */
  #isOfficersWord(word: Signed, duty: 'decide' | 'sign', plan?: PlanFact): boolean {
    const { key, act, isSigned } = word.fact.says;
    const rosters = this.#rosters(word.author);
    const before = rosters.filter(({ log, index }) => log === word.log && index < word.index);
    const asked = [rosters.at(-1), before.at(-1) ?? rosters.at(-1)]; // [C7] [C34]
    const isRetired = before.some(({ fact: { at, says } }) =>
      says.keys.some((each) => each.key === key && each.upto !== null && each.upto <= at),
    );
    const isRepeated = [...this.#said('decision'), ...this.#said('signing')].some(
      ({ log, index, fact: { says } }) =>
        log === word.log && index < word.index && says.act === act && says.isSigned,
    );
    return (
      isSigned && // [C6]
      this.#table.isExercise && // [C10] stories have no keys but an exercise's
      asked.every((roster) => roster && lets(roster.fact.says, word.fact, duty, plan)) &&
      !isRetired && // [C19]
      !isRepeated // [C20]
    );
  }

  #isAccepted(plan: PlanWord, consents: readonly Placed[]): boolean {
    return this.#said('acceptance').some(
      (each) =>
        consents.some(({ hash }) => hash === each.fact.says.decision) &&
        each.author === plan.author &&
        this.#isToSame(each, plan),
    );
  }

  #behind(plan: PlanWord, required: readonly PartyId[]): readonly PartyId[] {
    const told = required
      .flatMap((party) => this.#lastWord(plan, party))
      .flatMap(({ fact }) => fact.says.knows);
    return this.#table.members.toSorted().filter((member) => {
      const log = this.#table.placed.filter(
        (each) => each.author === member && this.#isPublic(each),
      );
      return told.some(({ party, size }) => party === member && size > log.length);
    });
  }

  /** The plan, and what it amends, step by step. */
  #line(plan: PlanWord): readonly PlanWord[] {
    const { amends } = plan.fact.says;
    const before = amends === null ? undefined : this.#plans.get(amends);
    const isVersion = before?.author === plan.author && this.#isToSame(before, plan); // [C38]
    return before && isVersion ? [plan, ...this.#line(before)] : [plan];
  }

  /** The plan, and those versions before it whose decisions hold for it. [C39] */
  #carried(plan: PlanWord): readonly PlanWord[] {
    const line = this.#line(plan);
    const break_ = line.findIndex(
      (each, at) => at > 0 && !narrows(line[at - 1]!.fact.says, each.fact.says),
    );
    return break_ < 0 ? line : line.slice(0, break_);
  }

  #isReplaced(plan: PlanWord): boolean {
    return this.#isFollowed(plan) || this.#isOvertaken(plan);
  }

  /** Whether a version later in the log narrows one that this one came from by narrowing. */
  #isOvertaken(plan: PlanWord): boolean {
    const carried = this.#carried(plan);
    return carried
      .slice(1)
      .some((before, at) =>
        [...this.#plans.values()].some(
          (other) =>
            this.#line(other)[1] === before &&
            narrows(other.fact.says, before.fact.says) &&
            other.index > carried[at]!.index,
        ),
      );
  }

  #isFollowed(plan: PlanWord): boolean {
    const begun = this.#said('activation').filter(
      (each) => each.author === plan.author && this.#isToSame(each, plan),
    );
    return [...this.#plans.values()].some((later) => {
      const line = this.#line(later);
      if (later === plan || !line.includes(plan)) return false;
      const isBegun = begun.some(({ fact }) => fact.says.plan === later.hash);
      return isBegun || (line[1] === plan && narrows(later.fact.says, plan.fact.says));
    });
  }

  #outcome(plan: PlanWord): readonly ('done' | 'cancelled')[] {
    const first = this.#said('closing').find(
      (each) =>
        each.fact.says.plan === plan.hash &&
        each.author === plan.author &&
        this.#isToSame(each, plan),
    );
    return first ? [first.fact.says.outcome] : [];
  }

  /** The parties whose stop of the plan, or of what it amends, has not been taken back. */
  #halting(plan: PlanWord): readonly PartyId[] {
    const line = this.#line(plan).map(({ hash }) => hash);
    return partiesIn(plan.audience).filter((party) =>
      this.#said('stop').some((stop) => {
        const from = line.indexOf(stop.fact.says.plan);
        if (stop.author !== party || from < 0 || !this.#isToSame(stop, plan)) return false;
        // [C42] What goes on is the plan that was stopped, or a version made of it.
        const goesOn = line.slice(0, from + 1);
        return !this.#said('resumption').some(
          ({ log, index, fact }) =>
            log === stop.log && index > stop.index && goesOn.includes(fact.says.plan),
        );
      }),
    );
  }

  /** The signs of life in a plan that has a rule for lost contact. [C43] */
  #contact(plan: PlanWord, required: readonly PartyId[], now: number): Contact {
    const line = this.#line(plan).map(({ hash }) => hash);
    const signs = this.#said('contact').filter(
      (each) => line.includes(each.fact.says.plan) && this.#isToSame(each, plan),
    );
    return contactAt(plan.fact.says, required, { signs: signs.map(({ fact }) => fact), now });
  }

  #said<K extends Saying['kind']>(kind: K): readonly Word<K>[] {
    const held =
      this.#byKind.get(kind) ?? this.#words.filter(({ fact }) => fact.says.kind === kind);
    this.#byKind.set(kind, held);
    return held as readonly Word<K>[];
  }

  #isPublic(word: Placed): boolean {
    return this.#readersOf(word) === this.#centre;
  }

  #isToSame(ours: Placed, theirs: Placed): boolean {
    return this.#readersOf(ours) === this.#readersOf(theirs);
  }

  #readersOf({ log, audience }: Placed): string {
    const held = this.#readers.get(log) ?? audience.toSorted().join();
    this.#readers.set(log, held);
    return held;
  }

  #rosters(party: PartyId): readonly Word<'roster'>[] {
    return this.#said('roster').filter((each) => each.author === party && this.#isPublic(each));
  }
}
