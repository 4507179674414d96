import type { FullResult, Reporter, TestError, TestResult, TestStep } from 'playwright/types/testReporter';

/** Prints the story as it happens: the steps of the demo, and nothing of how it is told. */
export default class Teller implements Reporter {
  #step = 0;

  printsToStdio(): boolean {
    return true;
  }

  onStepBegin(_test: unknown, _result: TestResult, step: TestStep): void {
    if (step.category !== 'test.step' || step.parent) return;
    this.#step += 1;
    console.log(`${String(this.#step).padStart(2)}. ${step.title}`);
  }

  onError(error: TestError): void {
    console.error(error.message ?? String(error.value));
  }

  onTestEnd(_test: unknown, result: TestResult): void {
    for (const { message } of result.errors) console.error(`\nThe demo stopped here:\n${message ?? ''}`);
  }

  onEnd(result: FullResult): void {
    if (result.status === 'passed') console.log('\nThe pictures are in demo/.');
  }
}
