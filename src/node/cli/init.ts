import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { isPartyId } from '../../base/ids.ts';
import { TroubleError } from '../../base/result.ts';
import type { Names } from '../../accord/party/names.ts';
import { charterSchema } from '../../accord/party/schema.ts';
import { isKeyName } from '../../proof/note.ts';
import { readFounding, writeFounding } from '../founding.ts';
import type { NewParty } from '../folder.ts';
import { initFolder, writeCharter } from '../folder.ts';
import type { Command, Given } from './ask.ts';
import { UsageError, readArgs, wholeNumber } from './ask.ts';
import { readLinkPlace } from './link.ts';

const USAGE =
  'Usage: tansiq init DIR --party NAME --name-en TEXT --domain DOMAIN --port N; ' +
  'see "tansiq init --help".';

/** Makes the data folder of a new party's node. */
export const init: Command = {
  help: `Usage: tansiq init DIR --party NAME --name-en TEXT --domain DOMAIN --port N [options]

  Makes DIR with new keys and our own card, DIR/cards/NAME.card, to be handed to the others.

  --party NAME        short name: small letters, digits and hyphens
  --name-en TEXT      the name on screens; also --name-ar, --name-ckb, --name-tr
  --domain DOMAIN     a name of ours before "/log/": liaison.example
  --port N            where the node listens
  --host HOST         127.0.0.1 by itself
  --link-port N       where other parties' nodes reach this one; the next port by itself
  --link-host HOST    the address to listen on for them; that of --host by itself
  --link-name NAME    the name or IP address for our card; that of --rp-id by itself
  --rp-id NAME        the name that passkeys belong to; localhost by itself, never an IP address
  --witness           this node cosigns the logs of the others
  --charter FILE      the charter on which the parties agreed (JSON)
  --founding FILE     our offices and claims (JSON), said at the first start

  Before the first start the folder needs the charter and the card of every party.`,
  async run(args) {
    const given = readArgs(args, {
      usage: USAGE,
      words: [1, 1],
      options: {
        party: { type: 'string' },
        'name-en': { type: 'string' },
        'name-ar': { type: 'string' },
        'name-ckb': { type: 'string' },
        'name-tr': { type: 'string' },
        domain: { type: 'string' },
        port: { type: 'string' },
        host: { type: 'string' },
        'link-port': { type: 'string' },
        'link-host': { type: 'string' },
        'link-name': { type: 'string' },
        'rp-id': { type: 'string' },
        charter: { type: 'string' },
        founding: { type: 'string' },
        witness: { type: 'boolean' },
      },
    });
    const [dir = ''] = given.words;
    if (existsSync(dir) && readdirSync(dir).length > 0) {
      throw new UsageError(`"${dir}" is not empty, and a folder with keys is never written over.`);
    }
    const made = newPartyOf(given);
    const [charter, founding] = [charterOf(given), given.text('founding')];
    const first = founding === undefined ? undefined : readFounding(founding);
    await initFolder(dir, made);
    if (charter) writeCharter(dir, charter);
    if (first) writeFounding(dir, first);
    const card = path.join(dir, 'cards', `${made.party}.card`);
    console.log(`Made ${dir}. Hand ${card} to the other parties, by a way that you trust.`);
    console.log(
      `Keep a copy of ${path.join(dir, 'keys')} in a safe place: nobody can make it again.`,
    );
    if (!charter) console.log('The charter is missing yet: put it there as charter.json.');
    if (!first) console.log('Our offices are missing yet: put them there as founding.json.');
    console.log(`Pin the cards of the others: tansiq card pin FILE --data ${dir}`);
    return 0;
  },
};

function newPartyOf(given: Given): NewParty {
  const [party, domain] = [given.must('party'), given.must('domain')];
  if (!isPartyId(party)) throw new UsageError(`"${party}" cannot be the name of a party.`);
  if (!/^[a-z0-9.-]{1,100}$/.test(domain) || !isKeyName(domain)) {
    throw new UsageError(`"${domain}" cannot be a domain: small letters, digits, points, hyphens.`);
  }
  const rpId = given.text('rp-id') ?? 'localhost';
  if (/^[\d.:[\]]+$/.test(rpId)) {
    throw new UsageError('--rp-id is a name and never an IP address: passkeys need a name.');
  }
  const port = wholeNumber(given.must('port'), 'port', [1, 65_535]);
  const host = given.text('host') ?? '127.0.0.1';
  const en = given.must('name-en');
  const nameIn = (language: string): string => given.text(`name-${language}`) ?? en;
  const names: Names = { ar: nameIn('ar'), ckb: nameIn('ckb'), tr: nameIn('tr'), en };
  return {
    party,
    names,
    domain,
    host,
    port,
    rpId,
    isWitness: given.has('witness'),
    link: readLinkPlace(given, { host, port: port + 1, name: rpId }),
  };
}

function charterOf(given: Given) {
  const file = given.text('charter');
  if (file === undefined) return undefined;
  try {
    return charterSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (thrown) {
    throw new TroubleError('settings-bad', { file }, thrown);
  }
}
