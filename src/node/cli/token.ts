import { hostClock } from '../primitives.ts';
import { TOKEN_SECONDS_MAX, newInvitation, newToken } from '../http/session.ts';
import type { Command } from './ask.ts';
import { readArgs } from './ask.ts';
import { mustSeat, shelfBeside } from './folder.ts';

const options = { data: { type: 'string' } } as const;

/** Makes a bearer token for a desk. Whoever may write a node's folder may do so. [N8] */
export const token: Command = {
  help: `Usage: tansiq token SEAT --data DIR

  Prints a bearer token for the desk SEAT of the node of DIR, once; only its hash is kept. It
  holds for ${TOKEN_SECONDS_MAX / 86_400} days. The node may be running or stopped.`,
  async run(args) {
    const usage = 'Usage: tansiq token SEAT --data DIR';
    const given = readArgs(args, { options, words: [1, 1], usage });
    const dir = given.must('data');
    const seat = await mustSeat(dir, given.words[0] ?? '');
    console.log(await newToken(shelfBeside(dir), seat, hostClock().now()));
    return 0;
  },
};

/** Makes an invitation with which an officer makes the first passkey of a desk. */
export const invite: Command = {
  help: `Usage: tansiq invite SEAT --data DIR

  Prints a code, once, with which an officer signs in at the desk SEAT a single time within 24
  hours, to make a passkey there. Hand it over in person. The node may be running or stopped.`,
  async run(args) {
    const usage = 'Usage: tansiq invite SEAT --data DIR';
    const given = readArgs(args, { options, words: [1, 1], usage });
    const dir = given.must('data');
    const seat = await mustSeat(dir, given.words[0] ?? '');
    console.log(await newInvitation(shelfBeside(dir), seat, hostClock().now()));
    return 0;
  },
};
