import path from 'node:path';
import { formatInstant } from '../../base/instant.ts';
import { TroubleError } from '../../base/result.ts';
import type { LinkPlace } from '../folder.ts';
import { addLink, readCards, readSettings } from '../folder.ts';
import { issueCertificate, readAuthority, readLinkKeys, untilOf } from '../link-keys.ts';
import { hostClock } from '../primitives.ts';
import type { Command, Given } from './ask.ts';
import { UsageError, readArgs, wholeNumber } from './ask.ts';

const USAGE = 'Usage: tansiq link show|renew|make --data DIR; see "tansiq link --help".';

/** Shows, renews and makes what a node shows on its links. [T7] */
export const link: Command = {
  help: `Usage: tansiq link show --data DIR                     says where the link is and until when it is good
       tansiq link renew --data DIR [--authority FILE]   makes the node a new certificate
       tansiq link make --data DIR [--link-port N]       gives a folder of an older release its link

  Nodes reach each other under TLS 1.3, each side known by a certificate that its own party's
  authority has signed. A node renews its certificate by itself when fewer than 60 days are left.
  Where you keep the authority's key (keys/authority.key) away from the machine, bring it once a
  year: --authority names the file. A running node takes the new certificate by itself.

  --link-port N       where other parties' nodes reach this one; the next port after --port
  --link-host HOST    the address to listen on for them
  --link-name NAME    the name or IP address for our card

  After "make" hand the card to the other parties again: without it they do not know you.`,
  async run(args) {
    const given = readArgs(args, {
      usage: USAGE,
      words: [1, 1],
      options: {
        data: { type: 'string' },
        authority: { type: 'string' },
        'link-port': { type: 'string' },
        'link-host': { type: 'string' },
        'link-name': { type: 'string' },
      },
    });
    const [verb] = given.words;
    const dir = given.must('data');
    if (verb === 'show') show(dir);
    else if (verb === 'renew') renew(dir, given.text('authority'));
    else if (verb === 'make') await make(dir, given);
    else throw new UsageError(USAGE);
    return 0;
  },
};

/** Where a link is to be, from the options that say so and what stands in for them. */
export function readLinkPlace(given: Given, other: LinkPlace): LinkPlace {
  const text = given.text('link-port');
  const port = wholeNumber(text ?? String(other.port), 'link-port', [1, 65_535]);
  const host = given.text('link-host') ?? other.host;
  const name = given.text('link-name') ?? other.name;
  if (!/^(?:[a-z0-9.-]+|\[[0-9a-f:]+\])$/.test(name)) {
    throw new UsageError(
      '--link-name is a name or an IP address in small letters, without a port.',
    );
  }
  return { host, port, name };
}

function show(dir: string): void {
  const { link: place } = readSettings(dir);
  const [keys, authority] = [readLinkKeys(dir), readAuthority(dir)];
  if (!place || !keys || !authority) throw new TroubleError('link-missing', { dir });
  const rows = [
    ['listens on', `${place.host} port ${place.port}`],
    ['in our card', `https://${place.name}:${place.port}`],
    ['certificate', `until ${formatInstant(keys.upto)}`],
    ['authority', `until ${formatInstant(untilOf(authority))}`],
  ];
  for (const [name = '', text = ''] of rows) console.log(`${name.padEnd(12)} ${text}`);
}

function renew(dir: string, keyFile: string | undefined): void {
  const { party } = readSettings(dir);
  const own = readCards(dir).get(party);
  if (!own) throw new TroubleError('card-missing', { party });
  if (!readAuthority(dir)) throw new TroubleError('link-missing', { dir });
  issueCertificate(dir, { party, domain: own.domain, now: hostClock().now() }, keyFile);
  const upto = readLinkKeys(dir)?.upto;
  console.log(`Renewed: good until ${upto === undefined ? '' : formatInstant(upto)}.`);
}

async function make(dir: string, given: Given): Promise<void> {
  const { host, port, rpId, party, link: held } = readSettings(dir);
  const place = readLinkPlace(given, held ?? { host, port: port + 1, name: rpId });
  await addLink(dir, place);
  show(dir);
  const card = path.join(dir, 'cards', `${party}.card`);
  console.log(`Hand ${card} to the other parties again, and start the node again.`);
}
