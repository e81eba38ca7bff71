import type { CoverView, IncursionView } from '../../contract/beside-plans.ts';
import { claimsTouched, coversOf, isSettled, settledBy } from '../../accord/incursion/cover.ts';
import { mayRead } from '../../accord/party/release.ts';
import type { Said } from '../../accord/said.ts';
import type { Lives } from '../lives.ts';
import { presentAnswers } from './answer.ts';
import type { Look } from './look.ts';

/** An incursion with whose ground it was by its author's claims, and what covers it. [C49] [C50] */
export function presentIncursion(look: Look, lives: Lives, said: Said<'incursion'>): IncursionView {
  const { known, reader } = look;
  const { hash, author, audience, record } = said;
  return {
    hash,
    author,
    seat: record.by.seat,
    at: record.at,
    audience,
    incursion: record.body,
    claims: claimsTouched(known, said).map((claim) => {
      return { hash: claim.said.hash, names: claim.said.record.body.names };
    }),
    covers: coversOf(known, said, (plan) => lives.of(plan)).flatMap(
      (cover): readonly CoverView[] => {
        const plan = known.plans.get(cover.plan)?.plan;
        if (!plan || !mayRead(reader, plan)) return [];
        return [{ ...cover, name: plan.record.body.name }];
      },
    ),
    answers: presentAnswers(look, hash),
    settledBy: settledBy(known, said),
    state: isSettled(known, said) ? 'settled' : 'open',
  };
}
