// A mocha reporter with one line per spec file, and one per test that fails. What specs print is kept, and shown only
// for files that fail.
const { relative } = require('node:path')
const Mocha = require('mocha')

const {
  EVENT_RUN_BEGIN,
  EVENT_RUN_END,
  EVENT_SUITE_END,
  EVENT_TEST_FAIL,
  EVENT_TEST_PASS,
  EVENT_TEST_PENDING,
} = Mocha.Runner.constants

module.exports = class SummaryReporter extends Mocha.reporters.Base {
  constructor(runner, options) {
    super(runner, options)
    const output = capture()
    const file = { passed: 0, skipped: [], failed: 0, milliseconds: 0 }
    const print = (line) => output.write(`${line}\n`)

    runner.once(EVENT_RUN_BEGIN, output.begin)
    runner.on(EVENT_TEST_PASS, (test) => {
      file.passed += 1
      file.milliseconds += test.duration
    })
    runner.on(EVENT_TEST_PENDING, (test) => file.skipped.push(test.fullTitle()))
    // At once, and once more at the end, in full: a run that is stopped tells what it has found.
    runner.on(EVENT_TEST_FAIL, (test, error) => {
      file.failed += 1
      print(
        `✘ ${test.fullTitle()}: ${String(error?.stack ?? error)
          .split('\n')
          .slice(0, 12)
          .join('\n    ')}`,
      )
    })
    // One file may hold several suites at its top: its line is printed after the last of them.
    runner.on(EVENT_SUITE_END, (suite) => {
      const siblings = suite.parent?.root === true ? suite.parent.suites : []
      if (siblings.length === 0 || siblings[siblings.indexOf(suite) + 1]?.file === suite.file) return
      print(fileLine(suite.file, file))
      for (const title of file.skipped) print(`    skipped: ${title}`)
      const printed = output.taken()
      if (file.failed > 0 && printed !== '') print(printed.replace(/^/gm, '    | '))
      Object.assign(file, { passed: 0, skipped: [], failed: 0, milliseconds: 0 })
    })
    runner.once(EVENT_RUN_END, () => {
      output.end()
      this.epilogue()
      process.stdout.write(`${summaryLine(this.stats)}\n`)
    })
  }
}

function fileLine(file, { passed, skipped, failed, milliseconds }) {
  const counts = [`${passed} passed`]
  if (skipped.length > 0) counts.push(`${skipped.length} skipped`)
  if (failed > 0) counts.push(`${failed} FAILED`)
  const name = file === undefined ? 'specs' : relative(process.cwd(), file)
  return `${failed > 0 ? '✘' : '✔'} ${name}: ${counts.join(', ')} (${milliseconds} ms)`
}

// The plain last line that readers of logs look for.
function summaryLine({ passes, failures, pending }) {
  const skipped = pending > 0 ? `, ${pending} skipped` : ''
  return `${passes} passed, ${failures} failed${skipped}`
}

// Keeps what the program writes and the warnings of the process, in the order in which they come.
function capture() {
  const streams = [process.stdout, process.stderr]
  const originals = streams.map((stream) => stream.write)
  const listeners = process.listeners('warning')
  let kept = ''
  const keep = (chunk, encoding, done) => {
    kept += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString()
    const callback = typeof encoding === 'function' ? encoding : done
    callback?.()
    return true
  }
  const warned = (warning) => keep(`${warning.stack ?? warning}\n`)
  return {
    begin() {
      for (const stream of streams) stream.write = keep
      for (const listener of listeners) process.removeListener('warning', listener)
      process.on('warning', warned)
    },
    end() {
      streams.forEach((stream, at) => {
        stream.write = originals[at]
      })
      process.removeListener('warning', warned)
      for (const listener of listeners) process.on('warning', listener)
    },
    write: (text) => originals[0].call(process.stdout, text),
    taken() {
      const text = kept.trimEnd()
      kept = ''
      return text
    },
  }
}
