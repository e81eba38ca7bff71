import type { Instant } from '../base/instant.ts';
import type { Folder } from './folder.ts';
import { authorizationOf, readPullMemory } from './pull-memory.ts';

/** A line of the doctor's about what is pulled. */
interface PullFinding {
  readonly about: string;
  readonly state: 'ok' | 'look' | 'bad';
  readonly says: string;
}

/** How many times the time between two pulls may pass without one. */
const MISSED_MAX = 3;

/** How each collection that is pulled went the last time. [Y23] */
export function pullsOf({ dir, settings }: Folder, now: Instant): readonly PullFinding[] {
  return (settings.pulls ?? []).map((pull): PullFinding => {
    const about = `pull ${pull.name}`;
    const authorization = authorizationOf(dir, pull);
    if ('fault' in authorization) {
      const says =
        authorization.fault === 'secret-open'
          ? `others on this machine may read the secret: chmod 600 ${pull.secret}`
          : `${pull.secret} is not there, or is not USER:SECRET on one line.`;
      return { about, state: 'bad', says };
    }
    const held = readPullMemory(dir, pull);
    if (!held) return { about, state: 'look', says: 'not pulled yet. Start the node.' };
    const minutes = Math.floor((now - held.lastAt) / 60);
    if (held.fault !== undefined) {
      return { about, state: 'look', says: `${held.fault}, ${minutes} minutes ago. ${ACTS}` };
    }
    const counts = held.counts;
    const came = `${minutes} minutes ago; ${counts?.saved ?? 0} reports came in, ${counts?.refused ?? 0} refused.`;
    const isOld = minutes > MISSED_MAX * pull.everyMinutes;
    return {
      about,
      state: isOld ? 'look' : 'ok',
      says: isOld ? `${came} Is the node running?` : came,
    };
  });
}

const ACTS = 'The page Centre says what it means; ask who runs that server.';
