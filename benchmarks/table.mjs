// `node benchmarks/table.mjs [--rounds 3] [--heap] [contender ...]`: contenders in all operations, as one table: as
// text, as results.json and as a chart. With names, the rows of the other contenders stay as they are; with `--heap`,
// only what is allocated is measured, and the times stay as they are.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { allocatedBy } from './allocation.mjs'
import { filesOf } from './chart.mjs'
import { median } from './harness/measure.mjs'
import { installPeers } from './harness/peers.mjs'
import { contest } from './harness/processes.mjs'
import { measuredOn } from './harness/sdk.mjs'

const root = fileURLToPath(new URL('../', import.meta.url))
const contenders = ['document-client', 'electrodb', 'dynamodb-toolbox', 'onetable', 'dynamoose', 'dyntastic']
const operations = {
  get: 'get one item',
  save: 'put one item',
  update: 'update: 4 changes, a condition',
  query: 'query of 1,000 items',
  'batch-get': 'batch get of 1,000 items',
  'batch-put': 'batch put of 1,000 items',
  transaction: 'transaction of 10 puts',
}
/** What is allocated: the theme, and the number of requests of its operation, of which one counts. */
const allocations = {
  get: { title: 'get one item', share: 1 },
  query: { title: 'query of 100 items', share: 10 },
}
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '3' }, heap: { type: 'boolean' } },
})
/** How often each pair of processes runs; the median counts. */
const rounds = Number(options.rounds)
const chosen = positionals.length > 0 ? positionals : contenders

build()
installPeers()
const before = JSON.parse(readFileSync(`${root}benchmarks/results.json`, 'utf8'))
const results = { ...(options.heap ? before : await times()), heap: heap() }
write('benchmarks/results.json', `${JSON.stringify(results, null, 2)}\n`)
for (const [file, text] of Object.entries(filesOf(results))) write(file, text)
console.log(filesOf(results)['benchmarks/results.txt'])

async function times() {
  const found = new Map()
  for (let round = 0; round < rounds; round++)
    for (const operation of Object.keys(operations))
      for (const contender of shuffled(chosen)) measured(found, operation, contender)
  const rows = [...found.values()].map(({ operation, contender, ratios }) =>
    row(operation, contender, ratios),
  )
  rows.push(...(await streamed()))
  if (positionals.length > 0) rows.push(...before.rows.filter(({ contender }) => !chosen.includes(contender)))
  const { client, core, node, machine } = measuredOn()
  return {
    unit: 'CPU time of the process, relative to the raw SDK',
    date: today(),
    sdk: { client, core },
    node,
    machine,
    rounds,
    versions: versions(),
    operations: { ...operations, stream: 'read 10,000 items, DynamoDB Local' },
    rows,
  }
}

// Bytes that are allocated on the whole way to a canned HTTP response: the same in each run, but for a hundredth.
function heap() {
  const all = positionals.length > 0 ? chosen : [...chosen, 'dyntastic-direct']
  const rows = Object.entries(allocations).flatMap(([operation, { share }]) => {
    const raw = allocatedBy(operation, 'raw', 'full', share)
    return all.map((contender) => {
      const bytes = Math.round(allocatedBy(operation, contender, 'full', share))
      console.error(`heap of ${operation} ${contender}: ${(bytes / raw).toFixed(2)}`)
      return { operation, contender, ratio: Number((bytes / raw).toFixed(2)), bytes }
    })
  })
  if (positionals.length > 0)
    rows.push(...before.heap.rows.filter(({ contender }) => !chosen.includes(contender)))
  const titles = Object.fromEntries(Object.entries(allocations).map(([key, { title }]) => [key, title]))
  return {
    unit: 'bytes allocated on the heap, relative to the raw SDK',
    date: today(),
    operations: titles,
    rows,
  }
}

function today() {
  return new Date().toISOString().slice(0, 10)
}

function build() {
  const { status } = spawnSync(process.execPath, [`${root}scripts/build.mjs`], { stdio: 'inherit' })
  if (status !== 0) process.exit(1)
}

// Each contender with the raw SDK in a process of their own, in slices that take turns.
function measured(found, operation, contender) {
  const { full } = contest(operation, contender, 'table', 'full')
  const key = `${operation} ${contender}`
  const known = found.get(key) ?? { operation, contender, ratios: [] }
  found.set(key, known)
  known.ratios.push(full.ratio)
  console.error(`${key}: ${full.ratio.toFixed(2)}`)
}

async function streamed() {
  const { measure } = await import('./stream.mjs')
  const all = await measure({ quick: rounds < 3, only: chosen })
  return all.map(({ contender, range, value }) => row('stream', contender, [value, ...range]))
}

function row(operation, contender, ratios) {
  const rounded = (value) => Number(value.toFixed(2))
  return {
    operation,
    contender,
    ratio: rounded(median(ratios)),
    least: rounded(Math.min(...ratios)),
    most: rounded(Math.max(...ratios)),
  }
}

// The order of contenders must not decide which of them meets a busy moment of the machine.
function shuffled(all) {
  return all
    .map((value) => ({ value, by: Math.random() }))
    .sort((a, b) => a.by - b.by)
    .map(({ value }) => value)
}

function versions() {
  const read = (path) => JSON.parse(readFileSync(`${root}${path}`, 'utf8'))
  const { dependencies } = read('benchmarks/peers/package.json')
  return {
    'document-client': dependencies['@aws-sdk/lib-dynamodb'],
    electrodb: dependencies.electrodb,
    'dynamodb-toolbox': dependencies['dynamodb-toolbox'],
    onetable: dependencies['dynamodb-onetable'],
    dynamoose: dependencies.dynamoose,
    dyntastic: read('package.json').version,
  }
}

function write(file, text) {
  writeFileSync(`${root}${file}`, text)
}
