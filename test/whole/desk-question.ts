// Asks one door of a node, or posts to it, and says the answer as JSON: for a network of its own.
// Run: node desk-question.js ADDRESS SEAT DOOR [BODY]
import { openDesk } from '../../src/node/exercise/desk.ts';

const [address = '', seat = '', door = '', body] = process.argv.slice(2);
const desk = await openDesk(address, seat);
const answer = body === undefined ? await desk.get(door) : await desk.post(door, JSON.parse(body));
process.stdout.write(JSON.stringify(answer), () => process.exit(0));
