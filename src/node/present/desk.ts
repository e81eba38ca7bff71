import type { SessionView } from '../../contract/api.ts';
import type { House } from '../house.ts';
import { selfOf } from '../house.ts';
import type { Desk } from '../http/session.ts';
import { isOpen } from '../access-keys.ts';
import { presentKey } from './key.ts';
import { audienceWithin } from '../../accord/party/audience.ts';
import { mayRead } from '../../accord/party/release.ts';

/** A signed-in desk as its screen shows it. */
export function presentSession(house: House, desk: Desk): SessionView {
  const keys = house.office.roster()?.keys ?? [];
  return {
    party: selfOf(house),
    seat: { seat: desk.seat.seat, names: desk.seat.names, duties: desk.seat.duties },
    isObserver: house.office.isObserver,
    signingKeys: keys
      .filter((key) => key.seat === desk.seat.seat && isOpen(key, house.clock.now()))
      .map(presentKey),
    compartments: house.office
      .compartments()
      .filter(({ id }) =>
        mayRead(desk.reader, { author: selfOf(house), audience: audienceWithin(id) }),
      ),
  };
}
