import { Readable } from 'node:stream';
import type { Hono } from 'hono';
import type * as z from 'zod';
import type { RecordHash } from '../../base/ids.ts';
import { formatInstant } from '../../base/instant.ts';
import { compartmentIn } from '../../accord/party/audience.ts';
import type { RecordHead } from '../../accord/record.ts';
import type { ExportFormat, ExportSurvey } from '../../contract/export.ts';
import { EXPORT_REPORTS_MAX, exportQuerySchema, surveyQuerySchema } from '../../contract/export.ts';
import { BOM, featureOf, tableHead, tableLine } from '../../gateway/rows-out.ts';
import type { OutgoingReport } from '../../gateway/rows-out.ts';
import type { Outgoing } from '../../gateway/stix-head.ts';
import { isOutgoing } from '../../gateway/stix-head.ts';
import { openBundle } from '../../gateway/stix-out.ts';
import type { AboutReport, ReportFilter } from '../../index/port.ts';
import { NAMED_MAX } from '../../index/port.ts';
import { breathe } from '../breath.ts';
import type { House } from '../house.ts';
import { selfOf } from '../house.ts';
import type { Scope } from '../outgoing.ts';
import { besideOf, outgoingAll, outgoingOf, outsideCentre } from '../outgoing.ts';
import { filterOf } from '../present/report.ts';
import { readQuery } from './door.ts';
import { Refusal } from './problem.ts';

/** The caveat of what its author does not want handed on. [Y13] */
const NO_ONWARD = 'no-onward';

/** How many reports are looked up at a time. */
const STEP_REPORTS = 200;

const FILES: Readonly<Record<ExportFormat, { readonly type: string; readonly ending: string }>> = {
  stix: { type: 'application/stix+json;version=2.1', ending: 'stix.json' },
  geojson: { type: 'application/geo+json', ending: 'geojson' },
  csv: { type: 'text/csv; charset=utf-8', ending: 'csv' },
};

/** Who an export is made for, and of what. */
interface Exporting {
  readonly house: House;
  readonly scope: Scope;
  readonly hashes: readonly RecordHash[];
  readonly for: z.infer<typeof surveyQuerySchema>['for'];
}

/** Reports as files of others' forms: what a desk may read and no more. */
export function serveExport(app: Hono, house: House): void {
  const { sessions } = house;

  app.get('/api/export/survey', async (context) => {
    const { reader } = await sessions.desk(context);
    const { for: readers, ...ask } = readQuery(context, surveyQuerySchema);
    const filter = filterOf(house, reader, ask);
    const exporting = await openExporting(house, { reader, logs: filter.logs }, filter, readers);
    return context.json(await survey(exporting));
  });

  app.get('/api/export', async (context) => {
    const { reader } = await sessions.desk(context);
    const { for: readers, format, bom, ...ask } = readQuery(context, exportQuerySchema);
    const filter = filterOf(house, reader, ask);
    const exporting = await openExporting(house, { reader, logs: filter.logs }, filter, readers);
    const now = formatInstant(house.clock.now());
    const name = `reports-${selfOf(house)}-${now.replaceAll(/[-:]/g, '')}`;
    const texts = textsOf(exporting, format, name);
    const { type, ending } = FILES[format];
    const all = bom === 'yes' && format === 'csv' ? before(BOM, texts) : texts;
    return context.body(Readable.toWeb(Readable.from(all)) as ReadableStream, 200, {
      'content-type': type,
      'content-disposition': `attachment; filename="${name}.${ending}"`,
      'cache-control': 'no-store',
    });
  });
}

async function openExporting(
  house: House,
  scope: Scope,
  filter: ReportFilter,
  readers: Exporting['for'],
): Promise<Exporting> {
  const { points, cut } = await house.index.points(filter, EXPORT_REPORTS_MAX);
  // [Y11] A file that lacks what it does not say is worse than none.
  if (cut) throw new Refusal('too-large', { limit: EXPORT_REPORTS_MAX });
  return { house, scope, for: readers, hashes: points.map(([, , , , hash]) => hash) };
}

/** Every report that matches, in order, in steps. */
async function* stepsOf({
  house,
  scope,
  hashes,
}: Exporting): AsyncGenerator<readonly Outgoing<'report'>[]> {
  for (let from = 0; from < hashes.length; from += STEP_REPORTS) {
    const step = hashes.slice(from, from + STEP_REPORTS);
    const found = await outgoingAll(house, scope, step);
    yield found.flatMap(({ record, ...rest }) =>
      record.type === 'report' ? [{ ...rest, record }] : [],
    );
    await breathe();
  }
}

/** Why a report stays behind, or nothing. [Y13] */
function reasonToStay(
  { house, for: readers }: Exporting,
  { author, audience, record }: Outgoing,
): keyof ExportSurvey['left'] | undefined {
  if (readers === 'own') return undefined;
  if (author !== selfOf(house)) return 'others';
  if (compartmentIn(audience)) return 'within'; // [R9]
  if (record.marking.tlp === 'RED') return 'red';
  return record.marking.caveats.includes(NO_ONWARD) ? 'noOnward' : undefined;
}

async function survey(exporting: Exporting): Promise<ExportSurvey> {
  const tlp: Partial<Record<RecordHead['marking']['tlp'], number>> = {};
  const caveats: Record<string, number> = {};
  const left = { others: 0, within: 0, red: 0, noOnward: 0 };
  let count = 0;
  for await (const step of stepsOf(exporting)) {
    for (const report of step) {
      const reason = reasonToStay(exporting, report);
      if (reason) {
        left[reason] += 1;
        continue;
      }
      const { marking } = report.record;
      count += 1;
      tlp[marking.tlp] = (tlp[marking.tlp] ?? 0) + 1;
      for (const caveat of marking.caveats) caveats[caveat] = (caveats[caveat] ?? 0) + 1;
    }
  }
  return { count, tlp, caveats, left };
}

function textsOf(exporting: Exporting, format: ExportFormat, name: string): AsyncGenerator<string> {
  switch (format) {
    case 'stix':
      return stixTexts(exporting, name);
    case 'geojson':
      return featureTexts(exporting);
    case 'csv':
      return before(tableHead(), rowTexts(exporting));
  }
}

async function* before(head: string, texts: AsyncGenerator<string>): AsyncGenerator<string> {
  yield head;
  yield* texts;
}

/** The reports that go out, with what was said of each by those whose words go out too. */
async function* rowsOf(exporting: Exporting): AsyncGenerator<readonly OutgoingReport[]> {
  const { house, scope, for: readers } = exporting;
  const isOut = new Set<string>(exporting.hashes);
  for await (const step of stepsOf(exporting)) {
    const out = step.filter((report) => reasonToStay(exporting, report) === undefined);
    const about = await house.index.about(
      out.map(({ hash }) => hash),
      scope.logs,
    );
    yield out.map((report) => {
      const { grades, links } = about.get(report.hash) ?? NOTHING_SAID;
      const mine = (party: string) => readers === 'own' || party === selfOf(house);
      return {
        ...report,
        grades: grades
          .filter(({ party, record }) => record !== report.hash && mine(party))
          .map(({ party, grade }) => ({ party, grade })),
        contradicts: links
          .filter(({ relation, by, report: other }) => {
            return relation === 'contradicts' && mine(by) && isOut.has(other);
          })
          .map(({ report: other }) => other),
      };
    });
  }
}

const NOTHING_SAID: AboutReport = { grades: [], links: [] };

async function* rowTexts(exporting: Exporting): AsyncGenerator<string> {
  for await (const rows of rowsOf(exporting)) yield rows.map(tableLine).join('');
}

async function* featureTexts(exporting: Exporting): AsyncGenerator<string> {
  yield '{"type":"FeatureCollection","features":[';
  let isFirst = true;
  for await (const rows of rowsOf(exporting)) {
    if (rows.length === 0) continue;
    const texts = rows.map((row) => JSON.stringify(featureOf(row)));
    yield `${isFirst ? '\n' : ',\n'}${texts.join(',\n')}`;
    isFirst = false;
  }
  yield '\n]}\n';
}

async function* stixTexts(exporting: Exporting, name: string): AsyncGenerator<string> {
  const { house, scope } = exporting;
  const bundle = openBundle(outsideCentre(house), `${selfOf(house)}\n${name}`);
  yield bundle.head;
  const said = new Set<RecordHash>();
  const add = async (one: Outgoing): Promise<string> => {
    if (said.has(one.hash) || reasonToStay(exporting, one) !== undefined) return '';
    if (!(await isAboutWhatGoes(exporting, one))) return '';
    said.add(one.hash);
    const beside = await besideOf(house, scope, one);
    if (!beside) return '';
    const { record } = one;
    const isToMatter = record.type === 'link' && beside.isToMatter === true;
    const matter = isToMatter ? await outgoingOf(house, scope, record.body.to) : undefined;
    const first = matter && isOutgoing(matter) ? await add(matter) : '';
    return first + bundle.add(one, beside);
  };
  for await (const step of stepsOf(exporting)) {
    const about = await house.index.about(
      step.map(({ hash }) => hash),
      scope.logs,
    );
    for (const report of step) {
      yield await add(report);
      if (!said.has(report.hash)) continue;
      const { grades, links } = about.get(report.hash) ?? NOTHING_SAID;
      const records = [...grades, ...links].map(({ record }) => record);
      const beside = records.filter((record) => record !== report.hash && !said.has(record));
      if (beside.length === 0) continue;
      for (const one of await outgoingAll(house, scope, beside.slice(0, NAMED_MAX))) {
        if (isOutgoing(one)) yield await add(one);
      }
    }
  }
  yield bundle.tail;
}

/** [Y13] A link would tell of a report that stays behind. */
async function isAboutWhatGoes(exporting: Exporting, { record }: Outgoing): Promise<boolean> {
  if (record.type !== 'link') return true;
  for (const hash of [record.body.from, record.body.to]) {
    const end = await outgoingOf(exporting.house, exporting.scope, hash);
    if (!end || !isOutgoing(end) || reasonToStay(exporting, end) !== undefined) return false;
  }
  return true;
}
