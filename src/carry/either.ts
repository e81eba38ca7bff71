import type { LinkState, PeerCarrier } from './peer-http.ts';

/** Opens one carrier, which tells how its link stands. */
export type OpenOne = (onLink: (link: LinkState) => void) => PeerCarrier;

/** Two carriers to one peer as one: the first while it is up, else the second. [T26] */
export function openEither(
  openFirst: OpenOne,
  openSecond: OpenOne,
  onLink: (link: LinkState) => void,
): PeerCarrier {
  const states: [LinkState, LinkState] = [{ up: false }, { up: false }];
  let told = '';
  const look = (): void => {
    const [first, second] = states;
    // Why the first is not up is told, since that is what people can mend.
    const state = first.up || !second.up ? first : second;
    const { up, why, by } = state;
    const now = JSON.stringify([up, why, by]);
    if (now === told) return;
    told = now;
    onLink(state);
  };
  const first = openFirst((state) => {
    states[0] = state;
    look();
  });
  const second = openSecond((state) => {
    states[1] = state;
    look();
  });
  return {
    async send(message, urgency) {
      if (!states[0].up) return second.send(message, urgency);
      return (await first.send(message, urgency)) ?? second.send(message, urgency);
    },
    shownUpto: () => first.shownUpto(),
    renew() {
      first.renew();
      second.renew();
    },
    close() {
      first.close();
      second.close();
    },
  };
}
