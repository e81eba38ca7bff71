import type { PartyId, RecordHash } from '../../base/ids.ts';
import { signatureOf } from '../agreement/force.ts';
import type { Known } from '../known.ts';
import type { Said } from '../said.ts';

/** A step of a handover that was done, by whose word and when. */
export interface DoneStep {
  readonly step: string;
  readonly at: string;
  readonly note: string | null;
}

/** How far a handover is. [C52] */
export interface HandoverState {
  readonly done: readonly DoneStep[];
  /** The parties whose signature stands. */
  readonly signed: readonly PartyId[];
  readonly complete: boolean;
}

/** How far a handover is, by the word of each step's own party and by both signatures. [C52] */
export function handoverState(known: Known, handover: Said<'handover'>): HandoverState {
  const { steps, to } = handover.record.body;
  const said = known.handoverSteps.get(handover.hash) ?? [];
  const done = steps.flatMap(({ id, by }): readonly DoneStep[] => {
    const [first] = said
      .filter(({ author, record }) => author === by && record.body.step === id)
      .toSorted((ours, theirs) => ours.index - theirs.index);
    return first ? [{ step: id, at: first.record.at, note: first.record.body.note }] : [];
  });
  const signed = partiesOf(handover, to).filter(
    (party) => signatureOf(known, handover.hash, party)?.record.body.verdict === 'signs',
  );
  const complete = done.length === steps.length && signed.length === 2;
  return { done, signed, complete };
}

/** The handover that a post is in, the earliest by name; nothing where it is in none. */
export function handoverOfPost(known: Known, post: RecordHash): Said<'handover'> | undefined {
  return [...known.handovers.values()]
    .filter(({ record }) => record.body.post === post)
    .toSorted((ours, theirs) => (ours.hash < theirs.hash ? -1 : 1))[0];
}

function partiesOf(handover: Said<'handover'>, to: PartyId): readonly PartyId[] {
  return [handover.author, to].toSorted();
}
