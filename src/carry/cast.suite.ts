import type { KeyObject } from 'node:crypto';
import { generateKeyPairSync } from 'node:crypto';
import { instant } from '../base/instant.ts';
import { makeCertificate, pemOf } from '../node/certificate.ts';

const DAY_SECONDS = 86_400;

/** What somebody shows on a link. */
export interface Shown {
  readonly key: string;
  readonly certificate: string;
}

/** A party's authority, as links see it. */
export interface TestAuthority {
  /** PEM. */
  readonly certificate: string;
  /** A certificate for `domain`, from and up to so many days from now. */
  issue(domain: string, fromDays?: number, uptoDays?: number): Shown;
}

/** Makes an authority. */
export function testAuthority(name: string): TestAuthority {
  const own = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const make = (key: KeyObject, subject: string, days: readonly number[], domain?: string) => {
    const [from, upto] = days.map((each) => instant(Date.now() / 1000 + each * DAY_SECONDS));
    const terms = { subject, issuer: name, issuerKey: own, key };
    if (from === undefined || upto === undefined) throw new Error('a span has two ends');
    return pemOf(makeCertificate({ ...terms, from, upto, ...(domain ? { domain } : {}) }));
  };
  return {
    certificate: make(own, name, [-1, 100]),
    issue(domain, fromDays = -1, uptoDays = 90) {
      const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
      return {
        key: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
        certificate: make(key, `node of ${name}`, [fromDays, uptoDays], domain),
      };
    },
  };
}
