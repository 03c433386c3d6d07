// benchmarks/results.json as a table of text (results.txt) and as a chart (docs/benchmarks.svg): `node
// benchmarks/chart.mjs` writes both, and `--check` compares them.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'

const names = {
  'document-client': 'DocumentClient',
  electrodb: 'ElectroDB',
  'dynamodb-toolbox': 'DynamoDB-Toolbox',
  onetable: 'OneTable',
  dynamoose: 'Dynamoose',
  dyntastic: 'dyntastic',
  'dyntastic-direct': 'direct transport',
}
/** Columns and bars, this library first. */
const order = ['dyntastic', 'document-client', 'onetable', 'electrodb', 'dynamodb-toolbox', 'dynamoose']

/** Lines of text: a row for each operation, and how the figures were made. */
function textOf(results) {
  const { heap } = results
  const ownFirst = [order[0], 'dyntastic-direct', ...order.slice(1)]
  const parts = [
    tableOf(results, order),
    `Bytes allocated on the heap, relative to the raw SDK (${heap.date}):`,
    tableOf(heap, ownFirst),
    madeBy(results),
  ]
  return `${parts.join('\n\n')}\n`
}

function tableOf(results, columns) {
  const header = ['', ...columns.map((contender) => names[contender])]
  const lines = Object.entries(results.operations).map(([operation, title]) => [
    title,
    ...columns.map((contender) => figure(rowOf(results, operation, contender))),
  ])
  const widths = header.map((_, column) => Math.max(...[header, ...lines].map((line) => line[column].length)))
  const print = (line) =>
    line
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])))
      .join('  ')
  return [header, ...lines].map(print).join('\n')
}

/** An SVG: a group of bars for each operation, on a logarithmic scale with the raw SDK at 1. */
function chartOf(results) {
  const operations = Object.entries(results.operations).filter(([operation]) =>
    results.rows.some((row) => row.operation === operation),
  )
  const bar = { height: 11, gap: 2 }
  const group = order.length * (bar.height + bar.gap) + 22
  const left = 250
  const width = 760
  const height = operations.length * group + 84
  const [least, most] = [0.5, 64]
  const x = (ratio) =>
    left + ((Math.log2(Math.min(most, Math.max(least, ratio))) - Math.log2(least)) / 7) * (width - left - 60)
  const ticks = [0.5, 1, 2, 4, 8, 16, 32, 64].map(
    (ratio) =>
      `<line class="${ratio === 1 ? 'raw' : 'grid'}" x1="${round(x(ratio))}" x2="${round(x(ratio))}" y1="40" y2="${height - 40}"/>` +
      `<text class="tick" x="${round(x(ratio))}" y="34">${ratio}</text>`,
  )
  const groups = operations.map(([operation, title], at) => {
    const top = 48 + at * group
    const bars = order.map((contender, place) => {
      const row = rowOf(results, operation, contender)
      const y = top + 18 + place * (bar.height + bar.gap)
      const label = `<text class="name" x="${left - 8}" y="${y + 10}">${names[contender]}</text>`
      if (row === undefined) return label
      const [from, to] = [x(1), x(row.ratio)].sort((a, b) => a - b)
      const own = contender === 'dyntastic' ? 'own' : 'peer'
      return (
        `${label}<rect class="${own}" x="${round(from)}" y="${y}" width="${round(Math.max(1, to - from))}" height="${bar.height}"/>` +
        `<text class="figure" x="${round(Math.max(x(1), x(row.ratio)) + 5)}" y="${y + 10}">${figure(row)}</text>`
      )
    })
    return `<text class="title" x="8" y="${top + 11}">${title}</text>${bars.join('\n')}`
  })
  const style =
    'text{font:12px sans-serif;fill:#444}.title{font-weight:bold;fill:#111}.name{text-anchor:end}.tick{text-anchor:middle;fill:#777}' +
    '.grid{stroke:#ddd}.raw{stroke:#555;stroke-width:1.5}.own{fill:#1a7f5a}.peer{fill:#9aa5b1}.figure{fill:#111}'
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="CPU time relative to the raw SDK">
<style>${style}</style>
<rect width="100%" height="100%" fill="#fff"/>
<text class="title" x="8" y="18">CPU time relative to the raw SDK (1 = hand-written commands; shorter is better, logarithmic)</text>
${ticks.join('\n')}
${groups.join('\n')}
${wrapped(madeBy(results))
  .map(
    (line, at) =>
      `<text class="tick" style="text-anchor:start" x="8" y="${height - 22 + at * 15}">${line}</text>`,
  )
  .join('\n')}
</svg>
`
}

function rowOf({ rows }, operation, contender) {
  return rows.find((row) => row.operation === operation && row.contender === contender)
}

function figure(row) {
  if (row === undefined) return '-'
  return row.ratio >= 100 ? String(Math.round(row.ratio)) : row.ratio.toFixed(row.ratio >= 10 ? 1 : 2)
}

function madeBy({ sdk, node, machine, versions, date }) {
  const peers = order.slice(1).map((contender) => `${names[contender]} ${versions[contender]}`)
  return `${date}, client-dynamodb ${sdk.client} (core ${sdk.core}), Node.js ${node}, ${machine}; ${peers.join(', ')}`
}

function wrapped(text) {
  const [machine, peers] = text.split('; ')
  return [machine, peers]
}

function round(value) {
  return Number(value.toFixed(1))
}

/** The files that are made of results, by their path from the root of the project. */
export function filesOf(results) {
  return { 'benchmarks/results.txt': textOf(results), 'docs/benchmarks.svg': chartOf(results) }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const path = (file) => fileURLToPath(new URL(`../${file}`, import.meta.url))
  const results = JSON.parse(readFileSync(path('benchmarks/results.json'), 'utf8'))
  for (const [file, text] of Object.entries(filesOf(results)))
    if (!process.argv.includes('--check')) writeFileSync(path(file), text)
    else if (readFileSync(path(file), 'utf8') !== text) {
      console.error(`${file} is not what benchmarks/results.json says: run node benchmarks/chart.mjs`)
      process.exitCode = 1
    }
}
