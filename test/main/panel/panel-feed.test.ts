import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../src/core/model/settings';
import type { PanelPatch, PanelState } from '../../../src/ipc/contract';
import { PanelFeed } from '../../../src/main/panel/panel-feed';
import { viewOf } from '../../../src/main/wording/views';
import { aConnection, HandTimers, NOW } from '../support';

const empty: PanelState = {
  connections: [],
  signIns: [],
  notifications: [],
  moreNotifications: 0,
  settings: DEFAULT_SETTINGS,
  practice: null,
  copied: null,
  batch: null,
  appTrouble: null,
  clockSkew: null,
  version: '1.0.0',
};
const view = (id: string, name = id) => viewOf(aConnection({ id, name }), 'fine', null, NOW);

function setUp(first: PanelState) {
  const timers = new HandTimers();
  const patches: PanelPatch[] = [];
  const world = { state: first };
  const feed = new PanelFeed(
    () => world.state,
    (patch) => patches.push(patch),
    timers,
  );
  return { feed, patches, timers, world };
}

describe('an open panel', () => {
  it('hears only of the connections that changed', () => {
    const { feed, patches, timers, world } = setUp({ ...empty, connections: [view('a'), view('b')] });
    feed.begin();
    world.state = { ...world.state, connections: [view('a'), view('b', 'renamed')] };
    feed.changed();
    timers.pass(1000);
    expect(patches).toEqual([{ changed: [view('b', 'renamed')] }]);
  });

  it('hears once of many changes at once', () => {
    const { feed, patches, timers, world } = setUp({ ...empty, connections: [view('a')] });
    feed.begin();
    for (let count = 0; count < 100; count += 1) {
      world.state = { ...world.state, connections: [view('a', `name ${count}`)] };
      feed.changed();
    }
    timers.pass(1000);
    expect(patches).toEqual([{ changed: [view('a', 'name 99')] }]);
  });

  it('hears nothing when nothing changed', () => {
    const { feed, patches, timers } = setUp({ ...empty, connections: [view('a')] });
    feed.begin();
    feed.changed();
    timers.pass(1000);
    expect(patches).toEqual([]);
  });

  it('hears of a removal through the order', () => {
    const { feed, patches, timers, world } = setUp({ ...empty, connections: [view('a'), view('b')] });
    feed.begin();
    world.state = { ...world.state, connections: [view('b')] };
    feed.changed();
    timers.pass(1000);
    expect(patches).toEqual([{ changed: [], order: ['b'] }]);
  });

  it('hears of what is not a connection', () => {
    const { feed, patches, timers, world } = setUp(empty);
    feed.begin();
    world.state = { ...empty, copied: { connectionId: 'a', clearsAt: 1, what: 'access-token' } };
    feed.changed();
    timers.pass(1000);
    expect(patches).toHaveLength(1);
    expect(patches[0]?.rest?.copied).toEqual({ connectionId: 'a', clearsAt: 1, what: 'access-token' });
  });

  it('is brought up to date as words age, but only while it can be seen', () => {
    const { feed, patches, timers, world } = setUp({ ...empty, connections: [view('a')] });
    feed.begin();
    feed.visible(true);
    timers.pass(1000);
    world.state = { ...world.state, connections: [view('a', 'older')] };
    timers.pass(60_000);
    expect(patches).toHaveLength(1);
    feed.visible(false);
    expect(timers.count).toBe(0);
  });

  it('leaves nothing running when it is gone', () => {
    const { feed, patches, timers, world } = setUp(empty);
    feed.begin();
    feed.visible(true);
    feed.end();
    world.state = { ...empty, version: '2' };
    feed.changed();
    timers.pass(3_600_000);
    expect(patches).toEqual([]);
    expect(timers.count).toBe(0);
  });
});
