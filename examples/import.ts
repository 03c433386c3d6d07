// Imports a CSV or JSON Lines file into a table, with a progress bar, and resumes after a crash.
//
//   npm ci && node --import tsx examples/import.ts               5,000 made-up readings, on the embedded engine
//   node --import tsx examples/import.ts readings.csv            a file with the columns station, at, celsius, note
//   DYNTASTIC_HOST=http://127.0.0.1:8000 node --import tsx examples/import.ts readings.jsonl      on that endpoint
import { createReadStream, createWriteStream, type ReadStream } from 'node:fs'
import { mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parse } from 'csv-parse'
import { CommandExecutor, Entity, type InputOf, type Progress, Repository, UnprocessedError } from 'dyntastic'
import { startLocal } from 'dyntastic/testing'
import { date, number, optional, string } from 'superstruct'

// The key comes from the file itself: an element that is written twice is the same item, so that going on after a
// crash is safe.
const Reading = new Entity({
  name: 'Reading',
  table: () => process.env['IMPORT_TABLE'] ?? 'DyntasticExampleReadings',
  attributes: { station: string(), at: date(), celsius: number(), note: optional(string()) },
  key: { partition: 'station', sort: 'at' },
})

type Given = InputOf<typeof Reading>

const local = process.env['DYNTASTIC_HOST'] ? undefined : await startLocal()
const executor = new CommandExecutor(local ? { client: local.client } : {})
const readings = new Repository(Reading, executor)
const given = process.argv[2]
const file = given ?? (await madeUpFile(5_000))
const { size } = await stat(file)
// In small pieces, so that the bar keeps up with a small file.
const source = createReadStream(file, { highWaterMark: 4_096 })

// The number of elements written without a gap from the start, stored next to the file: later ones are written again
// after a crash.
let latest = 0
let keeping: Promise<void> | undefined

try {
  const begin = await checkpoint(file)
  if (begin > 0) console.error(`going on after the first ${begin}`)
  const report = await readings.saveMany(skip(elementsOf(source), begin), {
    concurrency: 8,
    onProgress: (progress) => {
      bar(begin, progress)
      keep(begin + progress.settled)
    },
  })
  await keeping
  await rm(`${file}.checkpoint`, { force: true })
  process.stderr.write('\n')
  console.log(`${report.written} written in ${report.requests} requests, about ${report.bytes} bytes`)
} catch (error) {
  await keeping
  if (!(error instanceof UnprocessedError)) throw error
  // Nothing is lost: the rest can run again, now or at the next start of this program.
  console.error(`\n${error.remaining.length} elements were not written: ${error.message}`)
  process.exitCode = 1
} finally {
  executor.destroy()
  await local?.stop()
}

// Read as it is written: never more of the file in memory than what is in flight.
async function* elementsOf(stream: ReadStream): AsyncGenerator<Given> {
  if (file.endsWith('.jsonl')) {
    for await (const line of createInterface({ input: stream, crlfDelay: 1_000 }))
      if (line.trim() !== '') yield reading(JSON.parse(line))
    return
  }
  for await (const record of stream.pipe(parse({ columns: true }))) yield reading(record)
}

function reading({
  station,
  at,
  celsius,
  note,
}: Record<'station' | 'at' | 'celsius' | 'note', string>): Given {
  return { station, at: new Date(at), celsius: Number(celsius), ...(note ? { note } : {}) }
}

async function* skip(elements: AsyncIterable<Given>, count: number): AsyncGenerator<Given> {
  let at = 0
  for await (const element of elements) if (at++ >= count) yield element
}

function bar(begin: number, { done, failed, bytes, capacityUnits }: Progress): void {
  const width = 40
  // The file is read no faster than it is written, so that how far it was read shows how far it is.
  const drawn = '#'.repeat(Math.floor((width * source.bytesRead) / size))
  const units = capacityUnits === undefined ? '' : `, ${capacityUnits} units`
  process.stderr.write(
    `\r[${drawn.padEnd(width)}] ${begin + done} done, ${failed} failed, ${bytes} bytes${units}`,
  )
}

// One writing at a time, and the last number in the end.
function keep(settled: number): void {
  latest = settled
  keeping ??= writeLatest().finally(() => {
    keeping = undefined
  })
}

async function writeLatest(): Promise<void> {
  for (let written: number | undefined; written !== latest; ) {
    written = latest
    await writeFile(`${file}.checkpoint.new`, String(written))
    await rename(`${file}.checkpoint.new`, `${file}.checkpoint`)
  }
}

async function checkpoint(path: string): Promise<number> {
  const text = await readFile(`${path}.checkpoint`, 'utf8').catch(() => '0')
  return Number(text)
}

async function madeUpFile(count: number): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'dyntastic-import-')), 'readings.csv')
  const lines = Array.from({ length: count }, (_, at) => {
    const minute = new Date(Date.UTC(2026, 0, 1) + at * 60_000).toISOString()
    return `station ${at % 7},${minute},${(at % 400) / 10},${at % 3 === 0 ? '"dry, and calm"' : ''}\n`
  })
  await pipeline(Readable.from(['station,at,celsius,note\n', ...lines]), createWriteStream(path))
  return path
}
