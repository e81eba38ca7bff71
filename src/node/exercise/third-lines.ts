import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { PartyId } from '../../base/ids.ts';
import { formatInstant, instant } from '../../base/instant.ts';
import type { IntegrityView, LogView } from '../../contract/record-room.ts';
import type { Plan } from '../../accord/operation/plan-schema.ts';
import type { Report } from '../../accord/knowledge/schema.ts';
import type { Client } from './desk.ts';
import { SEAM, reportOf } from './lines.ts';
import { momentIn } from './second-lines.ts';

const DAY_SECONDS = 86_400;

/** A word of the recalled report that nothing else bears. */
export const RECALLED_WORD = 'Heronstone';

/** A report about what was seen `days` days ago; the record itself is of now. */
export function reportOfDay(title: string, days: number): Report {
  const report = reportOf(title, [43.6, 35.7], 'resident');
  const seen = Date.now() / 1000 - days * DAY_SECONDS;
  const when = { from: formatInstant(instant(seen - 60)), upto: formatInstant(instant(seen)) };
  return { ...report, when };
}

/** A plan that two parties share, soon to begin. */
export function planWhileAway(proposer: PartyId, other: PartyId): Plan {
  return {
    kind: 'operation',
    name: 'NAHR-5',
    language: 'en',
    purpose: 'Search the ground between the two lines once more.',
    shape: SEAM as unknown as Plan['shape'],
    window: { from: momentIn(8), upto: momentIn(3600) },
    contributions: [
      { party: proposer, forces: [{ kind: 'infantry', count: 80 }] },
      { party: other, forces: [{ kind: 'infantry', count: 80 }] },
    ],
    rulesOfContact: 'Stop and call the centre on any meeting of units.',
  };
}

/** The figures of all logs that a desk may read with another party, by their origin. */
export async function sharedWith(
  desk: Client,
  party: PartyId,
): Promise<ReadonlyMap<string, LogView>> {
  const { logs } = await desk.get<IntegrityView>('/api/logs');
  const shared = logs.filter(({ audience }) => audience && audience.length > 1);
  return new Map(
    shared.filter(({ audience }) => audience?.includes(party)).map((log) => [log.origin, log]),
  );
}

/** Whether any file of a node's folder has these words, as they are or in small letters. */
export async function hasWords(folder: string, words: string): Promise<boolean> {
  for (const each of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!each.isFile()) continue;
    // A file that goes away meanwhile has no words.
    const bytes = await readFile(path.join(each.parentPath, each.name)).catch(() => undefined);
    if (bytes?.includes(words) || bytes?.includes(words.toLowerCase())) return true;
  }
  return false;
}
