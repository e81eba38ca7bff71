import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { createHash } from 'node:crypto';
import type { Hono } from 'hono';
import { formatBase64Url } from '../../base/bytes.ts';
import { formatInstant } from '../../base/instant.ts';
import type { Access } from '../../accord/party/schema.ts';
import { requests } from '../../contract/requests.ts';
import { parseCoseKey } from '../../proof/cose.ts';
import { keyIdOfAccess, openAccesses } from '../access-keys.ts';
import type { House } from '../house.ts';
import { readBody } from './door.ts';
import { presentSession } from '../present/desk.ts';
import { presentKey } from '../present/key.ts';
import { mustSay } from './must.ts';
import { Refusal } from './problem.ts';
import { credentialsOf } from './signed.ts';

/** Loaded when a passkey is first made or used: it is a third of what a node loads. */
const webauthn = () => import('@simplewebauthn/server');

/** How long a challenge to sign in or to make a key holds, in seconds. */
export const CHALLENGE_SECONDS_MAX = 300;

/** How many challenges are remembered; the oldest falls out. */
export const CHALLENGES_MAX = 1_000;

/** Making passkeys, publishing them in the roster, and signing in with one. */
export function servePasskeys(app: Hono, house: House): void {
  const { sessions, office, folder, clock, shelf } = house;
  const { rpId, port } = folder.settings;
  const challenges = new Map<string, number>();

  const remember = (challenge: string): void => {
    if (challenges.size >= CHALLENGES_MAX) challenges.delete(challenges.keys().next().value ?? '');
    challenges.set(challenge, clock.now() + CHALLENGE_SECONDS_MAX);
  };
  const isFresh = (challenge: string): boolean => {
    const upto = challenges.get(challenge) ?? 0;
    challenges.delete(challenge);
    return upto > clock.now();
  };
  const origins = [`https://${rpId}`, `https://${rpId}:${port}`, `http://${rpId}:${port}`];

  app.post('/api/passkeys/options', async (context) => {
    const desk = await sessions.desk(context);
    const { seat, names } = desk.seat;
    const options = await (
      await webauthn()
    ).generateRegistrationOptions({
      rpID: rpId,
      rpName: `Tansiq ${folder.settings.party}`,
      userName: seat,
      userDisplayName: names.en,
      // One authenticator may hold a key for several desks and parties of one exercise.
      userID: new Uint8Array(
        createHash('sha256').update(`${folder.settings.party}/${seat}`).digest(),
      ),
      attestationType: 'none',
      supportedAlgorithmIDs: [-8, -7],
      // Signing in names no key, so one that cannot be found by itself would lock its seat out.
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      excludeCredentials: credentialsOf(house, desk).map((id) => ({ id })),
    });
    remember(options.challenge);
    return context.json(options);
  });

  app.post('/api/passkeys', async (context) => {
    const desk = await sessions.desk(context);
    const { label, credential } = await readBody(context, requests.passkey);
    const verified = await (
      await webauthn()
    )
      .verifyRegistrationResponse({
        response: credential as unknown as RegistrationResponseJSON,
        expectedChallenge: isFresh,
        expectedOrigin: origins,
        expectedRPID: rpId,
        requireUserVerification: true,
      })
      .catch(() => undefined);
    if (!verified?.verified) throw new Refusal('key-did-not-sign');
    const made = verified.registrationInfo.credential;
    const id = keyIdOfAccess(house, { publicKey: formatBase64Url(made.publicKey) });
    if (id === undefined) throw new Refusal('key-unknown');
    const key = {
      id,
      kind: 'passkey' as const,
      seat: desk.seat.seat,
      from: formatInstant(clock.now()),
      upto: null,
    };
    const published = await house.rosterLine.publish(key.seat, (roster) => {
      return { ...roster, keys: [...roster.keys.filter((each) => each.id !== id), key] };
    });
    if (!published.ok) throw new Refusal('bad-record', { ...published.fault });
    const body = {
      seat: desk.seat.seat,
      credentialId: made.id,
      publicKey: formatBase64Url(made.publicKey),
      label,
    };
    await mustSay(house, desk, { audience: office.own, type: 'access', body });
    await shelf.put(counterName(made.id), String(made.counter));
    return context.json({ ...presentKey(key), credentialId: made.id }, 201);
  });

  app.get('/api/passkeys/:credential', async (context) => {
    const desk = await sessions.desk(context);
    const held = heldPasskey(house, context.req.param('credential'));
    if (held?.seat !== desk.seat.seat) throw new Refusal('not-found');
    const cose = parseCoseKey(Buffer.from(held.publicKey, 'base64url'));
    if (!cose.ok) throw new Refusal('key-unknown');
    return context.json({
      credentialId: held.credentialId,
      label: held.label,
      alg: cose.value.alg,
      publicKey: formatBase64Url(cose.value.publicKey),
      rpId,
    });
  });

  app.post('/api/session/passkey/options', async (context) => {
    const options = await (
      await webauthn()
    ).generateAuthenticationOptions({
      rpID: rpId,
      userVerification: 'required',
    });
    remember(options.challenge);
    return context.json(options);
  });

  app.post('/api/session/passkey', async (context) => {
    const { credential } = await readBody(context, requests.assertion);
    const held = heldPasskey(house, credential.id);
    if (!held) throw new Refusal('key-unknown');
    const open = openAccesses(house, clock.now(), held.seat);
    if (!open.some(({ credentialId }) => credentialId === held.credentialId)) {
      throw new Refusal('key-ended'); // [N22]
    }
    const verified = await (
      await webauthn()
    )
      .verifyAuthenticationResponse({
        response: credential as unknown as AuthenticationResponseJSON,
        expectedChallenge: isFresh,
        expectedOrigin: origins,
        expectedRPID: rpId,
        requireUserVerification: true,
        credential: {
          id: held.credentialId,
          publicKey: new Uint8Array(Buffer.from(held.publicKey, 'base64url')),
          counter: Number((await shelf.get(counterName(held.credentialId))) ?? 0),
        },
      })
      .catch(() => undefined);
    if (!verified?.verified) throw new Refusal('key-did-not-sign');
    const counter = verified.authenticationInfo.newCounter;
    await shelf.put(counterName(held.credentialId), String(counter));
    return context.json(
      presentSession(house, sessions.begin(context, held.seat, held.credentialId)),
    );
  });
}

/** Where the shelf has how often a passkey was used; a count that goes back means a copied key. */
function counterName(credentialId: string): string {
  return `counters/${createHash('sha256').update(credentialId).digest('hex')}`;
}

function heldPasskey(house: House, credentialId: string): Access | undefined {
  return house.office.accesses().find((each) => each.credentialId === credentialId);
}
