import type { Hono } from 'hono';
import type { LiveEvent, SeatedEvent } from '../../contract/record-room.ts';
import type { Reader } from '../../accord/party/release.ts';
import { LISTENERS_MAX } from '../live.ts';
import type { House } from '../house.ts';
import type { Watching } from '../watching.ts';
import { mayHear } from './record-room.ts';
import { seatedAt } from '../reader.ts';
import { Refusal } from './problem.ts';
import type { Desk } from './session.ts';

/** How often a quiet stream says that it lives, in milliseconds. */
const HEARTBEAT_MILLIS = 15_000;

/** How much may wait for a slow listener, in events, before it is let go (it will come again). */
const WAITING_EVENTS_MAX = 1_000;

/** Live events for a signed-in desk: each is framed once and passes the same release decision. */
export function serveStream(app: Hono, house: House, watching: Watching): void {
  app.get('/api/stream', async (context) => {
    const { office } = house;
    let desk: Desk | undefined = await house.sessions.desk(context);
    const { person, reader } = desk;
    const { seat } = desk.seat;
    let seatings = office.seatings();
    // [R7] Who is taken out of a compartment hears nothing more of it, however long it has listened.
    const deskNow = (send: (text: string) => void): Desk | undefined => {
      if (seatings === office.seatings()) return desk;
      seatings = office.seatings();
      const seated = seatedAt(office, reader.party, seat);
      const isMoved = compartmentsOf(desk?.reader) !== compartmentsOf(seated?.reader);
      desk = seated && { person, ...seated };
      if (isMoved) send(`data: ${JSON.stringify({ kind: 'seated' } satisfies SeatedEvent)}\n\n`);
      return desk;
    };
    if (house.live.count >= LISTENERS_MAX) throw new Refusal('too-many-requests');
    const mayBeTold = (now: Desk, event: LiveEvent): boolean =>
      'log' in event
        ? mayHear(house, now.reader, event.log, event.kind === 'record' ? event.type : undefined)
        : true;
    return streamOf((send) =>
      house.live.listen((event, text) => {
        const now = deskNow(send);
        if (!now || !mayBeTold(now, event)) return;
        send(text);
        void watching.foundBy(now, event).then((found) => {
          for (const each of found) send(`data: ${JSON.stringify(each)}\n\n`);
        });
      }),
    );
  });
}

/** The compartments in which a reader stands, in one text. */
function compartmentsOf(reader: Reader | undefined): string {
  return (reader?.seat?.compartments ?? []).toSorted().join(' ');
}

/** A response that sends what `open` is told to send, with a heartbeat, until the other side goes. */
export function streamOf(open: (send: (text: string) => void) => () => void): Response {
  const encoder = new TextEncoder();
  let stop = (): void => undefined;
  let isOpen = true;
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const send = (text: string): void => {
          if (!isOpen) return;
          if ((controller.desiredSize ?? 0) < -WAITING_EVENTS_MAX) {
            stop();
            controller.close();
            return;
          }
          controller.enqueue(encoder.encode(text));
        };
        send(': here\n\n');
        const close = open(send);
        const beat = setInterval(() => send(': beat\n\n'), HEARTBEAT_MILLIS);
        stop = () => {
          isOpen = false;
          clearInterval(beat);
          close();
          stop = () => undefined;
        };
      },
      cancel: () => stop(),
    },
    { highWaterMark: 16 },
  );
  return new Response(body, {
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' },
  });
}
