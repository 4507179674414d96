import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Agenda } from '../../../src/core/keeper/alarm';

const ids = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g');
const steps = fc.array(fc.tuple(ids, fc.option(fc.nat({ max: 50 }))), { maxLength: 60 });

test('it gives what is due, soonest first, and each id once, whatever was set, changed and removed before', () => {
  fc.assert(
    fc.property(steps, fc.nat({ max: 60 }), (changes, now) => {
      const agenda = new Agenda();
      const expected = new Map<string, number>();
      for (const [id, at] of changes) {
        agenda.set(id, at);
        if (at === null) expected.delete(id);
        else expected.set(id, at);
      }
      const inOrder = [...expected].sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1));
      expect(agenda.next()).toBe(inOrder[0]?.[1] ?? Number.POSITIVE_INFINITY);
      expect(agenda.takeDue(now)).toEqual(inOrder.filter(([, at]) => at <= now).map(([id]) => id));
      expect(agenda.next()).toBe(inOrder.find(([, at]) => at > now)?.[1] ?? Number.POSITIVE_INFINITY);
    }),
  );
});
