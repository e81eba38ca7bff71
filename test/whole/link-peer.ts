import { readFileSync } from 'node:fs';
import https from 'node:https';
import path from 'node:path';
import type { SecureVersion } from 'node:tls';
import { readFolder } from '../../src/node/folder.ts';
import { peerKeyName, peerStatement } from '../../src/node/http/peers.ts';
import { readLinkKeys } from '../../src/node/link-keys.ts';
import { signNote } from '../../src/proof/note.ts';
import type { Answer, Knock } from './doors.ts';

/** What somebody shows on a link, and how. */
export interface Showing {
  readonly key?: string;
  readonly cert?: string;
  readonly maxVersion?: SecureVersion;
  readonly minVersion?: SecureVersion;
}

/** What the node of a folder shows by itself. */
export function shownBy(folder: string): Showing {
  const keys = readLinkKeys(folder);
  if (!keys) throw new Error(`${folder} has no link`);
  return { key: keys.key, cert: keys.certificate };
}

/** Knocks at the link of the node of a folder. Rejects where it is not answered at all. */
export function knockAtLink(folder: string, door: string, knock: Knock & Showing): Promise<Answer> {
  const { method = 'POST', token, headers, body, ...showing } = knock;
  const { settings, cards } = readFolder(folder);
  const domain = cards.get(settings.party)?.domain ?? '';
  return new Promise((resolve, reject) => {
    const auth = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const request = https.request(
      {
        host: '127.0.0.1',
        port: settings.link?.port,
        path: door,
        method,
        agent: false,
        ca: readFileSync(path.join(folder, 'keys', 'authority.crt'), 'utf8'),
        servername: domain,
        headers: { ...length, ...auth, ...headers },
        ...showing,
      },
      (response) => {
        let text = '';
        response.on('data', (part: Buffer) => (text += part.toString()));
        const type = response.headers['content-type'] ?? '';
        response.on('end', () => resolve({ status: response.statusCode ?? 0, type, text }));
        response.on('error', reject);
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

/** What `party` answers to a challenge of `to`, by the keys in its folder. */
export function answerOf(folder: string, to: string, nonce: string): Promise<string> {
  const { settings, cards, nodeSigner } = readFolder(folder);
  const name = peerKeyName(cards.get(settings.party)?.domain ?? '');
  return signNote(nodeSigner, name, peerStatement(settings.party, to, nonce));
}
