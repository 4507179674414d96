import { describe, expect, it } from 'vitest';
import { OnlineWatch } from '../../../src/main/system/online-watch';
import { HandTimers } from '../support';

function setUp() {
  const timers = new HandTimers();
  const world = { online: false, back: 0, looks: 0 };
  const watch = new OnlineWatch(
    () => {
      world.looks += 1;
      return world.online;
    },
    timers,
    () => {
      world.back += 1;
    },
  );
  return { timers, watch, world };
}

describe('the watch for the network', () => {
  it('tells once, and in two seconds, when it comes back', () => {
    const { timers, watch, world } = setUp();
    watch.watch(true);
    timers.pass(60_000);
    world.online = true;
    timers.pass(2_000);
    expect(world.back).toBe(1);
    timers.pass(60_000);
    expect(world.back).toBe(1);
  });

  it('does not look while every connection is fine', () => {
    const { timers, watch, world } = setUp();
    watch.watch(false);
    timers.pass(3_600_000);
    expect(world.looks).toBe(0);
  });

  it('ends when no connection is offline any more', () => {
    const { timers, watch } = setUp();
    watch.watch(true);
    watch.watch(false);
    expect(timers.count).toBe(0);
  });

  it('says nothing when only the server is away', () => {
    const { timers, watch, world } = setUp();
    world.online = true;
    watch.watch(true);
    timers.pass(3_600_000);
    expect(world.back).toBe(0);
  });
});
