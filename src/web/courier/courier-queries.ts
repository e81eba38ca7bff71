import { queryOptions } from '@tanstack/react-query';

import type { BundleView, CourierView, OpenedView } from '../../contract/courier.ts';
import { get, post, postFile } from '../api.ts';

/** To whom bundles can be sealed, what was packed lately, and the cards' keys. */
export const courierQuery = queryOptions({
  queryKey: ['courier'],
  queryFn: ({ signal }) => get<CourierView>('/api/courier', signal),
});

/** What is to be packed for a party. */
export interface Packing {
  readonly to: string;
  readonly all: boolean;
  readonly afterLast: boolean;
}

/** Packs a bundle at our node. Throws {@link FaultError}. */
export function packBundle(packing: Packing): Promise<BundleView> {
  return post<BundleView>('/api/bundles', packing);
}

/** Hands a sealed file to our node. Throws {@link FaultError}. */
export function openBundle(file: File): Promise<OpenedView> {
  return postFile<OpenedView>('/api/bundles/opened', file);
}

/** Where the sealed file of a packed bundle is fetched. */
export function fileAddress({ id }: BundleView): string {
  return `/api/bundles/${id}/file`;
}

/** What the file is called when it is taken away: `krg-20261121T1002.age`. */
export function fileName({ to, at }: BundleView): string {
  return `${to}-${at.slice(0, 16).replaceAll(/[-:]/g, '')}.age`;
}
