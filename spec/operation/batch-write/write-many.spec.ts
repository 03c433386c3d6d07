// saveMany and deleteMany: sources of every kind, back-pressure, invalid elements, and what is unwritten.
import { setImmediate as turn } from 'node:timers/promises'
import { expect } from 'chai'
import { attribute, Entity, Repository } from 'dyntastic'
import { integer, string } from 'superstruct'
import { DuplicateOperationError } from '../../../lib/errors/duplicate-operation-error.js'
import { AbortedError } from '../../../lib/errors/interrupted.js'
import { InvalidKeyError } from '../../../lib/errors/invalid-key-error.js'
import { RequestFailedError } from '../../../lib/errors/request-failed-error.js'
import { ScopeError } from '../../../lib/errors/scope-error.js'
import { UnprocessedError } from '../../../lib/errors/unprocessed-error.js'
import { UnsupportedOperationError } from '../../../lib/errors/unsupported-operation-error.js'
import { ValidationError } from '../../../lib/errors/validation-error.js'
import { batchWrite } from '../../../lib/operation/batch-write/batch-write.js'
import type { Progress } from '../../../lib/operation/many/many-options.js'
import { orderEntity, orderInput } from '../../support/entities.js'
import { rejection } from '../../support/rejection.js'
import { FakeTables, idsOf, noteInputs, repositories } from '../many/writes.js'

type Input = { readonly id: number; readonly text?: string }

let runner: FakeTables
let notes: ReturnType<typeof repositories>['notes']

/** A source that keeps how far it was read, and whether it was closed. */
function watched(inputs: Iterable<Input>, thrown?: Error) {
  const seen = { read: 0, closed: 0 }
  async function* each() {
    try {
      for (const input of inputs) {
        seen.read++
        yield input
      }
      if (thrown !== undefined) throw thrown
    } finally {
      seen.closed++
    }
  }
  return { seen, source: each() }
}

describe('saveMany', () => {
  beforeEach(() => {
    runner = new FakeTables()
    ;({ notes } = repositories(runner))
  })

  const inputs = noteInputs(60)
  for (const [what, source, total] of [
    ['an array', () => inputs, 60],
    ['a Set', () => new Set(inputs), 60],
    ['the values of a Map', () => new Map(inputs.map((each) => [each.id, each])).values(), undefined],
    [
      'a generator',
      function* () {
        yield* inputs
      },
      undefined,
    ],
    [
      'an async generator',
      async function* () {
        yield* inputs
      },
      undefined,
    ],
  ] as const)
    it(`takes ${what}`, async () => {
      const seen: Progress[] = []
      const report = await notes.saveMany(source(), { onProgress: (progress) => void seen.push(progress) })
      // id, text and a number of one or two digits.
      expect(report).deep.equal({ written: 60, requests: 3, bytes: 480, capacityUnits: 6 })
      expect(Object.isFrozen(report)).equal(true)
      expect(runner.sizes).deep.equal([25, 25, 10])
      expect(runner.stored.size).equal(60)
      expect(seen.map((each) => each.total)).deep.equal([total, total, total])
      expect(seen.at(-1)).include({ done: 60, settled: 60 })
      expect(runner.sent[0]).include({ entity: 'Note', operation: 'saveMany' })
    })

  it('checks, coerces and fills in defaults, as save does', async () => {
    await notes.saveMany([{ id: 1 }])
    expect(runner.stored.get('notes 1')).deep.equal({ id: { N: '1' }, text: { S: '' } })
  })

  it('sends nothing if there is nothing', async () => {
    const nothing = { written: 0, requests: 0, bytes: 0, capacityUnits: undefined }
    expect(await notes.saveMany([])).deep.equal(nothing)
    expect(await notes.saveMany(new Set<Input>())).deep.equal(nothing)
    expect(await notes.saveMany(watched([]).source)).deep.equal(nothing)
    expect(runner.sent).length(0)
  })

  it('reads no more than the chunks in flight and the one that is being filled', async () => {
    const release: (() => void)[] = []
    runner.before = () => new Promise((resolve) => release.push(() => resolve(undefined)))
    const { source, seen } = watched(noteInputs(1_000))
    const saving = notes.saveMany(source, { concurrency: 3 })
    for (let turns = 0; turns < 20; turns++) await turn()
    expect(runner.sent).length(3)
    expect(seen.read).most(100)
    for (let at = 0; at < 40; at++) {
      release[at]?.()
      for (let turns = 0; turns < 3; turns++) await turn()
      expect(seen.read).most(Math.min(1_000, (at + 5) * 25))
    }
    expect(await saving).include({ written: 1_000 })
    expect(runner.mostUnderWay).equal(3)
  })

  it('keeps no more than a thousand writes of one item, and writes the last', async () => {
    async function* again() {
      for (let at = 0; at < 2_500; at++) yield { id: 1, text: String(at) }
    }
    expect(await notes.saveMany(again())).include({ written: 2_500, requests: 3 })
    expect(runner.stored.get('notes 1')).deep.include({ text: { S: '2499' } })
  })

  it('refuses an entity with a version, before the source is read', async () => {
    const orders = new Repository(orderEntity(), runner)
    const { source, seen } = watched([])
    // @ts-expect-error a batch has no conditions: overwrite must be said
    const saving = orders.saveMany([orderInput])
    const error = await rejection(saving, UnsupportedOperationError)
    expect(error.message).match(
      /^Order\.saveMany: batches do not support conditions, and the version \('revision'\)/,
    )
    await rejection(orders.saveMany(source as never, {} as never), UnsupportedOperationError)
    expect(seen.read).equal(0)
  })

  it('overwrites any version of items with a version, if the options say so', async () => {
    const orders = new Repository(orderEntity(), runner)
    const restored = orders.entity.parse({ ...orderInput, revision: 7 })
    await orders.saveMany([restored, { ...orderInput, orderId: 'o2' }], { overwrite: true })
    const sent = runner.sent.at(-1)?.input
    expect(sent).nested.include({ 'RequestItems.orders[0].PutRequest.Item.revision.N': '8' })
    expect(sent).nested.include({ 'RequestItems.orders[1].PutRequest.Item.revision.N': '1' })
  })

  it('refuses anything but a source', async () => {
    for (const [given, kind] of [
      ['abc', 'a string'],
      [new String('abc'), 'a String'],
      [5, 'a number'],
      [undefined, 'undefined'],
      [{ id: 1 }, 'an object'],
      [new Uint8Array(2), 'binary'],
    ] as const)
      expect((await rejection(notes.saveMany(given as never), ValidationError)).message).equal(
        `Note.saveMany: expected an array, an iterable or an async iterable, not ${kind}`,
      )
    expect((await rejection(notes.deleteMany('abc' as never), InvalidKeyError)).message).contain('a string')
  })

  it('checks all items of an array before anything is sent', async () => {
    const all: unknown[] = noteInputs(200)
    all[3] = { id: 3, text: 5 }
    all[150] = { text: 'x', extra: 1 }
    delete all[199]
    const error = await rejection(notes.saveMany(all as never), ValidationError)
    expect(error.failures.map(({ path }) => path)).deep.equal([
      '[3].text',
      '[150].id',
      '[150].extra',
      '[199]',
    ])
    expect(error).include({ entity: 'Note', operation: 'saveMany' })
    expect(runner.sent).length(0)
  })

  it('looks no further after a hundred bad ones', async () => {
    let looked = 0
    const bad = Array.from({ length: 500 }, () => ({
      get id() {
        looked++
        return 'x'
      },
    }))
    const error = await rejection(notes.saveMany(bad as never), ValidationError)
    expect(error.failures).length(100)
    expect(looked).below(500)
    expect(error.message).contain('and at least 90 more')
  })

  describe('with a bad element in an iterable', () => {
    it('ends the run, and tells which it was and what was read and not written', async () => {
      const { source, seen } = watched([...noteInputs(60), { id: 'x' } as never, ...noteInputs(60)])
      const error = await rejection(notes.saveMany(source, { concurrency: 1 }), UnprocessedError)
      const { cause, failures, remaining, written, read } = error
      expect(cause).instanceOf(ValidationError)
      expect((cause as ValidationError).failures.map(({ path }) => path)).deep.equal(['[60].id'])
      expect(failures).deep.equal([{ error: cause, remaining }])
      expect({ written, read }).deep.equal({ written: 50, read: 61 })
      expect(idsOf(remaining)).deep.equal(Array.from({ length: 10 }, (_, at) => String(50 + at)))
      expect(seen).deep.equal({ read: 61, closed: 1 })
      expect(error.message).contain(
        'an element was rejected, which ended the run: that element and all after it were not written: Note.saveMany: [60].id',
      )
      expect(error.entity).equal('Note')
    })

    it('never counts it as settled', async () => {
      const seen: Progress[] = []
      function* each() {
        yield* noteInputs(25)
        yield { id: 'x' } as never
      }
      const onProgress = (progress: Progress): void => void seen.push(progress)
      await rejection(notes.saveMany(each(), { onProgress }), UnprocessedError)
      expect(seen.map(({ settled }) => settled)).deep.equal([25])
    })
  })

  describe('from a source that throws', () => {
    const thrown = new Error('disk')

    it('writes the elements before the error, and rejects with the same error', async () => {
      const { source } = watched(noteInputs(60), thrown)
      expect(await rejection(notes.saveMany(source), Error)).equal(thrown)
      expect(runner.stored.size).equal(60)
      function* broken() {
        yield { id: 100 }
        throw thrown
      }
      expect(await rejection(notes.saveMany(broken()), Error)).equal(thrown)
      expect(runner.stored.size).equal(61)
      const unreadable = {
        [Symbol.iterator]: () => {
          throw thrown
        },
      }
      expect(await rejection(notes.saveMany(unreadable), Error)).equal(thrown)
    })

    it('reports both if some of it could not be written', async () => {
      runner.decide = (_, at) => (at === 1 ? new RequestFailedError({ detail: 'no' }) : 'all')
      const { source } = watched(noteInputs(60), thrown)
      const error = await rejection(notes.saveMany(source), UnprocessedError)
      expect(error.cause).equal(thrown)
      expect(error).include({ written: 35, read: 60 })
      expect(error.remaining).length(25)
    })
  })

  it('closes the source when it gives up, and what was read and not written is left', async () => {
    runner.decide = () => new RequestFailedError({ detail: 'no' })
    const { source, seen } = watched(noteInputs(1_000))
    const error = await rejection(notes.saveMany(source, { concurrency: 2 }), UnprocessedError)
    expect(seen.closed).equal(1)
    expect(error.read).equal(seen.read).and.below(1_000)
    expect(idsOf(error.remaining)).deep.equal(Array.from({ length: seen.read }, (_, at) => String(at)))
    expect(error.results).equal(undefined)
  })

  describe('from a source that yields this many and then nothing more, and that never closes,', () => {
    const refused = new RequestFailedError({ detail: 'no' })
    const mine = new Error('disk full')
    const idle = (count: number): AsyncIterable<Input> => {
      const given = noteInputs(count).values()
      const next = () => {
        const { done, value } = given.next()
        return done === true || value === undefined
          ? new Promise<never>(() => {})
          : Promise.resolve({ done: false, value } as const)
      }
      return { [Symbol.asyncIterator]: () => ({ next, return: () => new Promise<never>(() => {}) }) }
    }

    it('ends after requests in a row without progress', async () => {
      runner.decide = () => refused
      const { remaining, read, failures } = await rejection(notes.saveMany(idle(203)), UnprocessedError)
      expect(read).within(200, 203)
      expect(remaining.length).equal(read)
      expect(failures).length(8)
    })

    for (const [what, onProgress] of [
      ['throws', () => thrower()],
      ['rejects', async () => thrower()],
    ] as const)
      it(`ends where onProgress ${what}`, async () => {
        const error = await rejection(notes.saveMany(idle(27), { onProgress }), UnprocessedError)
        expect(error).include({ cause: mine, written: 25, settled: 25 })
        expect(error.read).within(25, 27)
        expect(idsOf(error.remaining)).deep.equal(['25', '26'].slice(0, Number(error.read) - 25))
      })

    it('ends at the element that is refused', async () => {
      const scope = new ScopeError({ detail: 'inside', reason: 'place' })
      runner.decide = () => scope
      expect(await rejection(notes.saveMany(idle(25)), ScopeError)).equal(scope)
    })

    it('ends at an element that is refused', async () => {
      const source = idle(30)
      const steps = source[Symbol.asyncIterator]()
      let left = 30
      const bad = {
        ...steps,
        next: () => (left-- > 0 ? steps.next() : Promise.resolve({ value: { id: 'x' } })),
      }
      const given = { [Symbol.asyncIterator]: () => bad } as unknown as AsyncIterable<Input>
      const error = await rejection(notes.saveMany(given), UnprocessedError)
      expect(error).include({ written: 25, read: 31 })
    })

    function thrower(): never {
      throw mine
    }
  })

  it('rejects if a promise of onProgress is rejected late, and awaits none if it is aborted', async () => {
    const mine = new Error('disk full')
    const late = () => new Promise<void>((_, reject) => setTimeout(() => reject(mine), 5))
    const error = await rejection(notes.saveMany(noteInputs(3), { onProgress: late }), UnprocessedError)
    expect(error).include({ cause: mine, written: 3 })
    const controller = new AbortController()
    const saving = notes.saveMany(noteInputs(3), {
      signal: controller.signal,
      onProgress: () => new Promise<void>(() => setTimeout(() => controller.abort(), 5)),
    })
    expect(await rejection(saving, AbortedError)).include({ written: 3 })
  })

  it('leaves operations that write the same items, on their own or in a batch', async () => {
    runner.decide = () => new RequestFailedError({ detail: 'no' })
    const error = await rejection(notes.saveMany([{ id: 1, text: 'a' }, { id: 2 }]), UnprocessedError)
    const left = error.remaining as ReturnType<typeof notes.save>[]
    expect(left.map((operation) => operation.toCommand().input)).deep.equal([
      { TableName: 'notes', Item: { id: { N: '1' }, text: { S: 'a' } } },
      { TableName: 'notes', Item: { id: { N: '2' }, text: { S: '' } } },
    ])
    runner.decide = () => 'all'
    expect(await batchWrite(runner, left, {})).deep.equal([
      { id: 1, text: 'a' },
      { id: 2, text: '' },
    ])
    expect(runner.stored.size).equal(2)
  })

  it('leaves operations also where a codec fails meanwhile', async () => {
    let failing = false
    const Odd = new Entity({
      name: 'Odd',
      table: 'notes',
      attributes: {
        id: integer(),
        code: attribute(string(), {
          type: 'S',
          encode: (code) => code,
          decode: (code) => {
            if (failing) throw new Error('no more')
            return String(code)
          },
        }),
      },
      key: { partition: 'id' },
    })
    runner.decide = () => {
      failing = true
      return new RequestFailedError({ detail: 'no' })
    }
    const odd = new Repository(Odd, runner)
    const { remaining } = await rejection(odd.saveMany([{ id: 1, code: 'x' }]), UnprocessedError)
    runner.decide = () => 'all'
    await batchWrite(runner, remaining as ReturnType<typeof odd.save>[], {})
    expect(runner.stored.get('notes 1')).deep.equal({ id: { N: '1' }, code: { S: 'x' } })
  })

  it('rejects at once when it is aborted, also while it waits for its source', async () => {
    const controller = new AbortController()
    let closed = false
    const stuck: AsyncIterable<Input> = {
      async *[Symbol.asyncIterator]() {
        try {
          yield* noteInputs(30)
          await new Promise((resolve) => setTimeout(resolve, 50))
        } finally {
          closed = true
        }
      },
    }
    const saving = notes.saveMany(stuck, { signal: controller.signal })
    await turn()
    await turn()
    controller.abort('why')
    const error = await rejection(saving, AbortedError)
    expect(error).include({ written: 25, read: 30, outcome: 'unknown', cause: 'why' })
    expect(idsOf(error.remaining ?? [])).deep.equal(['25', '26', '27', '28', '29'])
    await new Promise((resolve) => setTimeout(resolve, 80))
    expect(closed).equal(true)
    expect(runner.sent).length(1)
  })

  it("refuses a second write of one item with `duplicates: 'refuse'`", async () => {
    const twice = [...noteInputs(30), { id: 3 }]
    const whole = await rejection(notes.saveMany(twice, { duplicates: 'refuse' }), DuplicateOperationError)
    expect(whole).deep.include({ key: { id: 3 }, operation: 'saveMany' })
    expect(whole.operations).length(2)
    expect(runner.sent).length(0)
    const { source } = watched(twice)
    const { cause, written, remaining } = await rejection(
      notes.saveMany(source, { duplicates: 'refuse' }),
      UnprocessedError,
    )
    expect(cause).instanceOf(DuplicateOperationError)
    expect((cause as DuplicateOperationError).message).contain('[3] and [30]')
    expect(remaining).length(30 - Number(written))
  })
})

describe('deleteMany', () => {
  beforeEach(() => {
    runner = new FakeTables()
    ;({ notes } = repositories(runner))
  })

  it('takes keys, key objects and items', async () => {
    await notes.saveMany(noteInputs(40))
    const keys = [...Array.from({ length: 30 }, (_, id) => id), { id: 30 }, { id: 31, text: 'whole' }]
    expect(await notes.deleteMany(keys)).include({ written: 32, requests: 2 })
    expect(runner.stored.size).equal(8)
    expect(runner.sent.at(-1)).include({ operation: 'deleteMany' })
  })

  it('reports the index of each invalid key', async () => {
    const error = await rejection(notes.deleteMany([1, 'x', 2, {}] as never), InvalidKeyError)
    expect(error.message).match(
      /^Note\.deleteMany: \[1\]: 'id' cannot be a string.*; \[3\]: the key lacks 'id'/,
    )
    expect(runner.sent).length(0)
  })

  it('makes no operation that anybody forgot, refused or not', async () => {
    const open = new Set<object>()
    const watch = {
      made: (each: object) => void open.add(each),
      used: (each: object) => void open.delete(each),
    }
    const orders = new Repository(orderEntity(), Object.assign(runner, { watch }))
    const order = orders.entity.parse({ ...orderInput, revision: 3 })
    await rejection(orders.deleteMany([order]), UnsupportedOperationError)
    runner.decide = () => new RequestFailedError({ detail: 'no' })
    const error = await rejection(orders.saveMany([orderInput], { overwrite: true }), UnprocessedError)
    expect(error.remaining).length(1)
    expect([...open]).deep.equal([])
  })

  it('of an entity with a version takes keys, and no items', async () => {
    const orders = new Repository(orderEntity(), runner)
    const key = { customerId: 'c1', orderId: 'o1' }
    expect(await orders.deleteMany([key])).include({ written: 1 })
    const order = orders.entity.parse({ ...orderInput, revision: 3 })
    const error = await rejection(orders.deleteMany([key, order]), UnsupportedOperationError)
    expect(error.message).contain('[1]: ').and.contain('version')
  })
})
