#!/usr/bin/env node
import { bringAge } from './age.mjs';
import { build } from './build.mjs';
import { check, take, takeAll, tests } from './check.mjs';
import { bringChromium } from './chromium.mjs';
import { bringNats, bringPostgres } from './servers.mjs';
import { setUp } from './setup.mjs';
import { asProgram } from './steps.mjs';

const BEAT_SECONDS = 60;

// npm test: everything, from a fresh clone on. Where it skips, it says so; with CI=true it skips nothing.
await asProgram(async () => {
  const say = console.log;
  const started = performance.now();
  await setUp({ say });
  const chromium = await bringChromium({ say });
  await bringAge({ say });
  await bringNats({ say });
  await bringPostgres({ say });
  const done = await check({ seeds: '500' });
  // These fill every core by themselves.
  for (const each of ['mutants', 'explore']) done.push(await take(tests(each)));
  try {
    await build({ web: true, say });
    // Whole nodes and desks wait for each other much of the time, so one lane is told beside the other.
    const browser = chromium
      ? takeAll([tests('browser', { env: { CHROMIUM: chromium }, beat: beatOf('browser') })])
      : [withoutChromium(say)];
    const rest = takeAll([tests('whole', { beat: beatOf('whole') }), tests('long')]);
    done.push(...(await Promise.all([browser, rest])).flat());
  } catch (trouble) {
    say(trouble.message);
    const counts = { passed: 0, failed: 1, skipped: 0 };
    done.push({ name: 'build', failed: true, faults: [], counts });
  }
  const failed = done.filter((each) => each.failed);
  // Said once more at the end, where nothing has scrolled away.
  for (const { name, faults } of failed) {
    for (const fault of faults) say(`\nFAIL  ${name}  ${fault}`);
  }
  if (failed.length > 0) say(`\nFailed: ${failed.map(({ name }) => name).join(', ')}.`);
  const sum = (kind) => done.reduce((total, { counts }) => total + counts[kind], 0);
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  say(
    `${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped (${seconds} s in all)`,
  );
  return failed.length > 0 ? 1 : 0;
});

/** Says now and then that a long step still runs, for machines that end what is silent. */
function beatOf(name) {
  return (seconds) => {
    if (seconds % BEAT_SECONDS < 10) console.log(`      ${name.padEnd(12)} ${seconds} s so far`);
  };
}

function withoutChromium(say) {
  const mustRun = process.env.CI === 'true';
  say(
    `${mustRun ? 'FAIL' : 'skip'}  browser       no Chromium here: install one, or name it in $CHROMIUM`,
  );
  return {
    name: 'browser',
    failed: mustRun,
    faults: [],
    counts: { passed: 0, failed: mustRun ? 1 : 0, skipped: mustRun ? 0 : 1 },
  };
}
