import { useRouter } from '@tanstack/react-router';
import { useCallback } from 'react';

/** A way to go to an address of this desk: `go('/plans/new')`, search part included. */
export function useGo(): (to: string) => void {
  const router = useRouter();
  return useCallback((to: string) => router.history.push(to), [router]);
}
