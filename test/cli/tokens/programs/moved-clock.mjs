// Loaded before a program, sets its clock ahead by what stands in a file just then.
import { readFileSync } from 'node:fs';

const { TEST_CLOCK } = process.env;
const SystemDate = Date;

globalThis.Date = class extends SystemDate {
  constructor(...given) {
    if (given.length === 0) super(SystemDate.now() + ahead());
    else super(...given);
  }

  static now() {
    return SystemDate.now() + ahead();
  }
};

function ahead() {
  return Number(readFileSync(TEST_CLOCK, 'utf8'));
}
