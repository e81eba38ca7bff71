import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';

const FOLDER = 'test/vectors';
const LIST = `${FOLDER}/KEPT`;
const LINE = /^([0-9a-f]{64}) {2}(\S+)$/;

/** What is wrong with the kept vectors, in sentences; nothing where all are as they were listed. */
export function faultsOfKept(): readonly string[] {
  const listed = linesIn(readFileSync(LIST, 'utf8'));
  const there = new Map(filesOf().map((file) => [file, hashOf(file)]));
  const changed = [...listed].flatMap(([file, hash]) => {
    const now = there.get(file);
    if (now === hash) return [];
    const what = now === undefined ? 'is gone' : 'is not what it was when it was listed';
    return [`${file} ${what}: a kept vector is never changed or removed; add one beside it`];
  });
  const unlisted = [...there]
    .filter(([file]) => !listed.has(file))
    .map(([file, hash]) => `${file} is not listed: add to ${LIST} the line "${hash}  ${file}"`);
  const struck = struckLines()
    .filter(([file, hash]) => listed.get(file) !== hash)
    .map(([file]) => `${file} was listed once and its line was changed or removed: bring it back`);
  return [...changed, ...unlisted, ...struck];
}

function linesIn(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split('\n').flatMap((line) => {
      const [, hash = '', file] = LINE.exec(line) ?? [];
      return file === undefined ? [] : [[file, hash] as const];
    }),
  );
}

/** Lines that ever stood in the list and were struck, as far as the history at hand goes. */
function struckLines(): readonly (readonly [string, string])[] {
  const args = ['log', '--format=', '-p', '--', LIST];
  let log = '';
  try {
    log = execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    // A copy without its history is held against its list alone.
  }
  const struck = log.split('\n').filter((line) => line.startsWith('-') && !line.startsWith('---'));
  return [...linesIn(struck.map((line) => line.slice(1)).join('\n'))];
}

/** All kept files; what explains them may be put better at any time. */
function filesOf(): readonly string[] {
  return readdirSync(FOLDER, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).split(sep).join('/'))
    .filter((file) => file !== LIST && !file.endsWith('/README.md'))
    .toSorted();
}

function hashOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
