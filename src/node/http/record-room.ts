import type { Hono } from 'hono';
import { formatBase64 } from '../../base/bytes.ts';
import { formatInstant, instant } from '../../base/instant.ts';
import type { PartyId } from '../../base/ids.ts';
import { momentOf } from '../../accord/wire.ts';
import type { PlanView } from '../../contract/api.ts';
import type { IntegrityView, LogPage, LogView, SitrepView } from '../../contract/record-room.ts';
import { PLANS_MAX, logQuerySchema, sitrepQuerySchema } from '../../contract/requests.ts';
import type { Asked, Reader } from '../../accord/party/release.ts';
import { mayRead } from '../../accord/party/release.ts';
import type { Log } from '../../ledger/log.ts';
import { signerOf } from '../../ledger/succession.ts';
import { formatVerifierKey } from '../../proof/note.ts';
import type { House } from '../house.ts';
import { selfOf } from '../house.ts';
import { findLines, presentLine } from '../present/line.ts';
import { lookFor } from '../present/look.ts';
import { presentPlan } from '../present/plan.ts';
import { filterOf, presentReports } from '../present/report.ts';
import { ALL_READ } from '../readings.ts';
import { witnessedLogs } from '../witnessed.ts';
import { breathe } from '../breath.ts';
import { readQuery } from './door.ts';
import { Refusal } from './problem.ts';
import { newestPlans } from './plans.ts';

/** How many reports and lines a situation report carries; it says when it was cut. */
export const SITREP_ROWS_MAX = 200;

const DAY_SECONDS = 86_400;

/** The log of the centre, the situation report, and whether the record is whole. */
export function serveRecordRoom(app: Hono, house: House): void {
  const { sessions, clock } = house;

  app.get('/api/log', async (context) => {
    const { reader } = await sessions.desk(context);
    const { limit, before, after } = readQuery(context, logQuerySchema);
    const found = await findLines(house, reader, {
      limit,
      ...(before ? { before } : {}),
      ...(after ? { after } : {}),
    });
    const page: LogPage = {
      lines: found.lines.map((row) => presentLine(house, row)),
      ...(found.last ? { next: found.last } : {}),
      ...(found.first && found.more && !after ? { before: found.first } : {}),
    };
    return context.json(page);
  });

  app.get('/api/sitrep', async (context) => {
    const { reader } = await sessions.desk(context);
    const query = readQuery(context, sitrepQuerySchema);
    const upto = query.upto ? momentOf(query.upto) : clock.now();
    const from = query.from ? momentOf(query.from) : instant(upto - DAY_SECONDS);
    return context.json(await presentSitrep(house, reader, from, upto));
  });

  app.get('/api/logs', async (context) => {
    const { reader } = await sessions.desk(context);
    const kept = house.logs.readable(reader);
    const ours = await Promise.all(kept.map((log) => presentLog(house, reader, log)));
    const witnessed = await witnessedLogs(house, new Set(kept.map((log) => log.origin)));
    const view: IntegrityView = {
      logs: [...ours.flatMap((log) => (log ? [log] : [])), ...witnessed],
      witnessKeys: house.witnesses.map(formatVerifierKey),
      peers: house.peers(),
      evidence: house.evidence.all(),
    };
    return context.json(view);
  });

  app.get('/api/evidence/:id', async (context) => {
    await sessions.desk(context);
    const id = context.req.param('id');
    const file = await house.evidence.fileOf(id);
    if (file === undefined) throw new Refusal('not-found');
    return context.body(file, 200, {
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': `attachment; filename="evidence-${id.slice(0, 12)}.txt"`,
      'cache-control': 'no-store',
    });
  });
}

async function presentSitrep(
  house: House,
  reader: Reader,
  from: ReturnType<typeof instant>,
  upto: ReturnType<typeof instant>,
): Promise<SitrepView> {
  const span = { from: formatInstant(from), upto: formatInstant(upto) };
  const filter = filterOf(house, reader, span);
  const page = await presentReports(house, filter, {
    limit: SITREP_ROWS_MAX,
    reading: ALL_READ,
  });
  const found = await findLines(house, reader, { limit: SITREP_ROWS_MAX, from, upto });
  const look = lookFor(house, reader);
  const told = newestPlans(house, { reader }).filter((hash) => {
    const window = look.known.plans.get(hash)?.plan?.record.body.window;
    if (look.standing(hash)?.state.kind !== 'ended') return true;
    return window && momentOf(window.from) < upto && momentOf(window.upto) > from;
  });
  const plans: PlanView[] = [];
  for (const hash of told) {
    const view = presentPlan(look, hash);
    if (view) plans.push(view);
    await breathe();
  }
  const counts: Record<PartyId, number> = {};
  for (const { author } of page.reports) counts[author] = (counts[author] ?? 0) + 1;
  return {
    ...span,
    asOf: formatInstant(house.clock.now()),
    self: selfOf(house),
    reports: page.reports,
    plans,
    lines: found.lines.map((row) => presentLine(house, row)),
    counts,
    cut: page.next !== undefined || found.more || told.length === PLANS_MAX,
    peers: house.peers(),
  };
}

async function presentLog(house: House, reader: Reader, log: Log): Promise<LogView | undefined> {
  const latest = await house.store.latest(log.id);
  if (!latest) return undefined;
  const seal = house.seals.of(log.id);
  return {
    origin: log.origin,
    log: log.id,
    author: log.author,
    audience: log.audience,
    size: latest.size,
    root: formatBase64(latest.root),
    checkpoint: latest.note,
    // A copy that its author has not signed anew yet bears the key of before. [D7]
    verifierKey: formatVerifierKey(signerOf(log, latest.note)),
    ...(mayRead(reader, { ...log, whole: true }) ? { path: `/log/${log.id}/` } : {}),
    ...(seal
      ? {
          cosigned: {
            size: seal.checkpoint.size,
            by: seal.by,
            at: formatInstant(seal.time),
          },
        }
      : {}),
  };
}

/** Whether a desk may be told of something of `type` that stands on a log. */
export function mayHear(
  house: House,
  reader: Reader,
  id: Log['id'],
  type?: Asked['type'],
): boolean {
  const log = house.logs.byId(id);
  return log !== undefined && mayRead(reader, type ? { ...log, type } : log);
}
