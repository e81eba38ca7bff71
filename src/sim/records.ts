import type { Body, RecordOf, RecordType } from '../accord/record.ts';
import { formatRecord } from '../accord/record.ts';
import { formatStatement, termsOf } from '../accord/operation/statement.ts';
import { formatBase64Url } from '../base/bytes.ts';
import type { PartyId, RecordHash } from '../base/ids.ts';
import { recordHash, uuidv7 } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import { formatInstant, instant } from '../base/instant.ts';
import type { Random } from '../base/ports.ts';
import { invariant } from '../base/result.ts';
import { challengeOf, keyIdOf } from '../ledger/seal.ts';
import { signExerciseStatement } from '../proof/assertion.ts';
import type { Host } from './cast.ts';
import { DESK, namesOf } from './cast.ts';
import type { Patch } from './ground.ts';
import { claimedGround, plannedGround } from './ground.ts';
import type { Fact, KeyFact } from './truth.ts';

/** A record as its author is about to say it, with what the world knows of it. */
export interface Made {
  readonly bytes: Uint8Array;
  readonly hash: RecordHash;
  readonly fact: Fact;
}

/** Who speaks, when by its own clock, and where chance comes from. */
export interface Speaker {
  readonly host: Host;
  readonly random: Random;
  readonly party: PartyId;
  readonly at: Instant;
}

/** What an officer decides. */
export interface Decided {
  readonly plan: RecordHash;
  readonly verdict: 'consent' | 'refusal' | 'withdrawal';
  readonly upto: number | null;
  readonly isConditional: boolean;
  /** The name of the officer's key, which a host's signer bears too. */
  readonly key: string;
  readonly act: number;
}

/** A line in a log. */
export function makeRemark(by: Speaker, text: string): Made {
  return make(by, { type: 'remark', body: { language: 'en', text } }, { kind: 'other' });
}

/** The charter that every member puts on its log. */
export function makeCharter(by: Speaker, charter: Body<'charter'>): Made {
  return make(by, { type: 'charter', body: charter }, { kind: 'other' });
}

/** A roster with one deciding office and these keys. */
export function makeRoster(by: Speaker, keys: readonly KeyFact[]): Made {
  const { sha256 } = by.host.primitives;
  const body: Body<'roster'> = {
    seats: [{ seat: DESK, names: namesOf('desk'), duties: ['report', 'plan', 'decide'] }],
    keys: keys.map(({ key, from, upto }) => ({
      id: keyIdOf(sha256, { kind: 'exercise', publicKey: publicKeyOf(by.host, key) }),
      kind: 'exercise' as const,
      seat: DESK,
      from: textOf(from),
      upto: upto === null ? null : textOf(upto),
    })),
  };
  return make(by, { type: 'roster', body }, { kind: 'roster', at: by.at, keys });
}

/** A claim of a patch, in the place of another where one is named. */
export function makeClaim(
  by: Speaker,
  patch: Patch,
  span: { readonly from: number; readonly upto: number | null },
  replaces?: RecordHash,
): Made {
  const body = {
    names: namesOf('ground'),
    area: claimedGround(patch),
    from: textOf(span.from),
    upto: span.upto === null ? null : textOf(span.upto),
  } as unknown as Body<'claim'>;
  const refs = replaces ? [{ rel: 'replaces', record: replaces }] : [];
  const fact: Fact = { kind: 'claim', party: by.party, patch, ...span, replaces };
  return make(by, { type: 'claim', body, refs }, fact);
}

/** A plan over a patch, in a span of time, with the forces of these parties. */
export function makePlan(
  by: Speaker,
  patch: Patch,
  span: { readonly from: number; readonly upto: number },
  forces: readonly PartyId[],
): Made {
  const body = {
    kind: 'operation',
    name: 'sweep',
    language: 'en',
    purpose: '',
    shape: plannedGround(patch),
    window: { from: textOf(span.from), upto: textOf(span.upto) },
    contributions: forces.map((party) => ({ party, forces: [{ kind: 'police', count: 4 }] })),
    rulesOfContact: '',
  } as unknown as Body<'plan'>;
  const fact: Fact = { kind: 'plan', party: by.party, patch, ...span, forces };
  return make(by, { type: 'plan', body }, fact);
}

/** A decision, signed by the key that it names, or by another in its place. */
export async function makeDecision(
  by: Speaker,
  decided: Decided,
  signer = decided.key,
): Promise<Made> {
  const { plan, verdict, upto, isConditional, key, act } = decided;
  const body = (signature: string): Body<'decision'> => ({
    plan,
    verdict,
    upto: upto === null ? null : textOf(upto),
    conditions: isConditional ? ['by daylight'] : [],
    reason: null,
    language: 'en',
    words: `act ${act}`,
    signature: { kind: 'exercise', publicKey: publicKeyOf(by.host, key), signature },
  });
  const unsigned = recordOf(by, { type: 'decision', body: body('') }) as RecordOf<'decision'>;
  const challenge = challengeOf(by.host.primitives.sha256, formatStatement(termsOf(unsigned)));
  const signature = await signExerciseStatement(by.host.signerOf(signer), challenge);
  const signed = { ...unsigned, body: body(formatBase64Url(signature)) };
  return close(by, signed, {
    kind: 'decision',
    at: by.at,
    plan,
    verdict,
    upto,
    isConditional,
    key,
    act,
  });
}

/** The plan's author takes a consent with its conditions. */
export function makeAcceptance(by: Speaker, plan: RecordHash, decision: RecordHash): Made {
  const body = { plan, decision };
  return make(by, { type: 'acceptance', body }, { kind: 'acceptance', plan, decision });
}

/** The plan's author ends it. */
export function makeClosing(by: Speaker, plan: RecordHash): Made {
  const body: Body<'closing'> = { plan, outcome: 'done', language: 'en', result: '' };
  return make(by, { type: 'closing', body }, { kind: 'closing', plan });
}

/** The same words and signature once more: in the same bytes, or under another id. */
export function rewrapped(by: Speaker, record: RecordOf, fact: Fact, isExact: boolean): Made {
  return close(by, isExact ? record : { ...record, id: uuidv7(by.at, by.random) }, fact);
}

interface Draft {
  readonly type: RecordType;
  readonly body: Body<RecordType>;
  readonly refs?: readonly { readonly rel: string; readonly record: RecordHash }[];
}

function make(by: Speaker, draft: Draft, fact: Fact): Made {
  return close(by, recordOf(by, draft), fact);
}

function recordOf(by: Speaker, { type, body, refs = [] }: Draft): RecordOf {
  return {
    v: 1,
    id: uuidv7(by.at, by.random),
    at: formatInstant(by.at),
    by: { party: by.party, seat: DESK },
    marking: { tlp: 'AMBER', caveats: [], exercise: true },
    refs: [...refs],
    type,
    body,
  } as RecordOf;
}

function close(by: Speaker, record: RecordOf, fact: Fact): Made {
  const bytes = formatRecord(record);
  invariant(bytes.ok, 'what a story says can be said');
  return { bytes: bytes.value, hash: recordHash(by.host.primitives.sha256(bytes.value)), fact };
}

function publicKeyOf(host: Host, key: string): string {
  return formatBase64Url(host.signerOf(key).publicKey);
}

function textOf(seconds: number): string {
  return formatInstant(instant(seconds));
}
