import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { setUp } from './setup.mjs';
import { alone, asProgram, isProgram, root, run, tool } from './steps.mjs';

const DIST = join(root, 'dist');
const SHARED = ['package-lock.json', 'tsconfig.base.json'];
const CODE = new Set(['.ts', '.tsx']);

/** Brings dist/ up to date: what the node runs, and with `web` the screens and the map's ground. */
export async function build({ web, say }) {
  await alone('build', say, async () => {
    const works = [buildNode(say), ...(web ? [buildWeb(say), buildGround(say)] : [])];
    const trouble = (await Promise.allSettled(works)).filter(({ reason }) => reason);
    if (trouble.length > 0) throw new Error(trouble.map(({ reason }) => reason.message).join('\n'));
  });
}

async function buildNode(say) {
  const sources = filesUnder('src').filter(
    (file) => !file.startsWith('src/web/') && !/\.(?:test|suite)\.tsx?$/.test(file),
  );
  const inputs = [...SHARED, 'tsconfig.pure.json', 'tsconfig.host.json', ...sources];
  await unlessUnchanged('node', inputs, ['dist/node', 'dist/pure.tsbuildinfo'], async () => {
    say('Building the node …');
    const done = await run(tool('tsc', '-b', 'tsconfig.pure.json', 'tsconfig.host.json'));
    if (done.code !== 0) throw new Error(`${done.output.trim()}\nThe node could not be built.`);
    for (const file of sources.filter((each) => !CODE.has(extname(each)))) {
      const copy = join(root, file.replace(/^src/, 'dist'));
      mkdirSync(dirname(copy), { recursive: true });
      copyFileSync(join(root, file), copy);
    }
    say(`The node is built (${done.seconds} s).`);
  });
}

async function buildWeb(say) {
  const sources = ['web', 'base', 'geo', 'proof', 'accord', 'contract']
    .flatMap((room) => filesUnder(`src/${room}`))
    .filter((file) => !/\.test\.tsx?$/.test(file));
  const inputs = [...SHARED, 'tsconfig.web.json', 'vite.config.ts', ...sources];
  await unlessUnchanged('web', inputs, ['dist/web/index.html'], async () => {
    say('Building the screens …');
    const done = await run(tool('vite', 'build', '--logLevel', 'warn'));
    if (done.code !== 0) throw new Error(`${done.output.trim()}\nThe screens could not be built.`);
    say(`The screens are built (${done.seconds} s).`);
  });
}

// It knows by itself whether it is up to date.
async function buildGround(say) {
  const program = join(root, 'bin/basemap.mjs');
  const done = await run([process.execPath, program]);
  if (done.code !== 0) throw new Error(`${done.output.trim()}\nThe map could not be built.`);
  if (done.seconds > 1) say(`The map's ground is built (${done.seconds} s).`);
}

async function unlessUnchanged(name, inputs, outputs, work) {
  const stamp = join(DIST, `.${name}-stamp`);
  const wanted = digestOf(inputs);
  const whole = outputs.every((path) => existsSync(join(root, path)));
  if (whole && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  // Gone first and written last, so a build that was cut short is never taken for a whole one.
  rmSync(stamp, { force: true });
  await work();
  mkdirSync(DIST, { recursive: true });
  writeFileSync(stamp, wanted);
}

function digestOf(files) {
  const digest = createHash('sha256').update(process.version);
  for (const file of files) {
    const path = join(root, file);
    if (existsSync(path)) digest.update(`\n${file}\n`).update(readFileSync(path));
  }
  return digest.digest('hex');
}

function filesUnder(folder) {
  const path = join(root, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true })
    .flatMap((entry) =>
      entry.isDirectory() ? filesUnder(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`],
    )
    .sort();
}

if (isProgram(import.meta.url)) {
  await asProgram(async () => {
    await setUp({ say: console.log });
    await build({ web: true, say: console.log });
    console.log('Built.');
  });
}
