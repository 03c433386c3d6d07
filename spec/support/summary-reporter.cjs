// The spec reporter with one last line that readers of CI logs understand: `N passed, N failed`, alone.
const Mocha = require('mocha')

module.exports = class SummaryReporter extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options)
    // Registered after Spec's own epilogue, so that nothing of mocha's follows it.
    runner.once('end', () => process.stdout.write(`${summaryLine(this.stats)}\n`))
  }
}

function summaryLine({ passes, failures, pending }) {
  const skipped = pending > 0 ? `, ${pending} skipped` : ''
  return `${passes} passed, ${failures} failed${skipped}`
}
