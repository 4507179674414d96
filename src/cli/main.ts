#!/usr/bin/env node
import { createProgram } from './program';
import { runProgram } from './run';

void runProgram(createProgram, process.argv).then((code) => {
  process.exitCode = code;
});
