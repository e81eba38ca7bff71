import type { Call } from './call.ts';
import { requests } from './requests.ts';

/** What is carried by hand. */
export const COURIER_CALLS: readonly Call[] = [
  {
    method: 'get',
    path: '/api/courier',
    summary: 'To whom bundles can be sealed, and those that were packed here lately.',
    answers: 'CourierView',
  },
  {
    method: 'post',
    path: '/api/bundles',
    summary: 'Pack a bundle, sealed to one party.',
    answers: 'BundleView',
    status: 201,
    body: requests.bundle,
  },
  {
    method: 'get',
    path: '/api/bundles/{id}/file',
    summary: 'The sealed file of a bundle that was packed here.',
    answers: 'The file (application/octet-stream)',
  },
  {
    method: 'post',
    path: '/api/bundles/opened',
    summary: 'Open a sealed bundle (application/octet-stream); once more changes nothing.',
    answers: 'OpenedView',
  },
  {
    method: 'post',
    path: '/api/peers/{party}/budget',
    summary: 'Give the link to a party a budget in kB/s, or take it away; for who administers.',
    answers: 'Nothing',
    status: 204,
    body: requests.budget,
  },
  {
    method: 'get',
    path: '/api/early',
    summary: 'The newest records of logs that are still on their way; they count for nothing yet.',
    answers: 'EarlyView',
  },
];
