import type { SeatId } from '../../base/ids.ts';
import type { Names } from '../../accord/party/names.ts';
import type { Roster } from '../../accord/party/schema.ts';

/*
 * The offices of the exercise: who reports, who plans, who may decide what, and to whom that goes
 * which is beyond an office's authority.
 */

type Seats = Roster['seats'];

const seat = (id: string) => id as SeatId;
const names = (en: string, ar: string, ckb: string, tr: string): Names => ({ ar, ckb, tr, en });

/** The office that decides what comes up every day. */
export const DECIDING_SEAT = seat('liaison-officer');

/** The office to which goes what is beyond the liaison officer's authority. */
export const COMMANDING_SEAT = seat('commander');

/** The office that signs agreements and handovers. */
export const SIGNING_SEAT = seat('secretary');

/** A second office that may decide on flights, where a party asks for two persons. */
export const AIR_SEAT = seat('air-officer');

const ADMINISTRATOR: Seats[number] = {
  seat: seat('administrator'),
  names: names('Administrator', 'مدير النظام', 'بەڕێوەبەری سیستەم', 'Sistem yöneticisi'),
  duties: ['administer'],
};

/** The offices of a member. */
export const MEMBER_SEATS: Seats = [
  {
    seat: seat('duty-officer'),
    names: names('Duty officer', 'ضابط الخفر', 'ئەفسەری ئێشکگر', 'Nöbetçi subayı'),
    duties: ['report', 'grade', 'plan'],
  },
  {
    seat: DECIDING_SEAT,
    names: names('Liaison officer', 'ضابط الارتباط', 'ئەفسەری پەیوەندی', 'İrtibat subayı'),
    duties: ['report', 'grade', 'decide', 'sign'],
    authority: [
      {
        kinds: ['patrol', 'checkpoint', 'visit', 'overflight'],
        area: null,
        hoursAhead: 720,
        forcesMax: 200,
      },
      { kinds: ['operation', 'sweep'], area: null, hoursAhead: 48, forcesMax: 500 },
    ],
    above: COMMANDING_SEAT,
  },
  {
    seat: seat('planner'),
    names: names('Planner', 'ضابط التخطيط', 'ئەفسەری پلاندانان', 'Plan subayı'),
    duties: ['report', 'plan'],
  },
  {
    seat: seat('analyst'),
    names: names('Analyst', 'المحلل', 'شیکەرەوە', 'Analist'),
    duties: ['report', 'grade'],
  },
  {
    seat: COMMANDING_SEAT,
    names: names('Commander', 'القائد', 'فەرماندە', 'Komutan'),
    duties: ['report', 'decide', 'sign'],
  },
  {
    seat: SIGNING_SEAT,
    names: names('Secretary', 'أمين السر', 'سکرتێر', 'Sekreter'),
    duties: ['report', 'sign'],
  },
  ADMINISTRATOR,
];

/** The offices of a member that consents to flights by two officers. */
export const FLYING_SEATS: Seats = [
  ...MEMBER_SEATS,
  {
    seat: AIR_SEAT,
    names: names(
      'Air coordination officer',
      'ضابط التنسيق الجوي',
      'ئەفسەری هەماهەنگی ئاسمانی',
      'Hava koordinasyon subayı',
    ),
    duties: ['report', 'decide'],
    authority: [{ kinds: ['overflight'], area: null, hoursAhead: null, forcesMax: null }],
    above: COMMANDING_SEAT,
  },
];

/** The offices of the observer. */
export const OBSERVER_SEATS: Seats = [
  {
    seat: seat('observer'),
    names: names('Observer', 'المراقب', 'چاودێر', 'Gözlemci'),
    duties: ['observe'],
  },
  ADMINISTRATOR,
];

/** Whether an office signs anything with a key of its own. */
export function hasKey({ duties }: Seats[number]): boolean {
  return duties.includes('decide') || duties.includes('sign');
}
