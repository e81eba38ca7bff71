import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { isLogId } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import { formatInstant } from '../base/instant.ts';
import { parseCard } from '../ledger/card.ts';
import { serialOf } from '../ledger/succession.ts';
import { shelfFile, shelfName } from '../store/file-shelf.ts';
import type { Folder } from './folder.ts';
import { parseAuthority, untilOf } from './link-keys.ts';
import { hostPrimitives } from './primitives.ts';
import { BEYOND, REFUSED } from './succession.ts';

const DAY_SECONDS = 86_400;

/** An authority that ends within so many days wants another card. */
const AUTHORITY_DAYS_MIN = 30;

/** A line of the doctor's about keys. */
interface KeyFinding {
  readonly about: string;
  readonly state: 'ok' | 'look' | 'bad';
  readonly says: string;
}

/** What the succession of keys leaves to be done: at ours, and at those of others. [D13] */
export function successionOf(folder: Folder, now: Instant): readonly KeyFinding[] {
  return [cardOf(folder), ...authoritiesOf(folder, now), ...beyondIn(folder.dir)];
}

/** Whether others hold a newer card of ours than this folder. [D10] */
function cardOf({ dir, settings, cards }: Folder): KeyFinding {
  const about = 'card';
  const own = cards.get(settings.party);
  const text = shelved(dir, `${REFUSED}${settings.party}`);
  const other = text === undefined ? undefined : parseCard(hostPrimitives(), text);
  const ours = own ? serialOf(own) : 0;
  if (other?.ok && serialOf(other.value) > ours) {
    const says = `others hold number ${serialOf(other.value)} of our card, and here is ${ours}: this folder is from before it. Bring the newest folder or backup back; where there is none: tansiq key rotate --lost --data ${dir}`;
    return { about, state: 'bad', says };
  }
  const last = own?.former?.at(-1);
  const since = last ? `, its node key since ${formatInstant(last.at)}` : '';
  return { about, state: 'ok', says: `number ${ours}${since}; nobody has shown a newer one.` };
}

/** Others' authorities that end soon: their nodes are met by nobody afterwards. */
function authoritiesOf({ settings, cards }: Folder, now: Instant): readonly KeyFinding[] {
  return [...cards.values()].flatMap(({ party, authority }): readonly KeyFinding[] => {
    const read = authority && party !== settings.party ? parseAuthority(authority) : undefined;
    if (!read) return [];
    const days = Math.floor((untilOf(read) - now) / DAY_SECONDS);
    if (days >= AUTHORITY_DAYS_MIN) return [];
    const says = `the authority in its card ends in ${days} days. Ask the party for a new card.`;
    return [{ about: `card ${party}`, state: 'look', says }];
  });
}

/** Copies that do not stand beside the renewed card of their author, and are still here. [D6] */
function beyondIn(dir: string): readonly KeyFinding[] {
  const folder = path.join(dir, 'shelf');
  const names = existsSync(folder) ? readdirSync(folder).flatMap((f) => shelfName(f) ?? []) : [];
  const logs = names
    .filter((name) => name.startsWith(BEYOND))
    .map((name) => name.slice(BEYOND.length))
    .filter((log) => isLogId(log) && existsSync(path.join(dir, 'logs', log)));
  return logs.map((log) => ({
    about: `copy ${log}`,
    state: 'look',
    says: `did not stand beside its author's renewed card. See the page "Record"; once people have looked, stop the node, then: tansiq key aside ${log} --data ${dir}`,
  }));
}

function shelved(dir: string, name: string): string | undefined {
  const file = path.join(dir, 'shelf', shelfFile(name));
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
