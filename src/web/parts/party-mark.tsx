import { isCompartmentId } from '../../base/ids.ts';
import { useParty } from '../centre.ts';
import { CompartmentMark } from './compartment-mark.tsx';

interface Marked {
  /** A party; or a compartment of ours, where readers are shown. */
  readonly party: string;
  readonly bare?: boolean;
}

/** A party's mark (letters in its own line pattern; round for an observer) and, unless `bare`, name. */
export function PartyMark(marked: Marked) {
  return isCompartmentId(marked.party) ? (
    <CompartmentMark compartment={marked.party} />
  ) : (
    <Face {...marked} />
  );
}

function Face({ party, bare = false }: Marked) {
  const face = useParty(party);
  const width = 14 + face.mark.length * 8;
  return (
    <span className="inline-flex items-center gap-1.5 align-middle">
      <svg
        width={width}
        height={20}
        viewBox={`0 0 ${width} 20`}
        className="shrink-0"
        {...(bare ? { role: 'img', 'aria-label': face.name } : { 'aria-hidden': true })}
      >
        {bare ? <title>{face.name}</title> : null}
        <rect
          x={1}
          y={1}
          width={width - 2}
          height={18}
          rx={face.observer ? 9 : 2}
          fill="none"
          stroke="currentColor"
          strokeWidth={1.6}
          strokeDasharray={face.pattern}
        />
        <text
          x={width / 2}
          y={14}
          textAnchor="middle"
          fontSize={11}
          fontWeight={600}
          fontFamily="var(--font-sans)"
          fill="currentColor"
          direction="ltr"
        >
          {face.mark}
        </text>
      </svg>
      {bare ? null : <bdi>{face.name}</bdi>}
    </span>
  );
}
