#!/usr/bin/env node
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setUp } from './setup.mjs';
import { alone, asProgram, isProgram, root, run, tool } from './steps.mjs';

const REPORTS = join(root, 'dist/reports');

/** How much of each failure is said again at the end. */
const FAULT_LINES_MAX = 12;

const NOTHING = { counts: { passed: 0, failed: 0, skipped: 0 }, faults: [] };

/** A command with a name; one that runs tests gives their counts too. */
export function step(name, command, options = {}) {
  return { name, command, options };
}

/** A step that runs one project of vitest.config.ts, or some of its files; `beat` says how far it is. */
export function tests(project, { env = {}, beat } = {}) {
  const report = join(REPORTS, `${project}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const command = tool('vitest', 'run', '--project', project, ...reporters);
  return { ...step(project, command, { env, beat }), report };
}

/** Runs one step, prints its line (and its words if it failed), and gives what came of it. */
export async function take({ name, command, options, report }) {
  if (report) rmSync(report, { force: true });
  const { code, output, seconds } = await run(command, options);
  const { counts, faults } = report ? readReport(report) : NOTHING;
  const failed = code !== 0 || counts.failed > 0;
  const figures = report
    ? `  ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`
    : '';
  if (failed) console.log(output.trimEnd());
  console.log(
    `${failed ? 'FAIL' : 'ok  '}  ${name.padEnd(12)} ${seconds.toFixed(1).padStart(6)} s${figures}`,
  );
  // A step that fails without a failed test (a format, a type, a crash) is one failure.
  return {
    name,
    failed,
    faults,
    counts: failed && counts.failed === 0 ? { ...counts, failed: 1 } : counts,
  };
}

/** Stories that `npm run check` tells, so that it ends within a minute; `npm test` tells 500. */
const CHECK_SEEDS = '100';

/** All that `npm run check` asks, in two lanes: one for what is quick, one for types and tests. */
export async function check({ seeds = CHECK_SEEDS } = {}) {
  mkdirSync(REPORTS, { recursive: true });
  const types = (name) =>
    step(`types ${name}`, tool('tsc', '-p', `tsconfig.${name}.json`, '--noEmit'));
  const lanes = [
    [
      step('format', tool('oxfmt', '--check')),
      step('types node', tool('tsc', '-b', 'tsconfig.pure.json', 'tsconfig.host.json')),
      types('web'),
      types('test'),
    ],
    [step('lint', tool('oxlint', '--type-aware')), tests('unit')],
  ];
  const done = await alone('build', console.log, () => Promise.all(lanes.map(takeAll)));
  // Storms fill a core each and come last, so that a slip is told before them.
  return [
    ...done.flat(),
    await take(tests('storms', { env: { TANSIQ_SEEDS: process.env.TANSIQ_SEEDS ?? seeds } })),
  ];
}

/** Takes steps in turn; a failed one does not keep the others from being taken. */
export async function takeAll(steps) {
  const done = [];
  for (const each of steps) done.push(await take(each));
  return done;
}

/** The counts of a report, and each failed test with the first lines of why it failed. */
function readReport(report) {
  try {
    const said = JSON.parse(readFileSync(report, 'utf8'));
    const counts = {
      passed: said.numPassedTests,
      failed: said.numFailedTests,
      skipped: said.numPendingTests + said.numTodoTests,
    };
    const faults = said.testResults.flatMap(({ name, message, assertionResults }) => [
      ...(message ? [faultOf(name, 'the file', message)] : []),
      ...assertionResults
        .filter(({ status }) => status === 'failed')
        .map(({ fullName, failureMessages }) =>
          faultOf(name, fullName, failureMessages.join('\n')),
        ),
    ]);
    return { counts, faults };
  } catch {
    return NOTHING;
  }
}

function faultOf(file, title, why) {
  const lines = why
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^ +at .*node_modules/.test(line));
  const first = lines.slice(0, FAULT_LINES_MAX).map((line) => `    ${line}`);
  return [`${relative(root, file)}: ${title}`, ...first].join('\n');
}

if (isProgram(import.meta.url)) {
  await asProgram(async () => {
    const started = performance.now();
    await setUp({ say: console.log });
    const failed = (await check()).filter((each) => each.failed);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    if (failed.length > 0) {
      console.log(`\nFailed: ${failed.map(({ name }) => name).join(', ')} (${seconds} s in all).`);
      return 1;
    }
    console.log(`\nAll is well (${seconds} s in all).`);
    return 0;
  });
}
