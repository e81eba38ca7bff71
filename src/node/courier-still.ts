import { mayRead } from '../accord/party/release.ts';
import type { StationNeeds } from '../exchange/needs.ts';
import { openStation } from '../exchange/station.ts';
import type { NodeOptions } from './compose.ts';
import { openStill } from './compose.ts';
import type { Courier } from './courier.ts';
import { readRecalls, stubAt } from './erasing.ts';
import { openCourier } from './courier.ts';
import { openStillAttachments } from './still-attachments.ts';
import { openSuccession } from './succession.ts';

/**
 * Does a courier's job on the folder of a node that does not run. What is taken in is found once
 * the node starts: its index follows the logs. [B11]
 */
export async function withCourier<T>(
  options: NodeOptions,
  job: (courier: Courier) => Promise<T>,
): Promise<T> {
  const still = await openStill(options);
  try {
    const { folder, logs, ...parts } = still;
    const recalls = await readRecalls(still);
    const succession = await openSuccession({
      ...still,
      // Nobody listens to a node that does not run; what is found is kept and shown when it does.
      linking: { pins: { look: () => undefined }, onChange: () => undefined },
      evidence: { onSuccession: () => undefined },
      say: options.say,
    });
    const beside = await openStillAttachments(still, recalls);
    const exchange: StationNeeds = {
      ...parts,
      signer: folder.nodeSigner,
      self: folder.settings.party,
      cards: () => folder.cards,
      logs: () => logs.all().filter(({ id }) => !succession.isBeyond(id)),
      mayRead,
      onKept: beside.learn,
      onEvidence: () => undefined,
      stubOf: (log, index) => stubAt(recalls, log, index),
    };
    const station = await openStation(exchange);
    return await job(
      openCourier({
        dir: options.dir,
        exchange,
        station,
        logs,
        beside: beside.partOver(exchange),
        attachments: beside.room,
        cards: () => succession.renewed(),
        takeCards: (texts) => succession.take(texts),
        send: () => Promise.resolve(),
        onHeard: () => Promise.resolve(),
      }),
    );
  } finally {
    await still.close();
  }
}
