import { queryOptions } from '@tanstack/react-query';

import type { DryRunView, ImportView } from '../../contract/imports.ts';
import { get, postFile, remove } from '../api.ts';

/** How often a running import is asked how far it is, in milliseconds. */
const LOOK_MILLIS = 700;

/** The imports of this desk, the newest first, looked at again while one goes on. */
export const importsQuery = queryOptions({
  queryKey: ['imports'],
  queryFn: ({ signal }) => get<readonly ImportView[]>('/api/imports', signal),
  refetchInterval: ({ state }) =>
    state.data?.some((each) => each.state === 'running') === true ? LOOK_MILLIS : false,
});

/** What a file would become by what was chosen (`head`, JSON); `nth` tells chosen files apart. */
export function dryRunQuery(file: File | undefined, nth: number, head: string) {
  return queryOptions({
    queryKey: ['dry-run', nth, head],
    queryFn: ({ signal }) =>
      postFile<DryRunView>('/api/imports/dry-run', bodyOf(head, file as File), signal),
    enabled: file !== undefined,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    placeholderData: (before: DryRunView | undefined, query) =>
      query?.queryKey[1] === nth ? before : undefined,
  });
}

/** Begins to bring a file in. */
export function beginImport(file: File, head: string): Promise<ImportView> {
  return postFile<ImportView>('/api/imports', bodyOf(head, file));
}

/** Stops an import after the step that is on its way. */
export function stopImport(id: string): Promise<void> {
  return remove(`/api/imports/${id}`);
}

/** A line of JSON, and behind it the file as it is. */
function bodyOf(head: string, file: File): Blob {
  return new Blob([`${head}\n`, file]);
}
