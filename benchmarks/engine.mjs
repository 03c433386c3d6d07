// Theme: the embedded engine by itself, without the SDK, and other engines behind their ports.
import { hasJava, startDynamoDBLocal } from '../scripts/dynamodb-local.mjs'
import { bundledEngine } from './harness/engine-bundle.mjs'
import { median } from './harness/measure.mjs'
import { reportOf } from './harness/processes.mjs'

const here = new URL('harness/', import.meta.url)
const alone = new URL('engine-alone.mjs', here)
const contender = 'embedded'

/** The rows of this theme. Each figure is of a process of its own. */
export async function measure({ quick }) {
  const { bundle, remove } = await bundledEngine()
  try {
    return [
      ...operations(bundle, quick),
      ...growth(bundle),
      ...memory(bundle, quick),
      ...(await behindPorts(quick)),
    ]
  } finally {
    remove()
  }
}

function operations(bundle, quick) {
  const count = quick ? 50_000 : 200_000
  const targets = { start: 20, put: 20, get: 10 }
  const report = reportOf(alone, ['operations', bundle, String(count)])
  return Object.entries(report).map(([name, value]) => ({
    mode: name === 'start' ? 'ready, with a table' : `one ${name} by itself, JSON in, JSON out`,
    contender,
    unit: name === 'start' ? 'ms' : 'µs',
    value,
    ...(targets[name] !== undefined && { target: targets[name] }),
  }))
}

function growth(bundle) {
  const { ratio } = reportOf(alone, ['growth', bundle])
  return [
    {
      mode: 'a query of 20 items: 100,000 items in the table, relative to 1,000',
      contender,
      value: ratio,
      target: 1.5,
    },
  ]
}

function memory(bundle, quick) {
  const count = quick ? 200_000 : 1_000_000
  const { megabytes } = reportOf(
    alone,
    ['memory', bundle, String(count)],
    ['--max-old-space-size=4096', '--expose-gc'],
  )
  return [
    {
      mode: `memory of ${count.toLocaleString('en')} small items`,
      contender,
      unit: 'MB',
      value: megabytes,
      target: 1500,
    },
  ]
}

async function behindPorts(quick) {
  const rows = []
  const row = (name, report) => {
    for (const [operation, value] of Object.entries(report))
      rows.push({ mode: `one ${operation} over HTTP, 16 in flight`, contender: name, unit: 'µs', value })
  }
  const rounds = quick ? 1 : 3
  const count = String(quick ? 1_000 : 4_000)
  const script = new URL('engine-http.mjs', here)
  const reports = Array.from({ length: rounds }, () => ({
    embedded: reportOf(script, ['embedded', count]),
    dynalite: reportOf(script, ['dynalite', count]),
  }))
  for (const name of ['embedded', 'dynalite']) row(name, medians(reports.map((one) => one[name])))
  if (hasJava()) {
    const local = await startDynamoDBLocal()
    try {
      row('DynamoDB Local', reportOf(script, [local.endpoint, count]))
    } finally {
      await local.stop()
    }
  }
  return rows
}

function medians(reports) {
  return Object.fromEntries(
    Object.keys(reports[0]).map((name) => [name, median(reports.map((one) => one[name]))]),
  )
}
