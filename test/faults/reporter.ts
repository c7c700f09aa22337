import type { Reporter, TestCase, TestModule } from 'vitest/node';
import './outcome.ts';

/** Prints each fault with what came of it, and how many were survived. */
export default class FaultReporter implements Reporter {
  onTestCaseResult(test: TestCase): void {
    const { state, errors = [] } = test.result();
    const came = state === 'passed' ? (test.meta().outcome ?? 'survived') : state.toUpperCase();
    print(`${state === 'passed' ? '✓' : '✗'} ${test.fullName}\n    ${came}`);
    for (const { message, stack } of errors) print(`    ${stack ?? message}`);
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly { message: string }[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const survived = tests.filter((test) => test.ok() && test.result().state === 'passed').length;
    for (const { message } of [...modules.flatMap((module) => module.errors()), ...unhandled])
      print(`✗ ${message}`);
    print(`\n${survived} of ${tests.length} faults survived`);
  }
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
