import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const BEAT_MS = 10_000;
const WAIT_MS = 300;
const PARENT_MS = 500;
const PATIENCE_MS = 1_500;
const TOUCH_MS = 2_000;
const TOUCH_AGE_MS_MAX = 15_000;
const OUTPUT_CHARACTERS_MAX = 400_000;

/** The folder of this checkout. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Tells whether the module with this `import.meta.url` is the program that was started. */
export function isProgram(url) {
  return Boolean(process.argv[1]) && pathToFileURL(process.argv[1]).href === url;
}

/** The command line of a program that a package of ours brings, the same on every system. */
export function tool(name, ...args) {
  const programs = {
    oxfmt: 'oxfmt/bin/oxfmt',
    // With --type-aware it asks oxlint-tsgolint about types.
    oxlint: 'oxlint/bin/oxlint',
    tsc: 'typescript/bin/tsc',
    vite: 'vite/bin/vite.js',
    vitest: 'vitest/vitest.mjs',
  };
  return [process.execPath, join(root, 'node_modules', programs[name]), ...args];
}

/**
 * Runs a command in the checkout and waits for it. Its words are kept and given back. `beat` is
 * called every ten seconds with the seconds so far.
 */
export async function run([command, ...args], { beat, env = {} } = {}) {
  const started = performance.now();
  const seconds = () => Math.round((performance.now() - started) / 100) / 10;
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: command.endsWith('.cmd'),
  });
  let output = '';
  const keep = (piece) => {
    output = (output + piece).slice(-OUTPUT_CHARACTERS_MAX);
  };
  child.stdout.setEncoding('utf8').on('data', keep);
  child.stderr.setEncoding('utf8').on('data', keep);
  const drum = beat && setInterval(() => beat(Math.round(seconds())), BEAT_MS);
  try {
    const code = await new Promise((done) => {
      child.once('error', (trouble) => {
        keep(`${command}: ${trouble.message}\n`);
        done(127);
      });
      child.once('close', (exit, signal) => done(signal ? 130 : exit));
    });
    return { code, output, seconds: seconds() };
  } finally {
    clearInterval(drum);
  }
}

/** Does `work` while no other process of this checkout does work of the same name. */
export async function alone(name, say, work) {
  const folder = join(root, 'var');
  const path = join(folder, `${name}.pid`);
  mkdirSync(folder, { recursive: true });
  let told = false;
  for (;;) {
    try {
      const file = openSync(path, 'wx');
      writeSync(file, String(process.pid));
      closeSync(file);
      break;
    } catch (trouble) {
      if (trouble.code !== 'EEXIST') throw trouble;
      if (!isHeld(path)) {
        rmSync(path, { force: true });
        continue;
      }
      if (!told) say(`Waiting for another process that works here (${name}) …`);
      told = true;
      await new Promise((done) => setTimeout(done, WAIT_MS));
    }
  }
  const touch = setInterval(() => utimesSync(path, new Date(), new Date()), TOUCH_MS);
  try {
    return await work();
  } finally {
    clearInterval(touch);
    rmSync(path, { force: true });
  }
}

function isHeld(path) {
  if (!existsSync(path)) return false;
  // A number may have gone to another process since, as in a container: the holder also keeps touch.
  if (Date.now() - statSync(path).mtimeMs > TOUCH_AGE_MS_MAX) return false;
  const pid = Number(readFileSync(path, 'utf8'));
  // An empty file was made an instant ago by one who has yet to write its number.
  if (!pid) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (trouble) {
    return trouble.code === 'EPERM';
  }
}

/**
 * Runs `main` as the program: a failure becomes its sentence and exit code 1, and the stack is shown
 * only for what nobody foresaw.
 */
export async function asProgram(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (trouble) {
    const foreseen = trouble instanceof Error && trouble.constructor === Error;
    process.stderr.write(`\n${foreseen ? trouble.message : (trouble?.stack ?? trouble)}\n`);
    process.exitCode = 1;
  }
}

/**
 * Starts a long-lived program of ours with our own screen, hands stop signals on to it, and ends
 * with its exit code.
 */
export async function become(args) {
  const child = spawn(process.execPath, args, { cwd: process.cwd(), stdio: 'inherit' });
  const handOn = (signal) => {
    if (signal !== 'SIGINT') child.kill(signal);
    // Ctrl-C reaches a whole group, the child too, and twice would look like impatience. Where the
    // signal was for us alone the child is still there a moment later.
    else setTimeout(() => child.kill('SIGTERM'), PATIENCE_MS).unref();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, handOn);
  // A signal to npm ends the shell between npm and us, and never comes here: we notice its absence.
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (!process.env.npm_lifecycle_event || process.ppid === parent) return;
    clearInterval(watch);
    child.kill('SIGTERM');
  }, PARENT_MS);
  const code = await new Promise((done) => {
    child.once('error', () => done(127));
    child.once('close', (exit, signal) => done(signal ? 130 : exit));
  });
  clearInterval(watch);
  for (const signal of signals) process.off(signal, handOn);
  return code;
}
