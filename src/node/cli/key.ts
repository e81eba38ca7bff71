import path from 'node:path';
import { formatBase64 } from '../../base/bytes.ts';
import type { LogId } from '../../base/ids.ts';
import { isLogId } from '../../base/ids.ts';
import { formatInstant } from '../../base/instant.ts';
import { serialOf } from '../../ledger/succession.ts';
import { openFileShelf } from '../../store/file-shelf.ts';
import { openStill } from '../compose.ts';
import type { Folder } from '../folder.ts';
import { readCards, readSettings } from '../folder.ts';
import { rotateKey } from '../key-rotation.ts';
import { lockFolder } from '../lock.ts';
import { setAside } from '../log-aside.ts';
import { identitySignerOf } from '../node-key.ts';
import { hostClock } from '../primitives.ts';
import { sentenceOf } from '../sentences.ts';
import type { Command, Given } from './ask.ts';
import { UsageError, readArgs } from './ask.ts';

const USAGE =
  'Usage: tansiq key show|rotate|aside [LOG] --data DIR [--lost]; see "tansiq key --help".';

/** Shows and replaces the key of a node. [D9] */
export const key: Command = {
  help: `Usage: tansiq key show --data DIR             says which node key our card names, and which were before
       tansiq key rotate --data DIR           gives the node another key, in due course
       tansiq key rotate --data DIR --lost    the same where somebody else may have the key
       tansiq key aside LOG --data DIR        sets our copy of another party's log aside, where it
                                              goes beyond what its author's lost key may have signed

  Stop the node first. Our identity key (keys/identity.key) signs a new card, which says how far
  the key before was good. The others' nodes take it in by themselves when they meet ours, since
  people pinned the identity key; where no link comes up, carry a bundle or hand the card over.

  Without --lost the party goes on to answer for all that the key before has signed until now.
  With --lost it answers for no more than our logs as they are here, and whatever else that key
  signs accuses nobody. On a machine that replaces a stolen one restore the backup first, start
  the node, and wait until it has its own newer entries back from the others; only where a thief
  keeps it from that, add --as-it-is: what others hold beyond what is here is then disowned.

  A copy of another's log that does not stand beside its renewed card is shown on the page of the
  record, and nothing of that log is asked or told. "aside" moves it to DIR/aside and loses
  nothing; the node then fetches the log anew. Look at what was in it first: it may be true.

  The identity key may be kept away from the machine: move keys/identity.key to a stick in a safe
  and name its place when it is needed. A node runs without it.

  --identity FILE     where the identity key is, in place of keys/identity.key

  After "rotate" start the node, and begin a new backup ("tansiq backup --new"): an older one holds the
  key before.`,
  async run(args) {
    const given = readArgs(args, {
      usage: USAGE,
      words: [1, 2],
      options: {
        data: { type: 'string' },
        lost: { type: 'boolean' },
        'as-it-is': { type: 'boolean' },
        identity: { type: 'string' },
      },
    });
    const [verb, log] = given.words;
    const dir = given.must('data');
    if (verb === 'aside' && log !== undefined && isLogId(log)) return aside(dir, log);
    if (log !== undefined) throw new UsageError(USAGE);
    if (verb === 'show' && !given.has('lost')) show(dir);
    else if (verb === 'rotate') {
      if (given.has('as-it-is') && !given.has('lost')) throw new UsageError(USAGE);
      await rotate(dir, given);
    } else throw new UsageError(USAGE);
    return 0;
  },
};

function show(dir: string): void {
  const own = readCards(dir).get(readSettings(dir).party);
  if (!own) return;
  console.log(`node key   ${formatBase64(own.nodeKey)}`);
  console.log(`renewed    ${serialOf(own)} times`);
  for (const { node, reason, at, heads } of own.former ?? []) {
    const end = `${reason} ${formatInstant(at)}, ${heads.length} logs`;
    console.log(`before     ${formatBase64(node)} ${end}`);
  }
}

async function aside(dir: string, log: LogId): Promise<number> {
  const lock = lockFolder(dir);
  try {
    const shelf = await openFileShelf(path.join(dir, 'shelf'));
    const place = await setAside(dir, shelf, { log, now: hostClock().now() });
    console.log(`Set aside: ${place}. Start the node: it fetches the log anew.`);
    return 0;
  } finally {
    lock.release();
  }
}

/** The folder with the identity key from where it is kept. [D14] */
function withIdentity(folder: Folder, file: string | undefined): Folder {
  const own = folder.cards.get(folder.settings.party);
  if (file === undefined || !own) return folder;
  return { ...folder, identitySigner: identitySignerOf(own, file) };
}

async function rotate(dir: string, given: Given): Promise<void> {
  const say = (code: string, facts?: Readonly<Record<string, string | number>>): void =>
    console.error(sentenceOf(code, facts));
  const still = await openStill({ dir, say });
  try {
    const parts = {
      ...still,
      folder: withIdentity(still.folder, given.text('identity')),
      logs: still.logs.all(),
      now: hostClock().now(),
      isAsItIs: given.has('as-it-is'),
    };
    const reason = given.has('lost') ? 'lost' : 'rotated';
    const { card, file, own, others } = await rotateKey(parts, reason);
    console.log(`Our node has a new key: ${formatBase64(card.nodeKey)}.`);
    console.log(`The card says how far the one before was good, on ${own} logs of ours`);
    console.log(`and for what we acknowledged of ${others} logs of others.`);
    console.log(`Start the node: the others take the card in when they meet it. Where they do not`);
    console.log(`meet it, carry a bundle or hand over ${file}.`);
    console.log('Begin a new backup now (tansiq backup --new): an older one holds the old key.');
  } finally {
    await still.close();
  }
}
