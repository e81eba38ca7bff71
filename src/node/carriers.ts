import type { PartyId } from '../base/ids.ts';
import { TroubleError, invariant } from '../base/result.ts';
import type { Clock } from '../base/ports.ts';
import { openEither } from '../carry/either.ts';
import { openPeerCarrier } from '../carry/peer-http.ts';
import { openPeerPost } from '../carry/peer-post.ts';
import type { NatsNeeds, NatsPlace, NatsPost } from '../carry/post.ts';
import { signNote } from '../proof/note.ts';
import { cardsBy, introduceWith } from './introducing.ts';
import type { Succession } from './succession.ts';
import type { Folder, Settings } from './folder.ts';
import { isNatsUrl } from './folder.ts';
import { peerKeyName, peerStatement } from './http/peers.ts';
import { openLetterSeal } from './letter-seal.ts';
import type { Linking } from './linking.ts';
import type { OpenCarrier } from './links.ts';
import type { News } from './news.ts';
import type { Paces } from './paces.ts';
import { readText } from './safe-file.ts';

/** What opens carriers to peers. */
export interface CarriersNeeds {
  readonly folder: Folder;
  readonly linking: Linking;
  readonly succession: Pick<Succession, 'told' | 'hear' | 'own' | 'take'>;
  readonly clock: Clock;
  readonly news: Pick<News, 'post'>;
  readonly paces: Pick<Paces, 'of'>;
  readonly say: (code: string, facts?: Readonly<Record<string, string | number>>) => void;
  /** Where a NATS server is used beside the links; nothing of it is loaded where none is. [T20] */
  readonly nats: NatsPlace | undefined;
  readonly loadNats: () => Promise<{
    readonly openNatsPost: (place: NatsPlace, needs: NatsNeeds) => NatsPost;
  }>;
}

/** The carriers of a node. */
export interface Carriers {
  readonly open: OpenCarrier;
  close(): Promise<void>;
}

/** Opens them: HTTPS to each peer, and NATS beside it where there is a server. [T26] */
export async function openCarriers(needs: CarriersNeeds): Promise<Carriers> {
  const { folder, linking, clock, news, paces, say, nats } = needs;
  const self = folder.settings.party;
  const centre = folder.charter.id;
  const post = nats
    ? (await needs.loadNats()).openNatsPost(nats, {
        centre,
        onServer: (isThere) => say(isThere ? 'nats-there' : 'nats-away'),
      })
    : undefined;
  return {
    open(party, { onMessage, onLog, onLink }) {
      const target = () => linking.target(party);
      const answer = (nonce: string) => answerChallenge(folder, party, nonce);
      const introduce = introduceWith(needs.succession, self);
      const cards = cardsBy(needs.succession);
      const now = () => clock.now();
      const shared = { self, now, onMessage, onLog, budget: paces.of(party) };
      const openHttps = (onLink: Parameters<OpenCarrier>[1]['onLink']) =>
        openPeerCarrier({ ...shared, target, answer, introduce, onLink });
      if (!post) return openHttps(onLink);
      const openPost = (onLink: Parameters<OpenCarrier>[1]['onLink']) =>
        openPeerPost({
          ...shared,
          centre,
          peer: party,
          seal: openLetterSeal(folder, linking.pins, party),
          openMailbox: (hear) => post.openMailbox({ self, peer: party }, hear),
          news: (hear) => news.post(party, hear),
          cards,
          onLink,
        });
      return openEither(openHttps, openPost, onLink);
    },
    close: async () => post?.close(),
  };
}

/** The NATS server of the settings, or of the environment, which goes before them. Trouble: `nats-url-bad`. [T20] */
export function natsOf(
  { nats }: Settings,
  env: Readonly<Record<string, string | undefined>>,
): NatsPlace | undefined {
  const isNamed = Boolean(env['NATS_URL']);
  const [url, creds, ca] = isNamed
    ? [env['NATS_URL'], env['NATS_CREDS'], env['NATS_CA']]
    : [nats?.url, nats?.creds, nats?.ca];
  if (!url) return undefined;
  // Not said in full: a password may stand in it.
  if (!isNatsUrl(url)) throw new TroubleError('nats-url-bad');
  for (const file of [creds, ca]) if (file) readText(file);
  return { url, ...(creds ? { creds } : {}), ...(ca ? { ca } : {}) };
}

function answerChallenge(folder: Folder, to: PartyId, nonce: string): Promise<string> {
  const own = folder.cards.get(folder.settings.party);
  invariant(own !== undefined, 'a node holds its own card');
  const statement = peerStatement(folder.settings.party, to, nonce);
  return signNote(folder.nodeSigner, peerKeyName(own.domain), statement);
}
