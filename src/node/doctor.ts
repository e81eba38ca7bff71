import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, statfsSync } from 'node:fs';
import path from 'node:path';
import { identityToRecipient } from 'age-encryption';
import Database from 'libsql';
import { equal } from '../base/bytes.ts';
import type { Instant } from '../base/instant.ts';
import type { IntegrityView } from '../contract/record-room.ts';
import { checkAttachments } from './attachment-check.ts';
import type { Card } from '../ledger/card.ts';
import { auditFolder } from './audit-folder.ts';
import { courierFile, readIdentities } from './courier-key.ts';
import { successionOf } from './doctor-keys.ts';
import { pullsOf } from './doctor-pulls.ts';
import type { Folder } from './folder.ts';
import { identityFile, readKeyFile } from './node-key.ts';
import { hostPrimitives } from './primitives.ts';
import { lastBackup } from './restore.ts';
import type { LogVerdict } from './verify-log.ts';
import { sentenceOfFinding } from './verify-words.ts';

/** Free bytes below which a disk is full soon, and below which it is full as good as. */
export const FREE_BYTES_MIN = { look: 5_368_709_120, bad: 536_870_912 } as const;

/** A certificate that ends within so many days wants to be renewed. */
export const CERTIFICATE_DAYS_MIN = 30;

/** A peer that was silent for so long is looked at, in hours. */
export const SILENT_HOURS_MAX = 24;

/** A backup that is older is looked at, in hours. */
export const BACKUP_HOURS_MAX = 48;

const DAY_MILLIS = 86_400_000;
const HOUR_MILLIS = 3_600_000;

/** One line of the doctor's: what was looked at, how it is, and what to do. */
export interface Finding {
  readonly about: string;
  /** `look`: not as it should be, and nothing is lost. `bad`: act now. */
  readonly state: 'ok' | 'look' | 'bad';
  readonly says: string;
}

/** What is looked at. */
export interface Patient {
  readonly folder: Folder;
  readonly now: Instant;
  /** What the running node says of itself; nothing where it rests. */
  readonly running: IntegrityView | undefined;
}

/** Looks at a data folder and, where it runs, at its node; changes nothing. [K9] */
export async function examine(patient: Patient): Promise<readonly Finding[]> {
  const { folder, now, running } = patient;
  const verdicts = await auditFolder(folder);
  return [
    diskOf(folder.dir),
    secretsOf(folder.dir),
    await keysOf(folder),
    ...certificatesOf(folder.dir, now),
    ...successionOf(folder, now),
    ...linksOf(running, now),
    ...pullsOf(folder, now),
    ...verdicts.map(logOf),
    indexOf(folder.dir, verdicts),
    await attachmentsOf(folder.dir),
    ...evidenceOf(running),
    recoveryOf(folder.dir),
    await backupOf(folder.dir, now),
  ];
}

const ok = (about: string, says: string): Finding => ({ about, state: 'ok', says });
const look = (about: string, says: string): Finding => ({ about, state: 'look', says });
const bad = (about: string, says: string): Finding => ({ about, state: 'bad', says });

function diskOf(dir: string): Finding {
  const { bavail, bsize } = statfsSync(dir);
  const free = bavail * bsize;
  const says = `${(free / 1_073_741_824).toFixed(1)} GiB free`;
  if (free >= FREE_BYTES_MIN.look) return ok('disk', `${says}.`);
  const act = `${says}. Free some, or move the folder to a larger disk.`;
  return free < FREE_BYTES_MIN.bad ? bad('disk', act) : look('disk', act);
}

/** Whoever can read a key can speak as the party. */
function secretsOf(dir: string): Finding {
  const folder = path.join(dir, 'keys');
  const files = [folder, ...readdirSync(folder).map((name) => path.join(folder, name))];
  const isSecret = (file: string): boolean => file === folder || /\.(?:key|pem)$/.test(file);
  const wide = files.filter((file) => isSecret(file) && (statSync(file).mode & 0o077) !== 0);
  if (wide.length === 0) return ok('secrets', 'readable by their owner alone.');
  const act = wide.map((file) => `chmod ${file === folder ? '700' : '600'} ${file}`).join('; ');
  return bad('secrets', `others on this machine may read them: ${act}`);
}

async function keysOf(folder: Folder): Promise<Finding> {
  const own = folder.cards.get(folder.settings.party);
  if (!own) return bad('keys', 'our own card is not here. Restore the folder from a backup.');
  const wrong = [
    ...(isIdentityOf(folder.dir, own) ? [] : ['identity']),
    ...(equal(own.nodeKey, folder.nodeSigner.publicKey) ? [] : ['node']),
    ...(own.courier === undefined || (await isCourierOf(folder.dir, own.courier))
      ? []
      : ['courier']),
  ];
  if (wrong.length > 0) {
    return bad('keys', `not those of our card: ${wrong.join(', ')}. Restore them from a backup.`);
  }
  if (own.courier === undefined) {
    return look('keys', 'our card names no key for bundles. Start the node once; it makes one.');
  }
  const old = [...folder.cards.values()].filter((card) => card.courier === undefined);
  if (old.length === 0) return ok('keys', 'those of our card; every card names a key for bundles.');
  const parties = old.map(({ party }) => party).join(', ');
  return look('keys', `the cards of ${parties} name no key for bundles. Ask for new ones.`);
}

/** Kept away from the machine it is nobody's but yours; here it must be the one in our card. [D14] */
function isIdentityOf(dir: string, { identityKey }: Card): boolean {
  const file = identityFile(dir);
  return !existsSync(file) || equal(identityKey.publicKey, readKeyFile(file).publicKey);
}

async function isCourierOf(dir: string, recipient: string): Promise<boolean> {
  if (!existsSync(courierFile(dir))) return false;
  // The one before is still there where a rotation was ended before its card was written. [D16]
  const held = await Promise.all(readIdentities(courierFile(dir)).map(identityToRecipient));
  return held.includes(recipient);
}

function certificatesOf(dir: string, now: Instant): readonly Finding[] {
  const folders = ['keys', 'link'].map((name) => path.join(dir, name)).filter(existsSync);
  return folders.flatMap((folder) =>
    readdirSync(folder).flatMap((name) => {
      const text = readFileSync(path.join(folder, name), 'utf8');
      return text.includes('BEGIN CERTIFICATE') ? [certificateOf(name, text, now)] : [];
    }),
  );
}

function certificateOf(name: string, text: string, now: Instant): Finding {
  const about = `certificate ${name}`;
  try {
    const upto = new Date(new X509Certificate(text).validTo);
    const days = Math.floor((Number(upto) - now * 1_000) / DAY_MILLIS);
    if (days < 0) return bad(about, `ended ${-days} days ago. Renew it: tansiq link renew.`);
    if (days < CERTIFICATE_DAYS_MIN) return look(about, `ends in ${days} days. Renew it.`);
    return ok(about, `good for ${days} days.`);
  } catch {
    return bad(about, 'cannot be read. Restore it from a backup, or make a new one.');
  }
}

function linksOf(running: IntegrityView | undefined, now: Instant): readonly Finding[] {
  if (!running) return [look('node', 'does not run, so its links were not looked at.')];
  const peers = running.peers.map(({ party, link, lastContact, clockOff }): Finding => {
    const about = `link ${party}`;
    if (clockOff !== undefined) {
      const says = `its clock and ours differ by ${clockOff} s. Set the wrong one right.`;
      return look(about, says);
    }
    if (link !== 'silent') return ok(about, `${link}.`);
    if (lastContact === undefined) {
      return look(about, 'silent since we started. Look at its address and the network.');
    }
    const hours = (now * 1_000 - Date.parse(lastContact)) / HOUR_MILLIS;
    const says = `silent since ${lastContact}. Send a bundle, or look at the network.`;
    return hours > SILENT_HOURS_MAX ? bad(about, says) : look(about, says);
  });
  return [ok('node', 'runs.'), ...peers];
}

function logOf({ origin, place, size, findings }: LogVerdict): Finding {
  const about = `log ${origin || path.basename(place)}`;
  const [first] = findings;
  if (!first) return ok(about, `${size} entries, every one as its author signed it.`);
  return bad(about, `${sentenceOfFinding(first)} Keep the folder and restore the log.`);
}

/** Whether all that the logs hold can be found; a node that runs may be a moment behind. */
function indexOf(dir: string, verdicts: readonly LogVerdict[]): Finding {
  if (existsSync(path.join(dir, 'index.postgres'))) {
    return ok('index', 'is on a PostgreSQL server; the node says when that is away.');
  }
  const file = path.join(dir, 'index.sqlite');
  if (!existsSync(file)) return look('index', 'not there. The node makes it when it starts.');
  let database: InstanceType<typeof Database> | undefined;
  try {
    database = new Database(file, { readonly: true, timeout: 1_000 });
    const rows = database.prepare('SELECT id, reached FROM logs').all() as readonly {
      readonly id: string;
      readonly reached: number;
    }[];
    const reached = new Map(rows.map(({ id, reached: upto }) => [id, upto]));
    const behind = verdicts.filter(
      ({ place, size }) => (reached.get(path.basename(place)) ?? 0) < size,
    );
    if (behind.length === 0) return ok('index', 'has reached the end of every log.');
    const says = `is behind ${behind.length} logs. If it stays so: tansiq rebuild --data ${dir}`;
    return look('index', says);
  } catch {
    return look('index', `cannot be read. Stop the node, then: tansiq rebuild --data ${dir}`);
  } finally {
    database?.close();
  }
}

async function attachmentsOf(dir: string): Promise<Finding> {
  const found = await checkAttachments(dir, hostPrimitives().sha256);
  const size = `${found.whole} whole (${(found.bytes / 1_048_576).toFixed(1)} MiB)`;
  if (found.damaged.length > 0) {
    const files = found.damaged.join(', ');
    return bad('attachments', `not what they were: ${files}. Remove these files and restart.`);
  }
  if (found.false > 0) {
    return look('attachments', `${size}; ${found.false} never were what their records say.`);
  }
  return ok('attachments', `${size}, each what its record says; ${found.partial} on their way.`);
}

function evidenceOf(running: IntegrityView | undefined): readonly Finding[] {
  if (!running) return [];
  // That our own folder is old accuses nobody, and is said of our card.
  const found = running.evidence.filter(({ kind }) => kind !== 'card-older');
  if (found.length === 0) return [ok('evidence', 'against nobody.')];
  const parties = [...new Set(found.map(({ party }) => party))].join(', ');
  return [bad('evidence', `against ${parties}. See the page "Record" and speak with the party.`)];
}

function recoveryOf(dir: string): Finding {
  const folder = path.join(dir, 'shelf');
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const held = names.filter(
    (name) =>
      name.startsWith('recovering_') && readFileSync(path.join(folder, name), 'utf8') === 'yes',
  );
  if (held.length === 0) return ok('recovery', 'none under way.');
  const says = `${held.length} of our logs wait for what other members hold. Bring them into contact.`;
  return look('recovery', says);
}

async function backupOf(dir: string, now: Instant): Promise<Finding> {
  const last = await lastBackup(dir);
  if (!last) return look('backup', 'none was ever written: tansiq backup --help');
  const hours = Math.floor((now * 1_000 - Number(last)) / HOUR_MILLIS);
  const says = `the last one was written ${hours} hours ago`;
  return hours > BACKUP_HOURS_MAX
    ? look('backup', `${says}. Write one.`)
    : ok('backup', `${says}.`);
}
