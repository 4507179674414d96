import { describe, expect, it } from 'vitest';
import { BlurGrace } from '../../../src/main/panel/blur-grace';

describe('a panel that loses the focus', () => {
  it('takes it back right after it was shown, once', () => {
    const grace = new BlurGrace();
    grace.shown(1000);
    expect(grace.blurred(1100)).toBe('take-back');
    expect(grace.blurred(1150)).toBe('left');
    grace.shown(2000);
    expect(grace.blurred(2399)).toBe('take-back');
  });

  it('has been left later on, or when the clock went back', () => {
    const grace = new BlurGrace();
    grace.shown(1000);
    expect(grace.blurred(1400)).toBe('left');
    grace.shown(5000);
    expect(grace.blurred(4000)).toBe('left');
  });

  it('is not shown again by the very click that took the focus', () => {
    const grace = new BlurGrace();
    expect(grace.isSameClick(1000)).toBe(false);
    grace.blurred(1000);
    expect(grace.isSameClick(1299)).toBe(true);
    expect(grace.isSameClick(1300)).toBe(false);
  });
});
