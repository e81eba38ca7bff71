import type { Report } from '../../accord/knowledge/schema.ts';
import type { RecordView } from '../../contract/reports.ts';
import type { GridPoint } from '../../geo/grid.ts';
import { toGrid } from '../../geo/grid.ts';
import { formatMgrs } from '../../geo/mgrs.ts';
import { instantOf } from '../now.ts';
import type { Zone } from '../words/format.ts';
import { formatDtg } from '../words/format.ts';
import { writeCount } from './count-reading.ts';
import { writeDetails } from './detail-fields.ts';
import type { Draft } from './draft.ts';
import { EMPTY_DRAFT } from './draft.ts';
import type { Tlp } from './kinds.ts';
import { boxAround } from './place-reading.ts';

/** What a new version of a report begins with: all that the old one says, to the same readers. [H6] */
export function correctionOf(
  view: Pick<RecordView, 'hash' | 'place' | 'ownSource'>,
  said: { readonly report: Report; readonly tlp: string },
  ground: { readonly self: string; readonly zone: Zone },
): Draft {
  const { report, tlp } = said;
  const { kind, title, text, language, place, when, whenForm, source, grade } = report;
  const { zone, self } = ground;
  const isMoment = instantOf(when.upto) - instantOf(when.from) <= 1;
  const written = (at: string) => formatDtg(instantOf(at), zone).replaceAll('\u00a0', ' ');
  const texts = {
    placeText: placeText(report),
    fromText: written(when.from),
    uptoText: isMoment ? '' : written(when.upto),
  };
  const readers = view.place.audience.filter((party) => party !== self);
  return {
    ...EMPTY_DRAFT,
    audience: readers,
    isOwnOnly: readers.length === 0,
    isChosen: true,
    tlp: tlp as Tlp,
    kind,
    title,
    text,
    language,
    place: texts.placeText,
    confirmedPlace: texts.placeText,
    precisionMetres: place.precisionMetres,
    placeLabel: place.label ?? '',
    placeForm: place.form,
    from: texts.fromText,
    upto: texts.uptoText,
    whenForm,
    source: source.kind,
    reference: source.reference ?? '',
    ownSource: view.ownSource?.record,
    reliability: grade?.reliability,
    credibility: grade?.credibility,
    details: writeDetails(kind, report.details),
    claims: (report.claims ?? []).map(({ about, words, count }) => ({
      about,
      words,
      count: count ? writeCount(count) : '',
    })),
    attachments: (report.attachments ?? []).map((attachment) => ({
      id: `kept-${attachment.sha256}`,
      name: attachment.name,
      size: attachment.size,
      attachment,
    })),
    corrects: view.hash,
    asItWas: { ...texts, place, when, whenForm },
  };
}

/** The middle of a place as MGRS, no finer than it is known. */
function placeText({ place }: Report): string {
  const [west, south, east, north] = boxAround([place.geometry.coordinates]);
  const middle = toGrid((west + east) / 2, (south + north) / 2);
  const at: GridPoint = middle.ok ? middle.value : [0, 0];
  return formatMgrs(at, Math.min(10_000, Math.max(1, place.precisionMetres)));
}
