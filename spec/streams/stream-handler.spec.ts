// Stream handlers as a whole: events in every form and view, the calls they become, and how handlers are declared.
import { expect } from 'chai'
import { Entity, InvalidOptionError, type StoredItem, StreamRecordError, Table } from 'dyntastic'
import { type StreamOptions, type StreamView, streamHandler } from 'dyntastic/streams'
import { any, date, instance, string } from 'superstruct'
import { rejection } from '../support/rejection.js'
import { Cat, Customer, Dog, eventOf, forms, Order, sequenceOf } from '../support/stream-samples.js'

const before = Order.encode({ customerId: 'c1', orderId: 'o1', total: 5 })
const after = Order.encode({ customerId: 'c1', orderId: 'o1', total: 7, tags: new Set(['a']) })
const key = { customerId: 'c1', orderId: 'o1' }

interface Seen {
  readonly type: string
  readonly [fact: string]: unknown
}

/** What handlers are called with, without the signal and the record itself. */
function recording(options: StreamOptions<StreamView> = {}) {
  const calls: Seen[] = []
  const note = (record: Seen & object): void => {
    const { signal, record: raw, changed, ...facts } = record
    expect(signal).instanceOf(AbortSignal)
    expect(raw).an('object')
    calls.push(changed === undefined ? facts : { ...facts, changed: [...(changed as Iterable<string>)] })
  }
  const handler = streamHandler(
    [Customer, Order],
    { Customer: note as never, Order: note as never, unknown: note as never },
    options as never,
  )
  return { calls, handler }
}

describe('streamHandler', () => {
  for (const form of forms)
    it(`reads inserts, changes and deletions in the form of ${form}`, async () => {
      const { calls, handler } = recording()
      const event = eventOf(
        [{ item: before }, { old: before, item: after }, { old: after, expired: true }],
        form,
      )
      expect(await handler(event)).deep.equal({ batchItemFailures: [] })
      const time = new Date(1_700_000_000_000)
      const facts = (index: number) => ({ sequence: sequenceOf(index), time, entity: 'Order', key })
      const tags = new Set(['a'])
      expect(calls).deep.equal([
        { ...facts(0), type: 'insert', item: { ...key, total: 5 } },
        {
          ...facts(1),
          type: 'modify',
          old: { ...key, total: 5 },
          item: { ...key, total: 7, tags },
          changed: ['total', 'tags'],
        },
        { ...facts(2), type: 'remove', old: { ...key, total: 7, tags }, expired: true },
      ])
    })

  it('takes a list of records, as EventBridge Pipes pass them', async () => {
    const { calls, handler } = recording()
    const { Records = [] } = eventOf([{ item: before }]) as { Records?: [] }
    await handler(Records)
    expect(calls.map(({ type }) => type)).deep.equal(['insert'])
  })

  it('gives what a stream of each view type holds', async () => {
    const changes = [{ item: before }, { old: before, item: after }, { old: after }]
    const shown = async (view: 'NEW_IMAGE' | 'OLD_IMAGE' | 'KEYS_ONLY') => {
      const { calls, handler } = recording({ view })
      await handler(eventOf(changes.map((change) => ({ ...change, view }))))
      return calls.map((call) => ['item', 'old', 'changed'].filter((fact) => fact in call).join())
    }
    expect(await shown('NEW_IMAGE')).deep.equal(['item', 'item', ''])
    expect(await shown('OLD_IMAGE')).deep.equal(['', 'old', 'old'])
    expect(await shown('KEYS_ONLY')).deep.equal(['', '', ''])
    const { calls, handler } = recording({ view: 'KEYS_ONLY' })
    await handler(eventOf([{ item: before, view: 'KEYS_ONLY' }]))
    expect(calls[0]).include({ entity: 'Order' }).deep.include({ key })
  })

  it('fails a record that lacks an image that the view declares, whatever onInvalid says', async () => {
    const failed: unknown[] = []
    const { calls, handler } = recording({ onInvalid: 'skip', onFailure: (error) => failed.push(error) })
    const event = eventOf([{ item: before, view: 'KEYS_ONLY' }])
    expect(await handler(event)).deep.equal({ batchItemFailures: [{ itemIdentifier: sequenceOf(0) }] })
    expect(calls).deep.equal([])
    expect(failed[0])
      .instanceOf(StreamRecordError)
      .include({ reason: 'missing image', sequence: sequenceOf(0) })
    expect(String(failed[0])).contain('KEYS_ONLY')
  })

  it('a deletion by a request, by another service or by a user has not expired', async () => {
    const { calls, handler } = recording()
    const [record] = (eventOf([{ old: before }]) as { Records: object[] }).Records
    const identities = [
      undefined,
      null,
      { type: 'Service', principalId: 'other.amazonaws.com' },
      { type: 'User' },
    ]
    await handler({ Records: identities.map((userIdentity) => ({ ...record, userIdentity })) })
    expect(calls.map(({ expired }) => expired)).deep.equal([false, false, false, false])
  })

  it('an item that replaced one of another kind is removed as the one and inserted as the other', async () => {
    const calls: unknown[] = []
    const handler = streamHandler([Cat, Dog], {
      Cat: ({ type, entity }) => calls.push([type, entity]),
      Dog: ({ type, entity }) => calls.push([type, entity]),
    })
    const [old, item] = [
      Cat.encode({ id: 'a', kind: 'cat', lives: 9 }),
      Dog.encode({ id: 'a', kind: 'dog', tricks: 1 }),
    ]
    await handler(eventOf([{ old, item, key: ['id'], table: 'zoo' }]))
    expect(calls).deep.equal([
      ['remove', 'Cat'],
      ['insert', 'Dog'],
    ])
  })

  it('items of unions are those of their members', async () => {
    const calls: unknown[] = []
    const handler = streamHandler([Entity.oneOf([Cat, Dog])], {
      Cat: { insert: ({ item }) => calls.push(item.lives), modify: 'ignore', remove: 'ignore' },
      Dog: { insert: ({ item }) => calls.push(item.tricks), modify: 'ignore', remove: 'ignore' },
    })
    const items = [
      Cat.encode({ id: 'a', kind: 'cat', lives: 9 }),
      Dog.encode({ id: 'b', kind: 'dog', tricks: 1 }),
    ]
    await handler(eventOf(items.map((item) => ({ item, key: ['id'], table: 'zoo' }))))
    expect(calls).deep.equal([9, 1])
  })

  it('kinds that are not listed go to unknown, and fail without it', async () => {
    const item = { pk: { S: 'X#1' }, sk: { S: 'X' }, kind: { S: 'Invoice' } }
    const { calls, handler } = recording()
    await handler(eventOf([{ item }]))
    expect(calls).have.length(1)
    expect(calls[0]).include({ type: 'insert', table: 'shop', expired: false })
    expect(calls[0]).deep.include({ keys: { pk: item.pk, sk: item.sk }, newImage: item })
    const failed: unknown[] = []
    const strict = streamHandler(
      [Customer],
      { Customer: 'ignore' },
      { onFailure: (error) => failed.push(error) },
    )
    const { batchItemFailures } = await strict(
      eventOf([{ item: Customer.encode({ customerId: 'c', email: 'e' }) }, { item: before }]),
    )
    expect(batchItemFailures).deep.equal([{ itemIdentifier: sequenceOf(1) }])
    expect(failed[0]).include({ reason: 'unknown kind' })
    expect(String(failed[0])).contain('it is of the entity Order')
    const lax = streamHandler([Customer], { Customer: 'ignore', unknown: 'ignore' })
    expect(await lax(eventOf([{ item: before }]))).deep.equal({ batchItemFailures: [] })
  })

  for (const form of forms)
    it(`a record of another table, whose item would fit, goes to the function unknown, or fails (${form})`, async () => {
      const named = form !== 'sdk'
      const event = eventOf([{ item: before }, { item: before, table: 'archive' }], form)
      const { calls, handler } = recording()
      expect(await handler(event)).deep.equal({ batchItemFailures: [] })
      expect(calls.map(({ entity, table }) => entity ?? table)).deep.equal([
        'Order',
        named ? 'archive' : 'Order',
      ])

      // A wrong name must not make all records of a stream disappear.
      for (const unknown of [undefined, 'ignore'] as const) {
        const failed: unknown[] = []
        const items: unknown[] = []
        const strict = streamHandler(
          [Order],
          { Order: ({ sequence }) => items.push(sequence), unknown },
          { onFailure: (error) => failed.push(error) },
        )
        expect(await strict(event)).deep.equal({
          batchItemFailures: named ? [{ itemIdentifier: sequenceOf(1) }] : [],
        })
        expect(items).length(named ? 1 : 2)
        if (!named) continue
        expect(failed[0]).include({ reason: 'unknown table', sequence: sequenceOf(1) })
        for (const words of [
          "of the table 'archive'",
          "in 'shop'",
          "pass `table: 'any'`",
          'no function `unknown`',
        ])
          expect(String(failed[0])).contain(words)
      }

      const any = recording({ table: 'any' })
      expect(await any.handler(event)).deep.equal({ batchItemFailures: [] })
      expect(any.calls.map(({ entity }) => entity)).deep.equal(['Order', 'Order'])
    })

  it("table: 'any' is for the entities of one table", () => {
    const make = (): unknown =>
      streamHandler([Order, Cat], { Order: 'ignore', Cat: 'ignore' }, { table: 'any' })
    expect(make).throw(InvalidOptionError, 'several tables')
  })

  it('the name of a table may be an ARN, or what a function returns', async () => {
    const arn = 'arn:aws:dynamodb:us-east-1:123456789012:table/shop'
    for (const name of [arn, () => 'shop', () => arn]) {
      const table = new Table({ name, key: { partition: 'pk', sort: 'sk' } })
      const Thing = new Entity({
        name: 'Thing',
        table,
        attributes: { id: string() },
        key: { partition: 'T#{id}', sort: 'T' },
      })
      const ids: string[] = []
      const handler = streamHandler([Thing], { Thing: ({ key }) => ids.push(key.id), unknown: 'ignore' })
      const item = Thing.encode({ id: 'a' })
      const { batchItemFailures } = await handler(eventOf([{ item }, { item, table: 'archive' }]))
      expect(ids).deep.equal(['a'])
      expect(batchItemFailures).length(1)
    }
  })

  it('items that hold unique values are not shown to anyone', async () => {
    const { calls, handler } = recording()
    const guard = { pk: { S: 'dyntastic:unique#["User"]' }, sk: { S: 'dyntastic:unique' } }
    expect(await handler(eventOf([{ item: guard }, { old: guard }]))).deep.equal({ batchItemFailures: [] })
    expect(calls).deep.equal([])
  })

  it('reads binary in both dialects, and dates in the form of the entity', async () => {
    const File = new Entity({
      name: 'File',
      table: 'files',
      attributes: { id: string(), bytes: instance(Uint8Array as never), at: date(), more: any() },
      key: { partition: 'id' },
    } as never)
    const item = {
      id: { S: 'f' },
      bytes: { B: new Uint8Array([1, 2, 255]) },
      at: { S: '2026-01-01T00:00:00.000Z' },
      more: { M: { b: { BS: [new Uint8Array([7])] } } },
    } as StoredItem
    for (const form of forms) {
      const items: unknown[] = []
      const handler = streamHandler([File] as never, { File: ({ item }: never) => items.push(item) } as never)
      expect(await handler(eventOf([{ item, key: ['id'], table: 'files' }], form)), form).deep.equal({
        batchItemFailures: [],
      })
      expect(items, form).deep.equal([
        {
          id: 'f',
          bytes: new Uint8Array([1, 2, 255]),
          at: new Date('2026-01-01'),
          more: { b: new Set([new Uint8Array([7])]) },
        },
      ])
    }
  })

  it('data that does not fit fails, is skipped, or goes to a function that is awaited', async () => {
    const item = { ...before, total: { S: 'five' } }
    const event = eventOf([{ item }, { item: before }])
    const strict = recording({ onFailure() {} })
    expect(await strict.handler(event)).deep.equal({ batchItemFailures: [{ itemIdentifier: sequenceOf(0) }] })
    expect(strict.calls).deep.equal([])
    const lax = recording({ onInvalid: 'skip' })
    expect(await lax.handler(event)).deep.equal({ batchItemFailures: [] })
    expect(lax.calls).have.length(1)
    const order: unknown[] = []
    const kept = recording({
      onInvalid: async (record, error) => {
        await new Promise((resolve) => setTimeout(resolve, 5))
        order.push(error.name, 'dynamodb' in record)
      },
    })
    await kept.handler(event)
    expect(order).deep.equal(['InvalidItemError', true])
    const broken = recording({ onInvalid: () => Promise.reject(new Error('no queue')), onFailure() {} })
    expect((await broken.handler(event)).batchItemFailures).have.length(1)
  })

  it('an ignored change is not read, so that it cannot be invalid', async () => {
    const handler = streamHandler([Order], {
      Order: { insert: 'ignore', modify: () => {}, remove: () => {} },
    })
    const item = { ...before, total: { S: 'five' } }
    expect(await handler(eventOf([{ item }]))).deep.equal({ batchItemFailures: [] })
  })

  it('rejects an event that is not of a stream, before any handler is called', async () => {
    const { calls, handler } = recording()
    const good = (eventOf([{ item: before }]) as { Records: object[] }).Records[0]
    for (const event of [
      undefined,
      null,
      {},
      'x',
      { Records: 5 },
      { Records: [good, {}] },
      [good, { body: 'sqs' }],
    ])
      expect(await rejection(handler(event as never), StreamRecordError)).include({
        code: 'STREAM_RECORD',
        reason: 'not an event',
      })
    expect(calls).deep.equal([])
    expect(await handler({ Records: [] })).deep.equal({ batchItemFailures: [] })
  })

  it("failures: 'throw' rejects with the error of the handler", async () => {
    const error = new Error('no')
    const handler = streamHandler(
      [Order],
      { Order: () => Promise.reject(error) },
      { failures: 'throw', onFailure() {} },
    )
    expect(await rejection(handler(eventOf([{ item: before }])), Error)).equal(error)
  })

  it('an operation that a handler returns is run', async () => {
    let runs = 0
    const lazy = {
      then(done: () => void) {
        runs += 1
        done()
      },
    }
    const handler = streamHandler([Order], { Order: () => lazy })
    await handler(eventOf([{ item: before }, { item: before }]))
    expect(runs).equal(2)
  })

  it('views in which entities cannot be told apart are refused', () => {
    const both = { Cat: 'ignore', Dog: 'ignore' } as const
    const make = (handlers: object, view: string) => () =>
      streamHandler([Cat, Dog], handlers as typeof both, { view } as never)
    expect(make(both, 'KEYS_ONLY')).throw(InvalidOptionError, "'kind'")
    expect(make(both, 'NEW_IMAGE')).throw(InvalidOptionError, 'deleted item')
    expect(make(both, 'OLD_IMAGE')).throw(InvalidOptionError, 'new item')
    expect(make({ ...both, unknown: 'ignore' }, 'NEW_IMAGE')).not.throw()
    expect(() =>
      streamHandler([Customer, Order], { Customer: 'ignore', Order: 'ignore' }, { view: 'KEYS_ONLY' }),
    ).not.throw()
  })
})
