import { openKnown } from '../../src/accord/known.ts';
import type { Said } from '../../src/accord/said.ts';
import { keyIdOf } from '../../src/ledger/seal.ts';
import { understand } from '../../src/ledger/understand.ts';
import type { PartyId } from '../../src/base/ids.ts';
import type { Mutant } from './planted.ts';
import {
  active,
  consent,
  ending,
  learning,
  seeing,
  withBody,
  withDecisions,
  withFiles,
  withRosters,
  withoutReason,
  withoutVerdict,
} from './plants.ts';

/** One planted fault for every rule of consent that a judge can see the breach of. */
export const CONSENT_MUTANTS: readonly Mutant[] = [
  consent('[C1] asks nobody because of forces', withoutReason('contributes')),
  consent('[C2] asks nobody because of a claim', withoutReason('claims')),
  consent(
    '[C3] lets a claim stand that was replaced',
    learning((said) => ({ ...said, record: { ...said.record, refs: [] } })),
    4,
  ),
  consent(
    '[C3] takes a claim for everlasting',
    seeing((known) => ({
      ...known,
      claims: new Map(
        [...known.claims].map(([hash, claim]) => [hash, { ...claim, upto: undefined }]),
      ),
    })),
    2,
  ),
  consent('[C4] asks nobody about ground that nobody claims', withoutReason('unclaimed')),
  consent(
    '[C5] counts a decision that was said to others',
    withFiles((file) => ({
      ...file,
      decisions: file.decisions.map((said) => ({
        ...said,
        audience: file.plan?.audience ?? said.audience,
      })),
    })),
  ),
  consent(
    '[C6] does not check what officers signed',
    {
      understand: (primitives, ...of) => {
        const read = understand(primitives, ...of);
        if (read.kind !== 'said' || read.said.record.type !== 'decision') return read;
        const keyId = keyIdOf(primitives.sha256, read.said.record.body.signature);
        return { ...read, said: { ...read.said, signer: { keyId, kind: 'exercise' } } };
      },
    },
    20,
  ),
  consent(
    '[C7] takes a key for every office',
    withRosters((roster) => ({
      ...roster,
      keys: roster.seats.flatMap(({ seat }) => roster.keys.map((key) => ({ ...key, seat }))),
    })),
    4,
  ),
  consent(
    '[C7] lets a key sign at any time',
    {
      ...seeing((known) => ({ ...known, retired: new Map() })),
      understand: (...of) => {
        const read = understand(...of);
        if (read.kind !== 'said' || read.said.record.type !== 'roster') return read;
        const said = withBody(read.said as Said<'roster'>, (roster) => ({
          ...roster,
          keys: roster.keys.map((key) => ({ ...key, upto: null })),
        }));
        return { ...read, said };
      },
    },
    26,
  ),
  consent(
    '[C8] lets every office decide',
    withRosters((roster) => ({
      ...roster,
      seats: roster.seats.map((seat) =>
        seat.duties.includes('administer') ? seat : { ...seat, duties: ['decide', 'sign'] },
      ),
    })),
  ),
  consent(
    '[C9] lets anybody speak for another',
    {
      understand: (...of) => {
        const read = understand(...of);
        if (read.kind !== 'said') return read;
        return { ...read, said: { ...read.said, author: read.said.record.by.party } };
      },
    },
    20,
  ),
  consent(
    '[C10] counts what is not marked as exercise',
    learning((said) => ({
      ...said,
      record: { ...said.record, marking: { ...said.record.marking, exercise: true } },
    })),
    90,
  ),
  consent(
    '[C11] forgets a decision that comes before its plan',
    learning((said, known) => {
      const { type, body } = said.record;
      return type === 'decision' && !known.plans.get(body.plan)?.plan ? undefined : said;
    }),
  ),
  consent('[C11] lets the roster count that arrived last', {
    openKnown: (charter, audience) => {
      const honest = openKnown(charter, audience);
      const learn = (said: Said): void => {
        honest.learn(said);
        if (said.record.type !== 'roster') return;
        (honest.rosters as Map<PartyId, Said>).set(said.author, said);
      };
      return Object.assign(Object.create(honest) as typeof honest, { learn });
    },
  }),
  consent(
    '[C12] goes on after a consent has ended',
    withDecisions((decision) => ({ ...decision, upto: null })),
    8,
  ),
  consent(
    '[C13] takes every condition for accepted',
    withDecisions((decision) => ({ ...decision, conditions: [] })),
    9,
  ),
  consent(
    '[C14] begins before its time',
    ending((standing, _, now) =>
      standing.state.kind === 'agreed' ? { ...standing, state: active(now) } : standing,
    ),
    13,
  ),
  consent(
    '[C15] takes an announcement for a consent',
    ending((standing, { activations }, now) =>
      standing.state.kind === 'proposed' && activations.length > 0
        ? { ...standing, state: active(now) }
        : standing,
    ),
    8,
  ),
  consent(
    '[C16] goes on after the plan was ended',
    withFiles((file) => ({ ...file, closings: [] })),
    2,
  ),
  consent(
    '[C16] lets anybody end a plan',
    withFiles((file) => ({
      ...file,
      closings: file.closings.map((said) => ({
        ...said,
        author: file.plan?.author ?? said.author,
      })),
    })),
    20,
  ),
  consent(
    '[C17] goes on after the window',
    ending((standing, _, now) =>
      standing.state.kind === 'ended' && standing.state.reason === 'expired'
        ? { ...standing, state: active(now) }
        : standing,
    ),
  ),
  consent('[C18] goes on after a refusal', withoutVerdict('refusal')),
  consent('[C18] goes on after a withdrawal', withoutVerdict('withdrawal')),
  consent(
    '[C19] lets a retired key sign into the past',
    seeing((known) => ({ ...known, retired: new Map(), rosterHistory: new Map() })),
    97,
  ),
  consent(
    '[C20] counts a repeated consent',
    withFiles((file) => ({ ...file, signedAt: new Map() })),
  ),
];
