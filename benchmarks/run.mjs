// `npm run bench [-- theme ...]`: builds the library, runs the themes, prints ratios next to their targets. Options:
// --quick, --check, --update.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { modes as modeWords } from './harness/clients.mjs'
import { median } from './harness/measure.mjs'
import { installPeers } from './harness/peers.mjs'
import { contest as contestOf } from './harness/processes.mjs'
import { measuredOn, newerPackages } from './harness/sdk.mjs'

const root = fileURLToPath(new URL('../', import.meta.url))
const themes = [
  'get',
  'save',
  'query',
  'update',
  'batch-put',
  'batch-get',
  'transaction',
  'stream',
  'templates',
  'views',
  'direct',
  'concurrency',
  'decode',
  'codec',
  'allocation',
  'load',
  'engine',
  'vectors',
  'around',
  'observers',
  'types',
]
/** How far above its target a figure may come with `--check`: the noise of a busy machine. */
const tolerance = 1.1
const files = { ratios: 'baseline.json', types: 'type-cost-baseline.json' }

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean' }, check: { type: 'boolean' }, update: { type: 'boolean' } },
})
const unknown = positionals.filter((name) => !themes.includes(name))
if (unknown.length > 0) {
  console.error(`There is no theme '${unknown.join("', '")}'; the themes are ${themes.join(', ')}.`)
  process.exit(2)
}
const chosen = positionals.length > 0 ? positionals : themes

build()
installPeers()
reportVersions()
const rows = []
for (const name of chosen) rows.push(...(await run(name)))
conclude(rows)

function reportVersions() {
  const { client, core, node, machine } = measuredOn()
  console.log(`client-dynamodb ${client}, core ${core}, Node ${node}, ${machine}`)
  for (const newer of newerPackages()) console.log(`WARNING: ${newer}: figures hold for the newest SDK only`)
}

function build() {
  const { status } = spawnSync(process.execPath, [`${root}scripts/build.mjs`], {
    cwd: root,
    stdio: 'inherit',
  })
  if (status !== 0) process.exit(1)
}

async function run(name) {
  const theme = await import(`./${name}.mjs`)
  const measured = theme.measure === undefined ? contest(name, theme) : await theme.measure(options)
  const known = JSON.parse(readFileSync(`${root}benchmarks/${files.ratios}`, 'utf8'))
  const rows = measured.map((row) => {
    const key = row.key ?? `${name}, ${row.mode}, ${row.contender}`
    return { theme: name, ...row, key, before: row.before ?? known[key] }
  })
  print(name, rows)
  return rows
}

// Each contender with the raw SDK in a process of their own, several times over; the rounds of all contenders take
// turns.
function contest(name, theme) {
  const rounds = options.quick ? 1 : 3
  const found = new Map()
  for (let round = 0; round < rounds; round++)
    for (const contender of theme.contenders) {
      const report = contestOf(name, contender, options.quick ? 'quick' : 'normal')
      for (const [mode, result] of Object.entries(report)) {
        const key = `${mode} ${contender}`
        found.set(key, [...(found.get(key) ?? []), result])
      }
    }
  return theme.modes.flatMap((mode) =>
    theme.contenders.map((contender) => {
      const results = found.get(`${mode} ${contender}`)
      const ratios = results.map(({ ratio }) => ratio)
      const range = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`
      const raw = `raw ${median(results.map(({ base }) => base)).toFixed(1)} µs`
      return {
        mode,
        contender,
        value: median(ratios),
        note: `${range}; ${raw}`,
        ...(contender === 'dyntastic' ? { target: theme.targets[mode] } : {}),
      }
    }),
  )
}

function print(name, rows) {
  console.log(`\n== ${name}`)
  for (const mode of new Set(rows.map((row) => row.mode))) {
    console.log(`\n${mode}${modeWords[mode] === undefined ? '' : `: ${modeWords[mode]}`}`)
    for (const row of rows.filter((each) => each.mode === mode)) {
      const { contender, value, unit, target, before, note = '' } = row
      const figure = `${digits(value)}${unit === undefined ? '' : ` ${unit}`}`
      const goal = target === undefined ? '' : `target ${target}: ${value <= target ? 'ok' : 'MISSED'}`
      const baseline = before === undefined ? '' : `before ${digits(before)}`
      console.log(
        `  ${contender.padEnd(18)}${figure.padEnd(22)}${goal.padEnd(24)}${baseline.padEnd(16)}${note}`,
      )
    }
  }
}

function digits(value) {
  return value >= 100 ? String(Math.round(value)) : value.toFixed(2)
}

function conclude(rows) {
  if (options.update) update(rows)
  const missed = rows.filter(({ value, target }) => value > target)
  const far = missed.filter(({ value, target }) => value > target * tolerance)
  console.log(
    `\n${missed.length === 0 ? 'All targets are met.' : `MISSED: ${missed.map(({ key }) => key).join('; ')}`}`,
  )
  if (options.check && far.length > 0) process.exitCode = 1
}

// The figures of the themes that ran; the others stay as they are.
function update(rows) {
  const ofTypes = rows.filter(({ theme }) => theme === 'types')
  merge(files.types, ofTypes, (value) => value)
  merge(
    files.ratios,
    rows.filter(({ theme }) => theme !== 'types'),
    (value) => Number(value.toFixed(3)),
  )
}

function merge(file, rows, rounded) {
  if (rows.length === 0) return
  const path = `${root}benchmarks/${file}`
  const known = JSON.parse(readFileSync(path, 'utf8'))
  for (const { key, value } of rows) known[key] = rounded(value)
  const sorted = Object.fromEntries(Object.entries(known).sort(([a], [b]) => (a < b ? -1 : 1)))
  writeFileSync(path, `${JSON.stringify(sorted, null, 2)}\n`)
}
