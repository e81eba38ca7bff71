import type { PartyId, RecordHash } from '../../base/ids.ts';
import type { ClaimLink, TableReport } from '../../accord/knowledge/claim-table.ts';
import { TABLE_REPORTS_MAX, claimTable } from '../../accord/knowledge/claim-table.ts';
import { lastOfEach } from '../../accord/knowledge/judgements.ts';
import type { MatterState } from '../../accord/knowledge/matter-state.ts';
import { matterState } from '../../accord/knowledge/matter-state.ts';
import type { Said } from '../../accord/said.ts';
import type {
  ConcurrenceView,
  MatterLine,
  MatterView,
  PartView,
  ResolutionView,
} from '../../contract/matters.ts';
import type { Knowing, ReadReport, Weighing } from './judging.ts';
import { gradesOn, judgementOn } from './judging.ts';

/** A line of the list of matters. */
export async function presentMatterLine(
  weighing: Weighing,
  said: Said<'matter'>,
): Promise<MatterLine> {
  const { state, answers } = stateOf(weighing, said.hash);
  const parts = await partsOf(weighing, said.hash);
  const { title, language } = said.record.body;
  const self = weighing.reader.party;
  const answered = new Set(
    answers.filter(({ author }) => author === self).map(({ record }) => record.body.resolution),
  );
  const words: readonly Said[] = [
    said,
    ...parts.flatMap(({ links }) => links),
    ...weighing.judgements.about('resolution', said.hash, weighing.may),
    ...answers,
  ];
  return {
    hash: said.hash,
    author: said.author,
    seat: said.record.by.seat,
    at: said.record.at,
    title,
    language,
    audience: said.audience,
    state: state.kind,
    by: state.by,
    reports: parts.length,
    latest: words
      .map(({ record }) => record.at)
      .reduce((one, other) => (one > other ? one : other)),
    waitsForUs: state.standing.some(
      ({ said: each, by }) =>
        each.author !== self && !by.includes(self) && !answered.has(each.hash),
    ),
  };
}

/** A matter with all that this reader may read of it. */
export async function presentMatter(
  house: Knowing,
  weighing: Weighing,
  said: Said<'matter'>,
): Promise<MatterView> {
  const { reports: _count, ...line } = await presentMatterLine(weighing, said);
  const parts = await partsOf(weighing, said.hash);
  const shown = parts.slice(0, TABLE_REPORTS_MAX);
  const logs = house.logs.readable(weighing.reader).map((log) => log.id);
  const about = await house.index.about(
    shown.map(({ read }) => read.hash),
    logs,
  );
  const links = claimLinksOf(weighing, shown);
  const { text } = said.record.body;
  const resolutions = await resolutionsOf(weighing, said.hash);
  return {
    ...line,
    ...(text ? { text } : {}),
    parts: shown.map(({ read, links: by }) =>
      presentPart(weighing, read, by, about.get(read.hash)?.correctedBy),
    ),
    isCut: parts.length > shown.length,
    table: claimTable(
      shown.map(({ read }) => tableReport(weighing, read)),
      links.map(({ link }) => link),
    ),
    reasons: Object.fromEntries(
      links.flatMap(({ link, reason }) => (reason ? [[link.record, reason]] : [])),
    ),
    resolutions,
  };
}

/** Where a matter stands for this reader, with what was answered to its resolutions. */
export function stateOf(
  { judgements, may }: Weighing,
  matter: RecordHash,
): { readonly state: MatterState; readonly answers: readonly Said<'concurrence'>[] } {
  const resolutions = judgements.about('resolution', matter, may);
  const answers = resolutions.flatMap(({ hash }) => judgements.about('concurrence', hash, may));
  return { state: matterState(resolutions, answers), answers };
}

interface Part {
  readonly read: ReadReport;
  readonly links: readonly Said<'link'>[];
}

/** The reports that are part of a matter and may be read, by when they happened. */
async function partsOf(weighing: Weighing, matter: RecordHash): Promise<readonly Part[]> {
  const links = weighing.judgements
    .about('link', matter, weighing.may)
    .filter(({ record: { body } }) => body.relation === 'part-of' && body.to === matter);
  const parts: Part[] = [];
  for (const from of new Set(links.map(({ record }) => record.body.from))) {
    // A link may say more than its reader may read: what it leads to decides.
    const read = await weighing.report(from);
    const those = links.filter(({ record }) => record.body.from === from);
    if (read) parts.push({ read, links: those });
  }
  return parts.toSorted(({ read: one }, { read: other }) => {
    const [a, b] = [one.report.when.from, other.report.when.from];
    if (a !== b) return a < b ? -1 : 1;
    return one.hash < other.hash ? -1 : 1;
  });
}

function presentPart(
  weighing: Weighing,
  read: ReadReport,
  links: readonly Said<'link'>[],
  correctedBy: RecordHash | undefined,
): PartView {
  const { hash, author, audience, at, report } = read;
  const { kind, title, language, when, place, source } = report;
  const judgement = judgementOn(weighing, read);
  return {
    hash,
    author,
    at,
    kind,
    title,
    language,
    when,
    place,
    source: source.kind,
    audience,
    grades: gradesOn(weighing, read),
    ...(judgement ? { judgement } : {}),
    ...(correctedBy ? { correctedBy } : {}),
    links: links.map(({ hash: record, author: by, record: { body } }) => ({
      record,
      by,
      ...(body.reason ? { reason: body.reason } : {}),
    })),
  };
}

function tableReport(weighing: Weighing, read: ReadReport): TableReport {
  const { hash, author, report } = read;
  const numbers = [undefined, ...(report.claims ?? []).map((_, i) => i + 1)];
  const grades = numbers.flatMap((claim) =>
    gradesOn(weighing, read, claim).map(({ party, grade }) => ({
      party,
      grade,
      ...(claim === undefined ? {} : { claim }),
    })),
  );
  return { hash, author, report, grades };
}

/** The links between claims of reports that are parts of one matter. */
function claimLinksOf(
  { judgements, may }: Weighing,
  parts: readonly Part[],
): readonly { readonly link: ClaimLink; readonly reason: string | undefined }[] {
  const inside = new Set(parts.map(({ read }) => read.hash));
  const links = new Map<RecordHash, Said<'link'>>();
  for (const { read } of parts) {
    for (const link of judgements.about('link', read.hash, may)) links.set(link.hash, link);
  }
  return [...links.values()].flatMap(({ hash: record, author: by, record: { body } }) => {
    if (!inside.has(body.from) || !inside.has(body.to)) return [];
    const { relation, from, to, fromClaim = 0, toClaim = 0, reason } = body;
    const link: ClaimLink = {
      record,
      relation,
      by,
      from: { report: from, number: fromClaim },
      to: { report: to, number: toClaim },
    };
    return [{ link, reason }];
  });
}

/** Those that stand first, side by side, then what their authors have left. */
async function resolutionsOf(
  weighing: Weighing,
  matter: RecordHash,
): Promise<readonly ResolutionView[]> {
  const { judgements, may } = weighing;
  const { state, answers } = stateOf(weighing, matter);
  const standing = new Map(state.standing.map((each) => [each.said.hash, each]));
  const views: ResolutionView[] = [];
  for (const said of judgements.about('resolution', matter, may)) {
    const stands = standing.get(said.hash);
    views.push({
      ...presentSaid(said),
      verdict: said.record.body.verdict,
      held: said.record.body.held,
      ground: said.record.body.ground,
      audience: said.audience,
      stands: stands !== undefined,
      by: stands?.by ?? [],
      claims: await readable(weighing, said),
      answers: lastOfEach(
        answers.filter(
          ({ author, record }) => record.body.resolution === said.hash && author !== said.author,
        ),
      ).map(presentAnswer),
    });
  }
  return [...views.filter((each) => each.stands), ...views.filter((each) => !each.stands)];
}

async function readable(
  weighing: Weighing,
  { record }: Said<'resolution'>,
): Promise<ResolutionView['claims']> {
  const claims: ResolutionView['claims'][number][] = [];
  for (const claim of record.body.claims) {
    if (await weighing.report(claim.report)) claims.push(claim);
  }
  return claims;
}

function presentAnswer(said: Said<'concurrence'>): ConcurrenceView {
  const { verdict, words } = said.record.body;
  return { ...presentSaid(said), verdict, ...(words ? { words } : {}) };
}

function presentSaid({ hash, author, record }: Said<'resolution'> | Said<'concurrence'>): {
  readonly hash: RecordHash;
  readonly party: PartyId;
  readonly seat: ConcurrenceView['seat'];
  readonly at: string;
  readonly language: ConcurrenceView['language'];
} {
  const { at, by, body } = record;
  return { hash, party: author, seat: by.seat, at, language: body.language };
}
