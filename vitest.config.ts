import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Folders whose tests start processes and browsers. What takes longest starts first, so that nothing long is left for the end. */
const LONG = ['reliability', 'cli', 'simulation', 'renderer', 'scripts', 'stand-in', 'practice', 'platform'];

/** Tests of the panel in a browser, which share one build of it. */
const PANEL = 'test/renderer/*.test.ts';

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const found = LONG.findIndex((folder) => moduleId.includes(`/test/${folder}/`));
      return found === -1 ? LONG.length : found;
    };
    const sorted = await super.sort(files);
    // A worker goes on with files of its own project only.
    return sorted.toSorted((a, b) => rank(a) - rank(b) || a.project.name.localeCompare(b.project.name));
  }
}

export default defineConfig({
  test: {
    environment: 'node',
    // Modules keep nothing from one test to the next, so one worker loads them once for all its files.
    isolate: false,
    // Limits, not expectations: two cores may be shared with anything.
    testTimeout: 90_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    allowOnly: false,
    // Much of the work is done by browsers and daemons beside the workers, and much of the time is spent waiting for them.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: { name: 'panel', include: [PANEL], globalSetup: 'test/renderer/share-gallery.ts' },
      },
      {
        extends: true,
        test: {
          name: 'all others',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [PANEL],
          globalSetup: 'test/support/share-programs.ts',
        },
      },
    ],
  },
});
