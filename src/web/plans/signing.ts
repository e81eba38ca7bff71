import { startAuthentication, startRegistration } from '@simplewebauthn/browser';
import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/browser';

import type { OfficerSignature } from '../../accord/operation/schema.ts';
import type { Terms } from '../../accord/operation/statement.ts';
import { formatStatement } from '../../accord/operation/statement.ts';
import { formatBase64Url, utf8 } from '../../base/bytes.ts';
import type {
  NewDecision,
  NewStatement,
  PlanView,
  SigningKeyView,
  StatementView,
} from '../../contract/api.ts';
import { FaultError, get, post } from '../api.ts';

/** A statement that this browser has checked, ready to be signed. */
export interface CheckedStatement extends StatementView {
  /** The terms that the node was asked for; what is sent with the signature. */
  readonly asked: NewStatement;
}

/** GET /api/passkeys/:credential: what the record needs of a key beside its signature. */
interface HeldKey {
  readonly credentialId: string;
  readonly alg: -7 | -8;
  readonly publicKey: string;
  readonly rpId: string;
}

/**
 * Asks the node for the statement and trusts it in nothing: it must be what accord makes of these
 * very terms, begin with the words on the screen, and hash to the challenge.
 */
export async function fetchStatement(
  asked: NewStatement,
  who: Pick<Terms, 'party' | 'seat' | 'exercise'>,
): Promise<CheckedStatement> {
  const view = await post<StatementView>('/api/statements', asked);
  const { limits, ...terms } = asked;
  const expected = formatStatement({
    ...terms,
    ...who,
    ...(limits ? { limits: [...limits] } : {}),
    at: view.at,
    knows: view.knows,
  });
  await mustBe(expected, view, asked.words);
  return { ...view, asked };
}

/** Refuses a node's statement that is not the expected one, with these words first, under its own hash. */
export async function mustBe(
  expected: string,
  view: Pick<StatementView, 'statement' | 'challenge'>,
  words: string,
): Promise<void> {
  const hash = await crypto.subtle.digest('SHA-256', utf8(view.statement).slice());
  const isOurs =
    view.statement === expected &&
    view.statement.startsWith(`${words.normalize('NFC')}\n`) &&
    view.challenge === formatBase64Url(new Uint8Array(hash));
  if (!isOurs) throw new FaultError('statement-differs', 0);
}

/** Has the officer's key sign the statement and sends the decision; the answer is the plan after it. */
export async function signStatement(checked: CheckedStatement): Promise<PlanView> {
  const { asked, at, knows } = checked;
  const decision: NewDecision = { ...asked, at, knows, signature: await signByKey(checked) };
  return post<PlanView>('/api/decisions', decision);
}

/** The officer's signature over a statement whose hash is the challenge. */
export async function signByKey(
  checked: Pick<StatementView, 'challenge' | 'rpId' | 'credentialIds'>,
): Promise<OfficerSignature> {
  const { challenge, rpId, credentialIds } = checked;
  const assertion = await byKey(() =>
    startAuthentication({
      optionsJSON: {
        challenge,
        rpId,
        userVerification: 'required',
        allowCredentials: credentialIds.map((id) => ({ id, type: 'public-key' as const })),
      },
    }),
  );
  const key = await get<HeldKey>(`/api/passkeys/${encodeURIComponent(assertion.id)}`);
  const { authenticatorData, clientDataJSON, signature } = assertion.response;
  return {
    kind: 'passkey',
    alg: key.alg,
    rpId: key.rpId,
    publicKey: key.publicKey,
    credentialId: key.credentialId,
    authenticatorData,
    clientDataJson: clientDataJSON,
    signature,
  };
}

/** Makes a passkey for the seat that sits here; the node publishes it in the party's roster. */
export async function makePasskey(label: string): Promise<SigningKeyView> {
  const optionsJSON = await post<PublicKeyCredentialCreationOptionsJSON>('/api/passkeys/options');
  const credential = await byKey(() => startRegistration({ optionsJSON }));
  return post<SigningKeyView>('/api/passkeys', { label, credential });
}

/** The browser will not say whether the key was absent, refused or late; nor do we guess. */
async function byKey<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (fault) {
    const isElsewhere = fault instanceof Error && fault.name === 'SecurityError';
    throw new FaultError(isElsewhere ? 'key-elsewhere' : 'key-did-not-sign', 0);
  }
}
