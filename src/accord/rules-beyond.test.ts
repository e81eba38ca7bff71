import { expect } from 'vitest';
import type { RecordHash } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import type { Stage } from './cast.suite.ts';
import { at, ground } from './cast.suite.ts';
import type { Parts } from './planted.suite.ts';
import { showRules } from './planted.suite.ts';
import type { Body } from './record.ts';
import {
  agreement,
  everyoneConsents,
  point,
  post,
  proposed,
  sign,
  span,
  withPens,
} from './rules.suite.ts';
import type { Said } from './said.ts';
import { textOf } from './wire.ts';

function incursion(
  stage: Stage,
  party: string,
  by: string | null,
  where: object,
  time = span(1_500, 1_600),
) {
  const body = { kind: 'movement', title: 'x', language: 'en', text: '', when: time, by };
  const place = { geometry: where, precisionMetres: 0 };
  return stage.say(party, 'incursion', { ...body, place } as unknown as Body<'incursion'>);
}

function lifeIn({ lifeOf }: Parts, stage: Stage, plan: RecordHash) {
  return lifeOf(stage.charter, stage.centre, stage.all, plan);
}

const covers = (parts: Parts, stage: Stage, said: Said<'incursion'>) =>
  parts
    .coversOf(stage.known(), said, (plan) => lifeIn(parts, stage, plan))
    .map((each) => [each.holdsPlace, each.holdsTime, each.hasParty, each.covers]);

showRules('an incursion', [
  {
    words:
      '[C49] is covered by a plan that holds its place, its time and its party, and was active',
    shows: (parts) => {
      const { stage, plan } = proposed({}, ['qamar']);
      everyoneConsents(stage, plan);
      const within = point(40.35, 35.35);
      const edge = ground(3.5, 3, 4.5, 4);
      const by = (said: Said<'incursion'>) => covers(parts, stage, said);
      expect(by(incursion(stage, 'nahr', 'qamar', within))).toEqual([[true, true, true, true]]);
      expect(by(incursion(stage, 'nahr', 'jabal', within))).toEqual([[true, true, false, false]]);
      expect(by(incursion(stage, 'nahr', 'qamar', edge))).toEqual([[false, true, true, false]]);
      const late = span(1_900, 2_100);
      expect(by(incursion(stage, 'nahr', 'qamar', within, late))).toEqual([
        [true, false, true, false],
      ]);
      stage.decide('nahr', plan, 'withdrawal', {}, { at: 1_550 });
      expect(by(incursion(stage, 'nahr', 'qamar', within))).toEqual([[true, true, true, false]]);
    },
    planted: {
      'asks for place and time alone': ({ coversOf }) => ({
        coversOf: (...of) =>
          coversOf(...of).map((each) => ({ ...each, covers: each.holdsPlace && each.holdsTime })),
      }),
    },
  },
  {
    words: '[C50] is settled by the last word of both, and open till then',
    shows: ({ isSettled }) => {
      const { stage } = proposed();
      const said = incursion(stage, 'nahr', 'qamar', point(40.35, 35.35));
      const answer = (party: string, to: Said, settles: boolean) =>
        stage.say(party, 'answer', { to: to.hash, language: 'en', text: 'so', settles });
      const is = () => isSettled(stage.known(), said);
      const first = answer('qamar', said, true);
      answer('jabal', said, true);
      expect(is()).toBe(false);
      answer('nahr', first, true);
      expect(is()).toBe(true);
      answer('nahr', first, false);
      expect(is()).toBe(false);
    },
    planted: {
      'lets one settle for both': ({ isSettled }) => ({
        isSettled: (known, said) =>
          isSettled(known, said) ||
          [...known.answers.values()].flat().some(({ record }) => record.body.settles),
      }),
    },
  },
]);

showRules('a post', [
  {
    words: '[C51] on another’s ground needs an article in force that both signed, until its end',
    shows: ({ groundOfPost }) => {
      const { stage } = proposed();
      withPens(stage);
      const text = stage.say('qamar', 'agreement', agreement('consent', ['nahr']));
      for (const party of ['qamar', 'nahr']) sign(stage, party, text);
      const allowed = (more: object = {}) => ({
        allowed: { agreement: text.hash, article: '1', purpose: 'training', upto: null, ...more },
      });
      const look = (said: Said, seconds: number) => {
        const known = stage.known();
        const place = known.places.get(said.hash);
        if (!place) throw new Error('the post is known');
        return groundOfPost(known, place, at(seconds));
      };
      const there = point(40.35, 35.35);
      const limited = post(stage, 'qamar', there, allowed({ upto: textOf(at(100)) }));
      expect(look(limited, 99)).toMatchObject({ kind: 'allowed', article: '1' });
      expect(look(limited, 100)).toEqual({ kind: 'none', why: 'outlived' });
      const none = { kind: 'none', why: 'nothing-named' };
      expect(look(post(stage, 'qamar', there), 0)).toEqual(none);
      expect(look(post(stage, 'qamar', point(40.05, 35.05)), 0)).toBeUndefined();
      expect(look(post(stage, 'qamar', there, allowed({ article: '2' })), 0)).toMatchObject({
        why: 'no-such-article',
      });
      expect(look(post(stage, 'jabal', there, allowed()), 0)).toMatchObject({
        why: 'not-signed-by-both',
      });
      sign(stage, 'nahr', text, 'ends');
      expect(look(limited, 0)).toEqual({ kind: 'none', why: 'not-in-force' });
    },
    planted: {
      'never sees an end': ({ groundOfPost }) => ({
        groundOfPost: (known, place) => groundOfPost(known, place, at(0)),
      }),
    },
  },
  {
    words: '[C52] is handed over when each step is done by its own party and both have signed',
    shows: ({ handoverState }) => {
      const { stage } = proposed();
      withPens(stage);
      const base = post(stage, 'qamar', point(40.35, 35.35));
      const steps = [
        { id: 'a', text: 'count', by: 'qamar' },
        { id: 'b', text: 'take over', by: 'nahr' },
      ];
      const body = { post: base.hash, to: 'nahr', language: 'en', steps, inventory: [] };
      const handover = stage.say('qamar', 'handover', body as unknown as Body<'handover'>);
      const done = (party: string, id: string) =>
        stage.say(party, 'handover-step', {
          handover: handover.hash,
          step: id,
          language: 'en',
          note: null,
        });
      const state = () => handoverState(stage.known(), handover);
      done('nahr', 'a');
      expect(state()).toMatchObject({ done: [], complete: false });
      done('qamar', 'a');
      done('nahr', 'b');
      sign(stage, 'qamar', handover);
      expect(state()).toMatchObject({ signed: ['qamar'], complete: false });
      sign(stage, 'nahr', handover);
      expect(state()).toMatchObject({ signed: ['nahr', 'qamar'], complete: true });
    },
    planted: {
      'asks for no signature': ({ handoverState }) => ({
        handoverState: (known, said) => {
          const state = handoverState(known, said);
          return { ...state, complete: state.done.length === 2 };
        },
      }),
    },
  },
]);

showRules('the life of an operation', [
  {
    words: '[C54] counts each record from its moment, none before one that precedes it in its log',
    shows: (parts) => {
      const { stage, plan } = proposed({}, ['qamar']);
      stage.decide('qamar', plan, 'consent', {}, { at: 900 });
      stage.decide('nahr', plan, 'consent', {}, { at: 950 });
      stage.say('qamar', 'activation', { plan: plan.hash, consents: [] }, { at: 1_010 });
      expect(lifeIn(parts, stage, plan.hash)).toMatchObject({ covered: true, begun: at(1_010) });
      stage.decide('nahr', plan, 'withdrawal', {}, { at: 1_500 });
      // Backdated behind its own withdrawal, a consent counts from there on.
      stage.decide('nahr', plan, 'consent', {}, { at: 1_400 });
      stage.decide('nahr', plan, 'withdrawal', {}, { at: 1_700 });
      stage.decide('nahr', plan, 'consent', {}, { at: 1_800 });
      const life = lifeIn(parts, stage, plan.hash);
      expect(life?.covered).toBe(false);
      const missing = life?.spans.filter(
        (each) => each.missing.length > 0 && each.from > at(1_000),
      );
      expect(missing).toEqual([
        { from: at(1_700), upto: at(1_800), state: 'suspended', missing: ['nahr'] },
      ]);
      expect(life?.spans.at(-1)?.upto).toBe(at(2_000) as Instant);
    },
    planted: {
      'looks at the end alone': ({ lifeOf }) => ({
        lifeOf: (charter, centre, said, plan) => {
          const life = lifeOf(charter, centre, said, plan);
          const last = life?.spans.slice(-1) ?? [];
          return life && { ...life, covered: last.every((each) => each.missing.length === 0) };
        },
      }),
    },
  },
  {
    words: '[C54] of a version that narrows a running one goes on from where that was',
    shows: (parts) => {
      const { stage, plan } = proposed({}, ['qamar']);
      stage.decide('qamar', plan, 'consent', {}, { at: 900 });
      stage.decide('nahr', plan, 'consent', {}, { at: 950 });
      stage.say('qamar', 'activation', { plan: plan.hash, consents: [] }, { at: 1_010 });
      const { shape, ...body } = plan.record.body;
      const more = { ...body, amends: plan.hash, window: span(1_000, 1_900) };
      const narrow = stage.plan('qamar', shape as never, [], { at: 1_300 }, more);
      expect(lifeIn(parts, stage, plan.hash)).toMatchObject({ covered: true, ended: at(1_300) });
      const life = lifeIn(parts, stage, narrow.hash);
      expect(life).toMatchObject({ covered: true, begun: at(1_010), ended: at(1_900) });
      expect(life?.spans).toEqual([
        { from: at(1_300), upto: at(1_900), state: 'active', missing: [] },
      ]);
    },
    planted: {
      'forgets the versions before': ({ lifeOf }) => ({
        lifeOf: (charter, centre, said, plan) =>
          lifeOf(
            charter,
            centre,
            said.filter(({ hash, record }) => record.type !== 'plan' || hash === plan),
            plan,
          ),
      }),
    },
  },
]);
