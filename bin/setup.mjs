import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { alone, root, run } from './steps.mjs';

const NODE_MIN = [20, 19];
const LOCK = join(root, 'package-lock.json');
const PACKAGES = join(root, 'node_modules');
const STAMP = join(PACKAGES, '.tansiq-lock');

/** Makes this checkout ready to be built: the right Node, and the packages of package-lock.json. */
export async function setUp({ say }) {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < NODE_MIN[0] || (major === NODE_MIN[0] && minor < NODE_MIN[1])) {
    throw new Error(
      `Tansiq needs Node ${NODE_MIN.join('.')} or newer, and this is Node ${process.versions.node}.\n` +
        "Install a newer Node (nodejs.org, or your system's packages), then try again.",
    );
  }
  if (isReady()) return;
  await alone('setup', say, async () => {
    if (isReady()) return;
    say('Setting up: fetching the packages that package-lock.json names (once, about a minute) …');
    const { code, output, seconds } = await run(
      [...npm(), 'ci', '--include=dev', '--loglevel=error'],
      { beat: (s) => say(`  still fetching, ${s} s`) },
    );
    if (code !== 0) {
      throw new Error(
        `${output.trim()}\n\nThe packages could not be put in place (npm ci ended with ${code}). ` +
          'If this machine has no network, run it once where there is one and copy the folder.',
      );
    }
    writeFileSync(STAMP, lockDigest());
    say(`Packages are in place (${seconds} s).`);
  });
}

function npm() {
  const caller = process.env.npm_execpath ?? '';
  if (/npm-cli\.c?js$/.test(caller)) return [process.execPath, caller];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
}

function isReady() {
  if (!existsSync(PACKAGES)) return false;
  const wanted = lockDigest();
  if (existsSync(STAMP)) return readFileSync(STAMP, 'utf8') === wanted;
  // Somebody ran npm ci by hand: what npm wrote down about it is as good as our stamp.
  if (!holdsWhatIsLocked()) return false;
  writeFileSync(STAMP, wanted);
  return true;
}

function holdsWhatIsLocked() {
  const note = join(PACKAGES, '.package-lock.json');
  if (!existsSync(note)) return false;
  const held = JSON.parse(readFileSync(note, 'utf8')).packages;
  const locked = JSON.parse(readFileSync(LOCK, 'utf8')).packages;
  return Object.entries(locked).every(
    ([path, wanted]) =>
      path === '' ||
      (held[path]
        ? held[path].version === wanted.version
        : Boolean(wanted.optional || wanted.peer)),
  );
}

function lockDigest() {
  return createHash('sha256').update(readFileSync(LOCK)).digest('hex');
}
