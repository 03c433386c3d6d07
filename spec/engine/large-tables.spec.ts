// A table with many items: constant memory, few requests behind a filter, parallel scans that lose and repeat nothing.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import { Entity, type Page } from 'dyntastic'
import { integer, optional, string } from 'superstruct'
import { withEngine } from '../support/engine.js'
import { opened } from './opened.js'

const engine = withEngine()
const endpoint = process.env['DYNTASTIC_TEST_ENDPOINT']
const size = 20_000

const lineEntity = (table: string) =>
  new Entity({
    name: 'Line',
    table,
    attributes: { file: string(), number: integer(), text: string(), hundredth: optional(integer()) },
    key: { partition: 'file', sort: 'number' },
  })

describe(`a table with ${size} items`, () => {
  let lines: ReturnType<typeof opened<ReturnType<typeof lineEntity>>>
  const all = () => lines.repository.query().where('file').eq('f')

  before(async function () {
    this.timeout(120_000)
    lines = opened(engine, lineEntity)
    await lines.repository.createTable()
    const put = (at: number) => ({
      PutRequest: {
        Item: {
          file: { S: 'f' },
          number: { N: String(at) },
          text: { S: `line ${at}` },
          ...(random(at) < 0.01 ? { hundredth: { N: '1' } } : {}),
        },
      },
    })
    const write = async (from: number): Promise<void> => {
      const puts = Array.from({ length: 25 }, (_, at) => put(from + at))
      await engine.client.send(new BatchWriteItemCommand({ RequestItems: { [lines.table]: puts } }))
    }
    for (let from = 0; from < size; from += 200)
      await Promise.all(Array.from({ length: 8 }, (_, at) => write(from + at * 25)))
  })
  beforeEach(() => {
    lines.sent.length = 0
  })

  it('is streamed in constant memory', async function () {
    this.timeout(120_000)
    const program = fileURLToPath(new URL('streaming-memory.ts', import.meta.url))
    const register = fileURLToPath(new URL('../register.js', import.meta.url))
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--expose-gc',
      '--import',
      register,
      program,
      ...(endpoint === undefined ? [] : [lines.table, endpoint]),
    ])
    const { seen, grownBytes } = JSON.parse(stdout) as { seen: number; grownBytes: number }
    expect(seen).equal(endpoint === undefined ? 200_000 : size)
    expect(grownBytes / 2 ** 20, 'MiB').lessThan(32)
  })

  it('gives ten matches of one in a hundred with at most three times the requests that are needed', async () => {
    const matching = all().where('hundredth').exists()
    // What is needed: requests of 1 MB each, up to the tenth match.
    let needed = 0
    let found = 0
    for await (const { items } of matching.pages()) {
      needed++
      found += items.length
      if (found >= 10) break
    }
    lines.sent.length = 0
    expect(await matching.limit(10)).length(10)
    expect(lines.sent.length).at.most(3 * needed)
    // About a thousand are needed.
    expect((await matching.limit(10).collect()).usage.examined).lessThan(Math.min(size + 1, 8_000))
  })

  it('counts without fetching', async () => {
    expect(await all().count()).equal(size)
    expect(lines.sent[0]?.input).include({ Select: 'COUNT' })
  })

  it('is scanned in 4 segments, each item once', async () => {
    const seen = new Set<number>()
    let items = 0
    for await (const line of lines.repository.scan().segments(4).pageSize(500)) {
      seen.add(line.number)
      items++
    }
    expect([seen.size, items]).deep.equal([size, size])
    // One partition key: all items are in one segment, which does not keep the others from being read.
    expect(new Set(lines.sent.map(({ input }) => input['Segment']))).deep.equal(new Set([0, 1, 2, 3]))
  })

  it('is scanned in segments page by page, the cursor going on with all of them', async () => {
    const scan = lines.repository
      .scan()
      .segments(4)
      .limit(Math.ceil(size / 3))
    const seen = new Set<number>()
    let items = 0
    let cursor: string | undefined
    do {
      const page: Page<{ number: number }> = await scan.after(cursor).page()
      for (const { number } of page.items) seen.add(number)
      items += page.items.length
      cursor = page.cursor
    } while (cursor !== undefined)
    expect([seen.size, items]).deep.equal([size, size])
  })

  it('is left after 3 items with 2 requests, and nothing under way', async () => {
    let seen = 0
    for await (const _ of all().pageSize(2)) if (++seen === 3) break
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(lines.calls()).deep.equal(['Query', 'Query'])
  })
})

// The same for the same number, between 0 and 1.
function random(at: number): number {
  let mixed = Math.imul(at + 1, 0x9e3779b1)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b)
  return ((mixed ^ (mixed >>> 13)) >>> 0) / 2 ** 32
}
