// saveMany and deleteMany on a real engine: any source, any number, in constant memory.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect } from 'chai'
import type { DuplicateOperationError } from 'dyntastic'
import { UnprocessedError, ValidationError } from 'dyntastic'
import { withEngine } from '../support/engine.js'
import { aliceInput, userEntity } from '../support/entities.js'
import { rejection } from '../support/rejection.js'
import { opened } from './opened.js'

const engine = withEngine()

async function* userInputs(count: number) {
  for (let at = 0; at < count; at++) yield { ...aliceInput, userId: `u${at}`, age: at }
}

describe('saveMany', () => {
  it('writes an array, checked, coerced and with its defaults, in requests of 25', async () => {
    const { repository, rawAll, calls, sent } = opened(engine, userEntity)
    await repository.createTable()
    sent.length = 0
    const inputs = Array.from({ length: 30 }, (_, at) => ({ ...aliceInput, userId: `u${at}` }))
    const report = await repository.saveMany(inputs)
    expect(report).include({ written: 30, requests: 2 })
    expect(calls()).deep.equal(['BatchWriteItem', 'BatchWriteItem'])
    const stored = await rawAll()
    expect(stored).length(30)
    expect(stored.every(({ age }) => age?.N === '0')).equal(true)
  })

  it('writes an async iterable of any number, creates the table with the first write, and reports its progress', async () => {
    const { repository, rawAll } = opened(engine, userEntity)
    const settled: number[] = []
    const report = await repository.saveMany(userInputs(1_010), {
      concurrency: 4,
      onProgress: (progress) => {
        expect(progress.done).least(progress.settled)
        settled.push(progress.settled)
      },
    })
    expect(report).include({ written: 1_010, requests: 41 })
    expect(report.capacityUnits).greaterThan(0)
    expect(report.bytes).within(1_010 * 40, 1_010 * 80)
    expect(settled).length(41)
    expect(settled.at(-1)).equal(1_010)
    expect(await rawAll()).length(1_010)
  })

  it('the last of several items with one key counts', async () => {
    const { repository, rawAll } = opened(engine, userEntity)
    async function* again() {
      for (let age = 0; age < 300; age++) yield { ...aliceInput, userId: `u${age % 60}`, age }
    }
    expect(await repository.saveMany(again())).include({ written: 300 })
    const ages = (await rawAll()).map(({ age }) => Number(age?.N)).sort((a, b) => a - b)
    expect(ages).deep.equal(Array.from({ length: 60 }, (_, at) => 240 + at))
    const refused = await rejection(repository.saveMany(again(), { duplicates: 'refuse' }), UnprocessedError)
    expect((refused.cause as DuplicateOperationError).key).deep.equal({ userId: 'u0' })
  })

  it('stops at the first invalid element of an iterable, and the rest can run again', async () => {
    const { repository, rawAll, executor } = opened(engine, userEntity)
    async function* flawed() {
      yield* userInputs(110)
      yield { ...aliceInput, age: 'old' as never }
      yield* userInputs(50)
    }
    const error = await rejection(repository.saveMany(flawed()), UnprocessedError)
    expect(error.cause).instanceOf(ValidationError)
    expect(error.read).equal(111)
    expect(await rawAll()).length(Number(error.written))
    await executor.batch(error.remaining as ReturnType<typeof repository.save>[])
    const stored = await rawAll()
    expect(stored.map(({ age }) => Number(age?.N)).sort((a, b) => a - b)).deep.equal(
      Array.from({ length: 110 }, (_, at) => at),
    )
  })

  it('takes inputs, and nothing else', () => {
    const { repository } = opened(engine, userEntity)
    const never = (): void => {
      // @ts-expect-error an input lacks its name
      void repository.saveMany([{ userId: 'u1', email: 'e' }])
      // @ts-expect-error a string is not a source
      void repository.deleteMany('u1')
      // @ts-expect-error one input is not a source
      void repository.saveMany(aliceInput)
    }
    expect(never).a('function')
  })

  it('stays in constant memory, whatever it is given', async function () {
    this.timeout(240_000)
    const program = fileURLToPath(new URL('save-many-memory.ts', import.meta.url))
    const register = fileURLToPath(new URL('../register.js', import.meta.url))
    const options = ['--expose-gc', '--import', register, program]
    const { stdout } = await promisify(execFile)(process.execPath, options)
    const { written, grownBytes } = JSON.parse(stdout) as { written: number; grownBytes: number }
    expect(written).equal(200_000)
    expect(grownBytes / 2 ** 20, 'MiB').lessThan(64)
  })
})

describe('deleteMany', () => {
  it('deletes by keys, key objects and items; missing items are not an error', async () => {
    const { repository, rawAll } = opened(engine, userEntity)
    await repository.saveMany(userInputs(60))
    const keys = Array.from({ length: 40 }, (_, at) => `u${at + 10}`)
    const report = await repository.deleteMany([
      ...keys,
      { userId: 'u0' },
      { ...aliceInput, age: 0 },
      'missing',
    ])
    expect(report).include({ written: 43, requests: 2 })
    const left = (await rawAll()).map(({ age }) => Number(age?.N)).sort((a, b) => a - b)
    expect(left).deep.equal([2, 3, 4, 5, 6, 7, 8, 9, ...Array.from({ length: 10 }, (_, at) => 50 + at)])
    async function* rest() {
      for (const { userId } of await rawAll()) yield String(userId?.S)
    }
    await repository.deleteMany(rest())
    expect(await rawAll()).deep.equal([])
  })

  it('from a table that is still to be made is done', async () => {
    const { repository, calls } = opened(engine, userEntity)
    expect(await repository.deleteMany(['u1', 'u2'])).include({ written: 2 })
    expect(calls()).deep.equal(['BatchWriteItem'])
  })
})
