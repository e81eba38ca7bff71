import { useEffect, useState } from 'react';

import type { Instant } from '../base/instant.ts';
import { instant, parseInstant } from '../base/instant.ts';

/** The moment as this machine's clock has it. */
export function nowOf(): Instant {
  return instant(Date.now() / 1000);
}

/** The moment, told anew every `seconds`: ages on the screen grow without being asked. */
export function useNow(seconds: number): Instant {
  const [now, setNow] = useState(nowOf);
  useEffect(() => {
    const timer = setInterval(() => setNow(nowOf()), seconds * 1000);
    return () => clearInterval(timer);
  }, [seconds]);
  return now;
}

/** A moment as the API writes it (RFC 3339 in UTC, or POSIX seconds). */
export function instantOf(at: string | number): Instant {
  if (typeof at === 'number') return instant(at);
  const parsed = parseInstant(at);
  return parsed.ok ? parsed.value : instant(Date.parse(at) / 1000);
}
