// A crash in the middle of an import: the example that users copy, killed again and again, ends with all of the file
// and nothing else.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import { startLocal } from '../../lib/testing/index.js'
import { rawScan, withEngine } from '../support/engine.js'

const example = fileURLToPath(new URL('../../examples/import.ts', import.meta.url))
const count = 5_000

describe('an import that is killed', function () {
  this.timeout(120_000)
  const engine = withEngine()
  let folder = ''
  let file = ''
  let endpoint = ''
  let client: DynamoDBClient
  let stop = async () => {}

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dyntastic-crash-'))
    file = join(folder, 'readings.csv')
    const lines = Array.from({ length: count }, (_, at) => `s${at % 7},${momentOf(at)},${at / 10},`)
    await writeFile(file, ['station,at,celsius,note', ...lines, ''].join('\n'))
    // The program is a process of its own: it needs an engine that it can reach.
    const local = engine.kind === 'embedded' ? await startLocal({ port: 0 }) : undefined
    endpoint = local?.endpoint ?? String(process.env['DYNTASTIC_TEST_ENDPOINT'])
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
    client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials })
    stop = async () => {
      client.destroy()
      await local?.stop()
    }
  })
  after(async () => {
    await stop()
    await rm(folder, { recursive: true, force: true })
  })

  const momentOf = (at: number) => new Date(Date.UTC(2026, 0, 1) + at * 60_000).toISOString()

  function start(table: string): { child: ChildProcess; doneAt: (done: number) => Promise<void> } {
    const child = spawn(process.execPath, ['--import', 'tsx', example, file], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        DYNTASTIC_HOST: endpoint,
        DYNTASTIC_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'local',
        AWS_SECRET_ACCESS_KEY: 'local',
        IMPORT_TABLE: table,
      },
    })
    let shown = ''
    child.stderr?.on('data', (chunk) => {
      shown += chunk
    })
    child.stdout?.resume()
    async function doneAt(done: number): Promise<void> {
      const reached = () => Math.max(0, ...[...shown.matchAll(/(\d+) done/g)].map(([, text]) => Number(text)))
      while (reached() < done) {
        if (child.exitCode !== null) throw new Error(`the import ended early:\n${shown}`)
        await once(child.stderr ?? child, 'data')
      }
    }
    return { child, doneAt }
  }

  async function ended(child: ChildProcess): Promise<number | null> {
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    return child.exitCode
  }

  it('three times, and resumed, ends with nothing missing and nothing extra', async () => {
    const table = engine.name('readings')
    const checkpoints: number[] = []
    for (const done of [500, 1_500, 3_000]) {
      const { child, doneAt } = start(table)
      await doneAt(done)
      child.kill('SIGKILL')
      await ended(child)
      checkpoints.push(Number(await readFile(`${file}.checkpoint`, 'utf8').catch(() => 0)))
    }
    expect((await rawScan(client, table)).length).to.be.within(3_000, count - 1)
    // Each start went on where the one before it was, not at the beginning.
    expect(checkpoints).to.deep.equal([...checkpoints].sort((a, b) => a - b))
    expect(checkpoints[2]).to.be.greaterThan(1_000)

    const { child } = start(table)
    expect(await ended(child)).to.equal(0)
    const stored = (await rawScan(client, table)).map(({ station, at, celsius }) =>
      [station?.S, at?.S, Number(celsius?.N)].join(' '),
    )
    const expected = Array.from({ length: count }, (_, at) => [`s${at % 7}`, momentOf(at), at / 10].join(' '))
    expect(stored.sort()).to.deep.equal(expected.sort())
    expect(existsSync(`${file}.checkpoint`)).to.equal(false)
  })
})
