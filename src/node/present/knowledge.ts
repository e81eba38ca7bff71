import type { RecordHash } from '../../base/ids.ts';
import type { ReportClaim } from '../../accord/knowledge/claims.ts';
import { outcomesOn } from '../../accord/knowledge/outcome.ts';
import { parseRecord } from '../../accord/record.ts';
import type { Said } from '../../accord/said.ts';
import type {
  ClaimLinkView,
  ClaimView,
  KnowledgeView,
  OutcomeView,
} from '../../contract/matters.ts';
import { subjectOf } from './subject.ts';
import type { Knowing, ReadReport, Weighing } from './judging.ts';
import { gradesOn, judgementOn } from './judging.ts';
import { stateOf } from './matter.ts';

/** What was said of a report besides its grades as a whole, as far as this reader may read it. */
export async function presentKnowledge(
  house: Knowing,
  weighing: Weighing,
  read: ReadReport,
): Promise<KnowledgeView> {
  const links = await linksOf(weighing, read.hash);
  const claims = (read.report.claims ?? []).map((claim, i): ClaimView => {
    const judgement = judgementOn(weighing, read, i + 1);
    return {
      ...claim,
      number: i + 1,
      grades: gradesOn(weighing, read, i + 1),
      ...(judgement ? { judgement } : {}),
      links: links.filter(({ at }) => at === i + 1).map(({ view }) => view),
    };
  });
  const judgement = judgementOn(weighing, read);
  return {
    report: read.hash,
    matters: mattersOf(weighing, read.hash),
    claims,
    ...(judgement ? { judgement } : {}),
    outcomes: await outcomesOf(house, weighing, read),
  };
}

function mattersOf(weighing: Weighing, report: RecordHash): KnowledgeView['matters'] {
  const { judgements, may } = weighing;
  return judgements.about('link', report, may).flatMap(({ hash, author, record: { body } }) => {
    if (body.relation !== 'part-of' || body.from !== report) return [];
    const matter = judgements.one('matter', body.to, may);
    if (!matter) return [];
    const { title, language } = matter.record.body;
    const { kind: state, by } = stateOf(weighing, matter.hash).state;
    return [{ hash: matter.hash, title, language, state, by, addedBy: author, link: hash }];
  });
}

/** Relations of a report and of its claims to reports that may be read, with which claim they touch. */
async function linksOf(
  { judgements, may, report: readOf }: Weighing,
  report: RecordHash,
): Promise<readonly { readonly at: number | undefined; readonly view: ClaimLinkView }[]> {
  const links: { at: number | undefined; view: ClaimLinkView }[] = [];
  for (const { hash: record, author: by, record: said } of judgements.about('link', report, may)) {
    const { relation, from, to, fromClaim, toClaim, reason } = said.body;
    const side = from === report ? 'from' : 'to';
    const other = await readOf(side === 'from' ? to : from);
    if (!other) continue;
    const claim = side === 'from' ? toClaim : fromClaim;
    const words = claim === undefined ? undefined : wordsOf(other.report.claims?.[claim - 1]);
    const view: ClaimLinkView = {
      record,
      relation,
      side,
      by,
      ...(reason ? { reason } : {}),
      report: other.hash,
      title: other.report.title,
      ...(claim === undefined ? {} : { claim }),
      ...(words === undefined ? {} : { words }),
    };
    links.push({ at: side === 'from' ? fromClaim : toClaim, view });
  }
  return links;
}

/** A claim in one line, its figure first. */
function wordsOf(claim: ReportClaim | undefined): string | undefined {
  if (!claim?.count) return claim?.words;
  const { from, upto } = claim.count;
  return `${from === upto ? from : `${from}–${upto}`} ${claim.words}`;
}

async function outcomesOf(
  house: Knowing,
  weighing: Weighing,
  read: ReadReport,
): Promise<readonly OutcomeView[]> {
  const all = weighing.judgements.about('outcome', read.hash, weighing.may);
  const claims = [...new Set(all.map(({ record }) => record.body.claim))].toSorted(
    (one, other) => (one ?? 0) - (other ?? 0),
  );
  const views: OutcomeView[] = [];
  for (const said of claims.flatMap((claim) => outcomesOn(all, claim))) {
    const { claim, verdict, language, ground, evidence } = said.record.body;
    const { hash, author: party, record } = said;
    views.push({
      hash,
      party,
      seat: record.by.seat,
      at: record.at,
      ...(claim === undefined ? {} : { claim }),
      verdict,
      language,
      ground,
      evidence: await evidenceOf(house, weighing, evidence),
    });
  }
  return views;
}

/** What of the evidence this reader may read, with its title. */
async function evidenceOf(
  house: Knowing,
  { reader, may }: Weighing,
  hashes: readonly RecordHash[],
): Promise<OutcomeView['evidence']> {
  const logs = house.logs.readable(reader).map((log) => log.id);
  const those: OutcomeView['evidence'][number][] = [];
  for (const hash of hashes) {
    const found = await house.index.record(hash, logs);
    const record = found ? parseRecord(found.bytes) : undefined;
    if (!found || !record?.ok || !may({ ...found, record: record.value } as Said)) continue;
    those.push({ record: hash, title: subjectOf(record.value, house.office.known) });
  }
  return those;
}
