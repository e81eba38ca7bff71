#!/usr/bin/env node
import { bringAge } from './age.mjs';
import { build } from './build.mjs';
import { check, take, tests } from './check.mjs';
import { bringChromium } from './chromium.mjs';
import { bringNats } from './nats.mjs';
import { setUp } from './setup.mjs';
import { asProgram } from './steps.mjs';

// npm test: everything, from a fresh clone on. Where it skips, it says so; with CI=true it skips nothing.
await asProgram(async () => {
  const say = console.log;
  await setUp({ say });
  const chromium = await bringChromium({ say });
  await bringAge({ say });
  await bringNats({ say });
  const done = await check({ seeds: '500' });
  done.push(await take(tests('mutants')));
  done.push(await take(tests('explore')));
  done.push(await take(tests('long')));
  try {
    await build({ web: true, say });
    done.push(await take(tests('whole', { live: true })));
    if (chromium)
      done.push(await take(tests('browser', { env: { CHROMIUM: chromium }, live: true })));
    else done.push(withoutChromium(say));
  } catch (trouble) {
    say(trouble.message);
    done.push({ name: 'build', failed: true, counts: { passed: 0, failed: 1, skipped: 0 } });
  }
  const failed = done.filter((each) => each.failed).map(({ name }) => name);
  if (failed.length > 0) say(`\nFailed: ${failed.join(', ')}.`);
  const sum = (kind) => done.reduce((total, { counts }) => total + counts[kind], 0);
  say(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
  return failed.length > 0 ? 1 : 0;
});

function withoutChromium(say) {
  const mustRun = process.env.CI === 'true';
  say(
    `${mustRun ? 'FAIL' : 'skip'}  browser       no Chromium here: install one, or name it in $CHROMIUM`,
  );
  return {
    name: 'browser',
    failed: mustRun,
    counts: { passed: 0, failed: mustRun ? 1 : 0, skipped: mustRun ? 0 : 1 },
  };
}
