import { useQuery } from '@tanstack/react-query';

import { GoLink } from '../parts/go-link.tsx';
import { useWords } from '../words/words.ts';
import { tracksQuery } from './matter-queries.ts';
import { TrackBar, trackWords } from './track-bar.tsx';
import { Suggested } from './track-page.tsx';

/** Beside the two questions of a grade: how well this source held before, and what that suggests. [U8] */
export function SuggestedPart({
  author,
  handle,
}: {
  readonly author: string;
  readonly handle: string | undefined;
}) {
  const words = useWords();
  const { t } = words;
  const { data } = useQuery(tracksQuery);
  if (!data) return null;
  const ofSource = data.handles.find((each) => each.party === author && each.handle === handle);
  const track =
    handle === undefined ? data.parties.find(({ party }) => party === author) : ofSource;
  return (
    <section className="border-t border-line pt-2">
      <h3 className="text-sm font-medium">
        {t(handle === undefined ? 'matters.suggest.party' : 'matters.suggest.source')}
      </h3>
      {track ? (
        <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm max-sm:grid-cols-1">
          <div>
            <TrackBar track={track} />
            <p>{trackWords(track, words)}</p>
          </div>
          <div>
            <p className="text-muted">{t('matters.track.suggested')}</p>
            <Suggested track={track} />
          </div>
        </div>
      ) : (
        <p className="text-sm text-muted">{t('matters.suggest.none')}</p>
      )}
      <p className="text-xs text-muted">
        {t('matters.suggest.means')} <GoLink to="/tracks">{t('matters.suggest.more')}</GoLink>
      </p>
    </section>
  );
}
