import { compartmentIn } from '../../accord/party/audience.ts';
import type { FoundLine, OtherLine, OthersPage } from '../../contract/search.ts';
import { Dtg } from '../parts/age.tsx';
import { GradeChip } from '../parts/grade-chip.tsx';
import { Mono, Written } from '../parts/mono.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { Place } from '../parts/place.tsx';
import { useReaderName } from '../readers.ts';
import { formatList, formatNumber } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import { OthersCount } from './others-part.tsx';

const CELL = 'border border-line px-1.5 py-0.5 align-top';

/** The reports that were found, each in two lines. */
export function FoundTable({ lines }: { readonly lines: readonly FoundLine[] }) {
  const { t } = useWords();
  if (lines.length === 0) return null;
  return (
    <table className="w-full border-collapse text-sm">
      <thead>
        <tr>
          {[t('search-paper.column.number'), ...columnsOf(t)].map((column) => (
            <th key={column} scope="col" className={`${CELL} text-start font-medium`}>
              {column}
            </th>
          ))}
        </tr>
      </thead>
      {lines.map((line, i) => (
        <FoundLines key={line.hash} line={line} number={i + 1} />
      ))}
    </table>
  );
}

function columnsOf(t: (key: string) => string): readonly string[] {
  return ['time', 'place', 'party', 'grade', 'title'].map((name) => t(`sitrep.column.${name}`));
}

/** A report in two lines: when, where and what; then who may read it and which record it is. */
function FoundLines({ line, number }: { readonly line: FoundLine; readonly number: number }) {
  const { t } = useWords();
  return (
    <tbody className="break-inside-avoid">
      <tr>
        <td className={CELL} rowSpan={2}>
          <Mono>{String(number)}</Mono>
        </td>
        <td className={`${CELL} whitespace-nowrap`}>
          <Dtg at={line.when.from} />
        </td>
        <td className={`${CELL} whitespace-nowrap`}>
          <Place point={line.point} precisionMetres={line.precisionMetres} />
        </td>
        <td className={CELL}>
          <PartyMark party={line.author} bare />
        </td>
        <td className={CELL}>
          {line.grades.length === 0 ? '–' : null}
          {line.grades.map((given) => (
            <span key={given.record} className="flex items-center gap-1 whitespace-nowrap">
              <PartyMark party={given.party} bare />
              <GradeChip grade={given.grade} />
            </span>
          ))}
        </td>
        <td className={`${CELL} w-full`}>
          <Written lang={line.language} className="block font-medium">
            {line.title}
          </Written>
        </td>
      </tr>
      <SecondLine line={line} columns={5} what={t(`reports.kind.${line.kind}`)} />
    </tbody>
  );
}

/** The second line of what was found: who may read it and which record it is. */
function SecondLine({
  line,
  columns,
  what,
}: {
  readonly line: FoundLine | OtherLine;
  readonly columns: number;
  readonly what: string;
}) {
  const { t, language } = useWords();
  const nameOf = useReaderName();
  const within = compartmentIn(line.audience);
  const readers = formatList(line.audience.map(nameOf), language);
  return (
    <tr>
      <td className={`${CELL} text-xs`} colSpan={columns}>
        {what} · <Mono>{`TLP:${line.tlp}`}</Mono> ·{' '}
        {within === undefined
          ? t('search-paper.row.readers', { parties: readers })
          : t('compartments.mark', { name: readers })}{' '}
        <Mono className="float-end ms-3 text-[7.5pt] text-muted">{line.hash}</Mono>
      </td>
    </tr>
  );
}

/** What was found and is no report, after the reports. [Q15] */
export function OthersTable({ others }: { readonly others: OthersPage }) {
  const { t, language } = useWords();
  const { lines, count } = others;
  if (count === 0) return null;
  return (
    <section className="flex flex-col gap-1.5">
      <h2 className="break-after-avoid font-semibold">
        <OthersCount others={others} />
        {lines.length < count
          ? ` · ${t('search-paper.head.cut', { count: formatNumber(lines.length, language) })}`
          : ''}
      </h2>
      <table className="w-full border-collapse text-sm">
        {lines.map((line, i) => (
          <tbody key={line.hash} className="break-inside-avoid">
            <tr>
              <td className={CELL} rowSpan={2}>
                <Mono>{String(i + 1)}</Mono>
              </td>
              <td className={`${CELL} whitespace-nowrap`}>
                <Dtg at={line.at} />
              </td>
              <td className={CELL}>
                <PartyMark party={line.origin ?? line.author} bare />
              </td>
              <td className={`${CELL} w-full`}>
                <Written lang={line.language} className="block font-medium">
                  {line.title}
                </Written>
              </td>
            </tr>
            <SecondLine line={line} columns={3} what={whatOf(line, t)} />
          </tbody>
        ))}
      </table>
    </section>
  );
}

function whatOf({ type, standing }: OtherLine, t: (key: string) => string): string {
  const what = t(`search.other.${type}`);
  return standing === undefined ? what : `${what}, ${t(`passages.standing.${standing}`)}`;
}
