import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { TroubleError } from '../base/result.ts';
import type { IntegrityView } from '../contract/api.ts';
import { formatVerifierKey } from '../proof/note.ts';
import { PLAYERS } from './exercise/cast.ts';
import { openDesk } from './exercise/desk.ts';
import type { Client } from './exercise/desk.ts';
import type { Staged } from './exercise/stage.ts';
import { lower, officerOf, raise, setStage } from './exercise/stage.ts';
import { playStory } from './exercise/story.ts';
import type { Scorecard } from './exercise/scorecard.ts';
import { readFolder } from './folder.ts';
import { sentenceOf } from './sentences.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    stay: { type: 'boolean', default: false },
    data: { type: 'string', default: path.join('var', `play-${process.pid}`) },
  },
});

const dir = path.resolve(values.data);
const isOurFolder = !existsSync(dir);
const staged: Staged[] = [];
const desks = new Map<string, Client>();
const say = values.json ? console.error : console.log;

process.once('SIGINT', () => void leave(130));
process.once('SIGTERM', () => void leave(143));

try {
  const card = await play();
  if (values.stay) {
    await stay(card);
  } else {
    if (values.json) console.log(JSON.stringify(card, undefined, 2));
    else print(card);
    await leave(card.passed ? 0 : 1);
  }
} catch (thrown) {
  console.error(thrown instanceof TroubleError ? sentenceOf(thrown.code, thrown.details) : thrown);
  await leave(1);
}

async function play(): Promise<Scorecard> {
  say('EXERCISE — not real. Raising four nodes.');
  await setStage(dir);
  // The witness first, so that nothing waits for it.
  for (const player of PLAYERS.toReversed()) staged.push(await raise(dir, player));
  for (const { player, address } of staged) {
    for (const { seat } of player.seats) {
      desks.set(`${player.party}/${seat}`, await openDesk(address, seat));
    }
  }
  const members = PLAYERS.filter(({ role }) => role === 'member');
  return playStory(
    {
      desks,
      officers: new Map(members.map(({ party }) => [party, officerOf(dir, party)])),
      addresses: new Map(staged.map(({ player, address }) => [player.party, address])),
    },
    (step, ok, detail) => say(`  ${ok ? 'ok  ' : 'FAIL'} ${step}${detail ? ` (${detail})` : ''}`),
  );
}

function print(card: Scorecard): void {
  const seconds = card.secondsToArrive.map((each) => each.toFixed(3)).join(', ');
  console.log(
    [
      '',
      `Reports shared            ${card.reportsShared}`,
      `Seconds to arrive         ${seconds}`,
      `Decisions                 ${card.consents.map((each) => `${each.party} ${each.verdict}`).join(', ')}`,
      `Missing at the refusal    ${card.refusedWhileMissing.join(', ')}`,
      `Active after consent      ${card.activatedAfterConsent ? 'yes' : 'no'}`,
      `Records proved            ${card.recordsProved}`,
      ...card.logs.map(
        ({ author, size, cosignedSize, verified }) =>
          `Log of ${author.padEnd(18)} ${size} entries, ${cosignedSize} cosigned, ${verified ? 'verified' : 'NOT verified'}`,
      ),
      '',
      card.passed ? 'Every step passed.' : 'A step FAILED.',
    ].join('\n'),
  );
}

/** Leaves the nodes running and says where everything is, for tools that are not ours. */
async function stay(card: Scorecard): Promise<void> {
  const nodes = await Promise.all(staged.map(presentNode));
  const witness = nodes.flatMap((node) => node.witnessKey ?? [])[0];
  const all = { scorecard: card, nodes, witness, folder: dir };
  if (values.json) console.log(JSON.stringify(all, undefined, 2));
  else {
    print(card);
    console.log(JSON.stringify({ nodes, witness }, undefined, 2));
  }
  say('The nodes keep running; Ctrl-C stops them.');
}

async function presentNode({ player, address }: Staged) {
  const tokens = player.seats.map(({ seat }) => {
    return { seat, token: desks.get(`${player.party}/${seat}`)?.token ?? '' };
  });
  const reader = desks.get(`${player.party}/${player.seats[0]?.seat ?? ''}`);
  const view = await reader?.get<IntegrityView>('/api/logs');
  const own = readFolder(path.join(dir, player.party)).cards.get(player.party);
  return {
    party: player.party,
    address,
    tokens,
    ...(own?.witnessKey ? { witnessKey: formatVerifierKey(own.witnessKey) } : {}),
    logs: (view?.logs ?? []).flatMap((log) =>
      log.path
        ? [
            {
              author: log.author,
              url: `${address}${log.path}`,
              verifierKey: log.verifierKey,
              size: log.size,
            },
          ]
        : [],
    ),
  };
}

async function leave(code: number): Promise<void> {
  for (const desk of desks.values()) desk.close();
  await Promise.all(staged.map(lower));
  if (isOurFolder && !values.stay) rmSync(dir, { recursive: true, force: true });
  process.exit(code);
}
