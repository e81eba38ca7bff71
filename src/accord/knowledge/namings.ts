import type { LogId } from '../../base/ids.ts';
import type { Said } from '../said.ts';
import { isSaid } from '../said.ts';
import type { Attachment } from './attachment.ts';

/** The attachments that one record names, where it stands. */
export interface Naming {
  readonly said: Said<'report'>;
  readonly attachments: readonly Attachment[];
}

/** Which records at hand name attachments. A record that is recalled names none. [G9] */
export interface Namings {
  /** What the record in this place names; nothing where none is at hand or it names none. */
  at(log: LogId, index: number): Naming | undefined;
  /** All of them, in the order in which they were learnt. */
  all(): Iterable<Naming>;
}

/** {@link Namings} that can still learn. */
export interface LearningNamings extends Namings {
  /** Takes in one record; one that names nothing changes nothing. */
  learn(said: Said): void;
  /** Forgets what stood in these places of a log, since its bytes are gone. */
  forget(log: LogId, indexes: readonly number[]): void;
}

/** Begins without any record. */
export function openNamings(): LearningNamings {
  const namings = new Map<string, Naming>();
  return {
    at: (log, index) => namings.get(`${log}/${index}`),
    all: () => namings.values(),
    learn(said) {
      if (said.record.by.party !== said.author || !isSaid(said, 'report')) return;
      const { attachments } = said.record.body;
      if (attachments) namings.set(`${said.log}/${said.index}`, { said, attachments });
    },
    forget(log, indexes) {
      for (const index of indexes) namings.delete(`${log}/${index}`);
    },
  };
}
