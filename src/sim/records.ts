import type { Body, RecordOf, RecordType } from '../accord/record.ts';
import { formatBase64Url, utf8 } from '../base/bytes.ts';
import type { PartyId, RecordHash } from '../base/ids.ts';
import { recordHash, uuidv7 } from '../base/ids.ts';
import type { JsonObject } from '../base/json.ts';
import { formatCanonical } from '../base/json.ts';
import type { Instant } from '../base/instant.ts';
import { formatInstant, instant } from '../base/instant.ts';
import type { Random } from '../base/ports.ts';
import { keyIdOf } from '../ledger/seal.ts';
import type { Host } from './cast.ts';
import { PLANNER, namesOf } from './cast.ts';
import type { Fact, GrantFact, PlanFact, RosterFact, RuleFact, Saying, Span } from './facts.ts';
import type { Patch } from './ground.ts';
import { claimedGround, plannedGround } from './ground.ts';

/** A record as its author is about to say it, with what the world knows of it. */
export interface Made {
  readonly bytes: Uint8Array;
  readonly hash: RecordHash;
  readonly fact: Fact;
}

/** Who speaks, from which office, when by its own clock, and where chance comes from. */
export interface Speaker {
  readonly host: Host;
  readonly random: Random;
  readonly party: PartyId;
  readonly at: Instant;
  /** The planner where none is named. */
  readonly seat?: string;
  /** Marked as exercise unless it says otherwise. */
  readonly isExercise?: boolean;
}

/** What is written, before it has an author. */
export interface Draft {
  readonly type: RecordType;
  readonly body: unknown;
  readonly refs?: readonly { readonly rel: string; readonly record: RecordHash }[];
}

/** A line in a log. */
export function makeRemark(by: Speaker, text: string): Made {
  return make(by, { type: 'remark', body: { language: 'en', text } }, { kind: 'other' });
}

/** The charter that every member puts on its log. */
export function makeCharter(by: Speaker, charter: Body<'charter'>): Made {
  return make(by, { type: 'charter', body: charter }, { kind: 'other' });
}

/** A roster. */
export function makeRoster(by: Speaker, roster: RosterFact): Made {
  const body = {
    seats: roster.seats.map(({ seat, duties, grants }) => ({
      seat,
      names: namesOf(seat),
      duties,
      ...(grants ? { authority: grants.map(grantOf) } : {}),
    })),
    keys: roster.keys.map(({ key, seat, from, upto }) => ({
      id: keyNameOf(by.host, key),
      kind: 'exercise',
      seat,
      from: textOf(from),
      upto: textOrNull(upto),
    })),
    ...(roster.twoPerson.length > 0 ? { twoPerson: roster.twoPerson } : {}),
  };
  return make(by, { type: 'roster', body }, { kind: 'roster', ...roster });
}

/** A claim of a patch, in the place of another where one is named. */
export function makeClaim(by: Speaker, patch: Patch, span: Span, replaces?: RecordHash): Made {
  const body = {
    names: namesOf('ground'),
    area: claimedGround(patch),
    from: textOf(span.from),
    upto: textOrNull(span.upto),
  };
  const refs = replaces ? [{ rel: 'replaces', record: replaces }] : [];
  const says: Saying = { kind: 'claim', patch, ...span, replaces: replaces ?? null };
  return make(by, { type: 'claim', body, refs }, says);
}

/** A plan, or another version of one. */
export function makePlan(by: Speaker, plan: PlanFact): Made {
  const { planKind, words, patch, from, upto, forces, sectors, phases, lostContact, amends } = plan;
  const body = {
    kind: planKind,
    name: words,
    language: 'en',
    purpose: '',
    shape: plannedGround(patch),
    window: windowOf({ from, upto }),
    contributions: forces.map(({ party, kind, count }) => ({ party, forces: [{ kind, count }] })),
    sectors: sectors.map(({ lead, patch: area }, at) => ({
      id: `s${at}`,
      name: 'sector',
      area: plannedGround(area),
      lead,
    })),
    phases: phases.map(({ lead, ...span }, at) => ({
      id: `p${at}`,
      name: 'phase',
      lead,
      window: windowOf(span),
      sectors: [],
    })),
    rulesOfContact: '',
    ...(lostContact
      ? { lostContact: { afterMinutes: lostContact.after / 60, then: lostContact.then } }
      : {}),
    ...(amends ? { amends } : {}),
    ...(plan.isNotice ? { sharing: 'notice' } : {}),
  };
  return make(by, { type: 'plan', body }, { kind: 'plan', ...plan });
}

/** What parties agree, with the machine's part of it. */
export function makeAgreement(
  by: Speaker,
  parties: readonly PartyId[],
  rules: readonly RuleFact[],
): Made {
  const body = {
    names: namesOf('agreement'),
    parties,
    language: 'en',
    articles: rules.map(({ patch, from, upto, ...rule }, at) => ({
      id: `a${at}`,
      text: 'as agreed',
      rule: {
        ...rule,
        area: patch && claimedGround(patch),
        from: textOf(from),
        upto: textOrNull(upto),
      },
    })),
  };
  return make(by, { type: 'agreement', body }, { kind: 'agreement', parties, rules });
}

/** The plan's author takes a consent with its conditions. */
export function makeAcceptance(by: Speaker, plan: RecordHash, decision: RecordHash): Made {
  const body = { plan, decision };
  return make(by, { type: 'acceptance', body }, { kind: 'acceptance', ...body });
}

/** The plan's author announces that it begins. */
export function makeActivation(by: Speaker, plan: RecordHash): Made {
  return make(
    by,
    { type: 'activation', body: { plan, consents: [] } },
    { kind: 'activation', plan },
  );
}

/** The plan's author ends it. */
export function makeClosing(by: Speaker, plan: RecordHash, outcome: 'done' | 'cancelled'): Made {
  const body = { plan, outcome, language: 'en', result: '' };
  return make(by, { type: 'closing', body }, { kind: 'closing', plan, outcome });
}

/** A party halts a plan, or lets it go on. */
export function makeStop(by: Speaker, kind: 'stop' | 'resumption', plan: RecordHash): Made {
  return make(by, { type: kind, body: { plan, language: 'en', reason: null } }, { kind, plan });
}

/** A sign of life, with whom it heard last when. */
export function makeContact(
  by: Speaker,
  plan: RecordHash,
  heard: readonly { readonly party: PartyId; readonly at: number }[],
): Made {
  const body = { plan, heard: heard.map(({ party, at }) => ({ party, at: textOf(at) })) };
  return make(by, { type: 'contact', body }, { kind: 'contact', plan, heard });
}

/** The record that a speaker says, not yet in bytes. */
export function recordOf(by: Speaker, { type, body, refs = [] }: Draft): RecordOf {
  return {
    v: 1,
    id: uuidv7(by.at, by.random),
    at: formatInstant(by.at),
    by: { party: by.party, seat: by.seat ?? PLANNER },
    marking: { tlp: 'AMBER', caveats: [], exercise: by.isExercise ?? true },
    refs: [...refs],
    type,
    body,
  } as unknown as RecordOf;
}

/** A record in its bytes, with what the world knows of it. */
export function close(by: Speaker, record: RecordOf, says: Saying): Made {
  // The nodes read it; that they understand it shows in that they reckon with it.
  const bytes = utf8(formatCanonical(record as unknown as JsonObject));
  const fact: Fact = {
    by: by.party,
    seat: record.by.seat,
    at: by.at,
    isExercise: record.marking.exercise,
    says,
  };
  return { bytes, hash: recordHash(by.host.primitives.sha256(bytes)), fact };
}

/** The public key of a key that has this name in a story. */
export function publicKeyOf(host: Host, key: string): string {
  return formatBase64Url(host.signerOf(key).publicKey);
}

/** The text of a moment. */
export function textOf(seconds: number): string {
  return formatInstant(instant(seconds));
}

/** The text of a moment, or nothing where there is no end. */
export function textOrNull(seconds: number | null): string | null {
  return seconds === null ? null : textOf(seconds);
}

function make(by: Speaker, draft: Draft, says: Saying): Made {
  return close(by, recordOf(by, draft), says);
}

function keyNameOf(host: Host, key: string): string {
  return keyIdOf(host.primitives.sha256, {
    kind: 'exercise',
    publicKey: publicKeyOf(host, key),
  });
}

function grantOf({ kinds, patch, hoursAhead, forcesMax }: GrantFact): object {
  return { kinds, area: patch && claimedGround(patch), hoursAhead, forcesMax };
}

function windowOf({ from, upto }: { readonly from: number; readonly upto: number }): object {
  return { from: textOf(from), upto: textOf(upto) };
}
