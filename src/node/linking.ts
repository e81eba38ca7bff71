import type { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import type { PartyId } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import type { Target } from '../carry/requester.ts';
import { pemOf } from './certificate.ts';
import type { Folder } from './folder.ts';
import type { LinkKeys } from './link-keys.ts';
import { RENEW_DAYS, linkFile, readLinkKeys, renewIfDue, untilOf } from './link-keys.ts';
import { isLoopback } from './loopback.ts';
import type { Pin, Pins } from './pins.ts';
import { openPins } from './pins.ts';
import { hostClock } from './primitives.ts';

/** How often the node looks at its own certificate, in milliseconds: once a day. [T7] */
const RENEWAL_MILLIS = 86_400_000;

const DAY_SECONDS = 86_400;

/** By what our node is known to the others, and they to it. */
export interface Linking {
  readonly pins: Pins;
  /** What we show; nothing in the folder of an older release. */
  keys(): LinkKeys | undefined;
  /** Where and how a party is asked; the same object until something of it changes. [T2] */
  target(party: PartyId): Target | undefined;
  /** Whether the other end of a link is the node of `party`, by its certificate alone. [T4] */
  isFrom(socket: TLSSocket, party: PartyId): boolean;
  /** The pinned party whose authority signed what the other end shows, if it is good now. */
  partyOf(socket: TLSSocket): PartyId | undefined;
  /** Whether a party may be spoken with plainly, on this machine. [T8] */
  isPlain(party: PartyId): boolean;
  /** The authorities of all other parties, PEM. */
  authorities(): readonly string[];
  /** Told when our own certificate or one of these parties' cards has changed. */
  onChange(hear: (parties: readonly PartyId[]) => void): void;
  close(): void;
}

/** Opens it; renews our certificate where that is due. */
export function openLinking(
  folder: Folder,
  say: (code: string, facts?: Readonly<Record<string, string | number>>) => void,
  report: (what: unknown) => void,
): Linking {
  const { dir, settings } = folder;
  const self = settings.party;
  const domain = folder.cards.get(self)?.domain ?? '';
  // Certificates are judged by the clock of the machine, and so they are made by it.
  const clock = hostClock();
  const hearers: ((parties: readonly PartyId[]) => void)[] = [];
  const targets = new Map<PartyId, Target>();
  let keys: LinkKeys | undefined;

  const renew = (): void => {
    if (settings.link === undefined) return;
    const became = renewIfDue(dir, { party: self, domain, now: clock.now() });
    if (became === 'authority-away') {
      const left = ((readLinkKeys(dir)?.upto ?? 0) - clock.now()) / DAY_SECONDS;
      say('link-renewal-due', { days: Math.max(0, Math.floor(left)), dir });
    }
    if (became === 'renewed') say('link-renewed', { days: RENEW_DAYS });
  };
  renew();
  if (settings.link !== undefined) keys = readLinkKeys(dir);

  const tell = (parties: readonly PartyId[]): void => {
    for (const hear of hearers) hear(parties);
  };
  const pins = openPins(dir, linkFile(dir), {
    onCards(parties) {
      for (const party of parties) targets.delete(party);
      tell(parties);
    },
    onKeys() {
      if (settings.link === undefined) return;
      keys = readLinkKeys(dir);
      targets.clear();
      tell([]);
    },
    report,
  });
  const timer = setInterval(() => {
    try {
      renew();
    } catch (thrown) {
      report(thrown);
    }
    pins.look();
  }, RENEWAL_MILLIS);
  timer.unref();

  const makeTarget = (party: PartyId): Target | undefined => {
    const pin = pins.of(party);
    if (!pin) return undefined;
    if (isPlain(party)) {
      const address = pin.card.addresses.find(isPlainHere);
      return address === undefined ? undefined : { address, isPacking: false };
    }
    const address = pin.card.addresses.find((each) => each.startsWith('https://'));
    if (!pin.authority || !keys || address === undefined) return undefined;
    const { key, certificate } = keys;
    const authority = pemOf(pin.authority.raw);
    const trust = { key, certificate, authority, domain: pin.card.domain };
    return { address, trust, isPacking: !isLoopback(hostOf(address)) };
  };

  const isPlain = (party: PartyId): boolean => {
    const theirs = pins.of(party);
    if (!theirs || !isLoopback(settings.host)) return false;
    return keys === undefined || theirs.card.authority === undefined;
  };

  return {
    pins,
    keys: () => keys,
    target(party) {
      const held = targets.get(party) ?? makeTarget(party);
      if (held) targets.set(party, held);
      return held;
    },
    isFrom(socket, party) {
      const pin = party === self ? undefined : pins.of(party);
      return pin !== undefined && isSignedBy(pin, socket.getPeerX509Certificate(), clock.now());
    },
    partyOf(socket) {
      const shown = socket.getPeerX509Certificate();
      const now = clock.now();
      const others = pins.all().filter(({ card }) => card.party !== self);
      return others.find((pin) => isSignedBy(pin, shown, now))?.card.party;
    },
    isPlain,
    authorities: () =>
      pins
        .all()
        .flatMap(({ card, authority }) =>
          authority && card.party !== self ? [pemOf(authority.raw)] : [],
        ),
    onChange: (hear) => void hearers.push(hear),
    close() {
      clearInterval(timer);
      pins.close();
    },
  };
}

/** By the authority in the pinned card, for the domain in the pinned card, and good at `now`. [T4] [T5] */
function isSignedBy({ card, authority }: Pin, shown: X509Certificate | undefined, now: Instant) {
  if (!authority || !shown) return false;
  if (Date.parse(shown.validFrom) / 1000 > now || untilOf(shown) <= now) return false;
  if (!(shown.subjectAltName ?? '').split(', ').includes(`DNS:${card.domain}`)) return false;
  return shown.checkIssued(authority) && shown.verify(authority.publicKey);
}

function isPlainHere(address: string): boolean {
  return address.startsWith('http://') && isLoopback(hostOf(address));
}

function hostOf(address: string): string {
  return new URL(address).hostname.replace(/^\[|\]$/g, '');
}
