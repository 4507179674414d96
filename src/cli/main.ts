#!/usr/bin/env node
import { createProgram } from './program';
import { runProgram } from './run';

// Node ends when there is nothing left to wait for: without an outcome that is no success.
process.exitCode = 1;
void runProgram(createProgram, process.argv).then((code) => {
  process.exitCode = code;
});
