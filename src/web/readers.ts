import { useQuery } from '@tanstack/react-query';
import { useContext } from 'react';

import type { Readers } from '../accord/party/audience.ts';
import { commonAudience, compartmentIn, parseAudience } from '../accord/party/audience.ts';
import type { Compartment } from '../accord/party/schema.ts';
import { useCentre } from './centre.ts';
import { centreQuery } from './queries.ts';
import { SessionContext } from './session.ts';
import { useWords } from './words/words.ts';

/** The compartment that some readers are, as this desk knows it; nothing where they are parties. */
export function useCompartment(readers: readonly string[]): Compartment | undefined {
  const session = useContext(SessionContext);
  const id = compartmentIn(readers);
  return session?.compartments.find((each) => each.id === id);
}

/** Says what a reader is called: a party, or a compartment in which this desk stands. */
export function useReaderName(): (reader: string) => string {
  const { language } = useWords();
  const { parties } = useCentre();
  const session = useContext(SessionContext);
  return (reader) => {
    const within = session?.compartments.find(({ id }) => id === reader);
    return within?.names[language] ?? parties.find(({ id }) => id === reader)?.name ?? reader;
  };
}

/** Says what seats of our own are called, in the order in which they are listed here. */
export function useSeatNames(): (seats: readonly string[]) => readonly string[] {
  const { language } = useWords();
  const { data } = useQuery(centreQuery);
  return (seats) => {
    const listed = (data?.desks ?? []).filter(({ seat }) => seats.includes(seat));
    return listed.map(({ names }) => names[language]);
  };
}

/** Who reads what is said of two things that these readers read; nobody where that is so. [R10] */
export function commonReaders(ours: readonly string[], theirs: readonly string[]): Readers {
  const [one, other] = [parseAudience(ours), parseAudience(theirs)];
  return (one && other && commonAudience(one, other)) ?? [];
}

/** Those of some readers who are parties. */
export function partiesAmong(readers: readonly string[]): readonly string[] {
  return readers.filter((each) => compartmentIn([each]) === undefined);
}
