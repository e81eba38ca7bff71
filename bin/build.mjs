import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setUp } from './setup.mjs';
import { alone, asProgram, isProgram, root, run, tool } from './steps.mjs';

const DIST = join(root, 'dist');
const SHARED = ['package-lock.json', 'tsconfig.base.json'];

/**
 * Brings dist/ up to date: what the node runs, with `web` the screens and the map's ground, and with
 * `ends` the programs that tests and benches start.
 */
export async function build({ web, ends, say }) {
  await alone('build', say, async () => {
    const works = [
      buildPrograms('run', say),
      ...(web ? [buildWeb(say), buildGround(say)] : []),
      ...(ends ? [buildPrograms('ends', say)] : []),
    ];
    const trouble = (await Promise.allSettled(works)).filter(({ reason }) => reason);
    if (trouble.length > 0) throw new Error(trouble.map(({ reason }) => reason.message).join('\n'));
  });
}

const PROGRAMS = {
  run: { name: 'the node', folders: ['src'], whole: 'dist/run/main.js' },
  ends: {
    name: 'the programs of the tests',
    folders: ['src', 'test/whole'],
    whole: 'dist/ends/exchange-end.js',
  },
};

async function buildPrograms(mode, say) {
  const { name, folders, whole } = PROGRAMS[mode];
  const sources = folders
    .flatMap(filesUnder)
    .filter((file) => !file.startsWith('src/web/') && !/\.test\.tsx?$/.test(file));
  const inputs = [...SHARED, 'vite-node.config.ts', ...sources];
  await unlessUnchanged(mode, inputs, [whole], async () => {
    say(`Building ${name} …`);
    const how = ['--config', 'vite-node.config.ts', '--mode', mode, '--logLevel', 'warn'];
    const done = await run(tool('vite', 'build', ...how));
    if (done.code !== 0) throw new Error(`${done.output.trim()}\nNot built: ${name}.`);
    say(`Built: ${name} (${done.seconds} s).`);
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
    .sort((a, b) => (a < b ? -1 : 1));
}

if (isProgram(import.meta.url)) {
  await asProgram(async () => {
    await setUp({ say: console.log });
    await build({ web: true, ends: process.argv.includes('--ends'), say: console.log });
    console.log('Built.');
  });
}
