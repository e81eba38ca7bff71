import { formatSigningStatement, formatStatement } from '../accord/operation/statement.ts';
import { signingTermsOf, termsOf } from '../accord/operation/statement.ts';
import type { RecordOf } from '../accord/record.ts';
import { formatBase64Url } from '../base/bytes.ts';
import type { RecordHash } from '../base/ids.ts';
import { uuidv7 } from '../base/ids.ts';
import { challengeOf } from '../ledger/seal.ts';
import { signExerciseStatement } from '../proof/assertion.ts';
import { DESK } from './cast.ts';
import type { DecisionFact, Fact, LimitFact } from './facts.ts';
import { claimedGround } from './ground.ts';
import type { Made, Speaker } from './records.ts';
import { close, publicKeyOf, recordOf, textOf, textOrNull } from './records.ts';

/** What an officer decides; `key` is the name of the key, which a host's signer bears too. */
export type Decided = Omit<DecisionFact, 'isSigned'>;

/** What an officer puts its name under, or takes it off again. */
export interface Signing {
  readonly under: RecordHash;
  readonly verdict: 'signs' | 'ends';
  readonly key: string;
  readonly act: number;
}

/** A decision, signed by the key that it names, or by another in its place. */
export async function makeDecision(
  by: Speaker,
  decided: Decided,
  signer = decided.key,
): Promise<Made> {
  const { plan, verdict, upto, conditions, limits, knows, key, act } = decided;
  const terms = {
    plan,
    verdict,
    upto: textOrNull(upto),
    conditions,
    ...(limits.length > 0 ? { limits: limits.map(limitOf) } : {}),
    reason: null,
    ...(knows.length > 0 ? { knows } : {}),
    language: 'en',
    words: `act ${act}`,
  };
  const record = await signed(by, { type: 'decision', terms, key, signer });
  return close(by, record, { kind: 'decision', ...decided, isSigned: key === signer });
}

/** A signature under an agreement. */
export async function makeSigning(by: Speaker, signing: Signing): Promise<Made> {
  const { key, act, ...rest } = signing;
  const terms = { ...rest, language: 'en', words: `act ${act}` };
  const record = await signed(by, { type: 'signing', terms, key, signer: key });
  return close(by, record, { kind: 'signing', ...signing, isSigned: true });
}

/** The same words and signature once more: in the same bytes, or under another id. */
export function rewrapped(by: Speaker, record: RecordOf, fact: Fact, isExact: boolean): Made {
  return close(
    { ...by, at: fact.at as Speaker['at'] },
    isExact ? record : { ...record, id: uuidv7(by.at, by.random) },
    fact.says,
  );
}

interface Unsigned {
  readonly type: 'decision' | 'signing';
  readonly terms: object;
  readonly key: string;
  readonly signer: string;
}

async function signed(by: Speaker, { type, terms, key, signer }: Unsigned): Promise<RecordOf> {
  const publicKey = publicKeyOf(by.host, key);
  const body = (signature: string): object => ({
    ...terms,
    signature: { kind: 'exercise', publicKey, signature },
  });
  const unsigned = recordOf({ seat: DESK, ...by }, { type, body: body('') });
  const statement =
    unsigned.type === 'decision'
      ? formatStatement(termsOf(unsigned))
      : formatSigningStatement(signingTermsOf(unsigned as RecordOf<'signing'>));
  const challenge = challengeOf(by.host.primitives.sha256, statement);
  const signature = await signExerciseStatement(by.host.signerOf(signer), challenge);
  return { ...unsigned, body: body(formatBase64Url(signature)) } as RecordOf;
}

function limitOf(limit: LimitFact): object {
  switch (limit.kind) {
    case 'time':
      return { kind: 'time', from: textOf(limit.from), upto: textOf(limit.upto) };
    case 'area':
      return { kind: 'area', area: claimedGround(limit.patch) };
    case 'forces':
      return limit;
    case 'count':
      return { kind: 'count', ...(limit.party ? { party: limit.party } : {}), max: limit.max };
  }
}
