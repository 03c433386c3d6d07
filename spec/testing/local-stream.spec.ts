// Delivery of records by the embedded engine: batches, positions, retries, bisection and what is discarded.
import { CreateTableCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import {
  attribute,
  CommandExecutor,
  Entity,
  InvalidOptionError,
  Repository,
  StreamRecordError,
  Table,
} from 'dyntastic'
import { streamHandler } from 'dyntastic/streams'
import { type DeliveryEvent, type LocalDynamoDB, startLocal } from 'dyntastic/testing'
import { date, integer, optional, set, string } from 'superstruct'
import { rejection } from '../support/rejection.js'

const items = new Table({ name: 'items' })
const Item = new Entity({
  name: 'Item',
  table: items,
  attributes: {
    id: string(),
    n: integer(),
    tags: optional(set(string())),
    until: attribute(optional(date()), { as: 'epochSeconds' }),
  },
  key: { partition: 'id' },
  ttl: 'until',
})

const numbersIn = ({ Records }: DeliveryEvent): number[] =>
  Records.map(({ dynamodb }) => Number(Reflect.get(dynamodb.NewImage?.['n'] ?? {}, 'N')))
const report = (event: DeliveryEvent, index: number) => ({
  batchItemFailures: [{ itemIdentifier: event.Records[index]?.dynamodb.SequenceNumber ?? '' }],
})

describe('streams of startLocal', () => {
  let local: LocalDynamoDB
  let repository: Repository<typeof Item>

  beforeEach(async () => {
    local = await startLocal({ tables: [Item], streams: 'NEW_AND_OLD_IMAGES', clock: new Date('2026-01-01') })
    repository = new Repository(Item, new CommandExecutor({ client: local.client }))
  })
  afterEach(() => local.stop())

  const save = async (count: number, from = 0): Promise<void> => {
    for (let n = from; n < from + count; n += 1) await repository.save({ id: `i${n}`, n })
  }

  it('delivers batches in order, each record once, and goes on where it was', async () => {
    await save(5)
    const batches: number[][] = []
    const handler = (event: DeliveryEvent) => void batches.push(numbersIn(event))
    const stream = local.stream(Item)
    const report = { discarded: [], ignored: [] }
    expect(await stream.deliver(handler, { batchSize: 2 })).deep.equal({
      invocations: 3,
      handled: 5,
      ...report,
    })
    await save(1, 5)
    expect(await local.stream('items').deliver(handler)).deep.equal({ invocations: 1, handled: 1, ...report })
    expect(await local.stream(items).deliver(handler)).deep.equal({ invocations: 0, handled: 0, ...report })
    expect(batches).deep.equal([[0, 1], [2, 3], [4], [5]])
    const other: number[] = []
    await stream.deliver((event) => void other.push(...numbersIn(event)))
    expect(other).deep.equal([0, 1, 2, 3, 4, 5])
  })

  it('passes events and contexts as Lambda does, and keeps its own records', async () => {
    await repository.save({ id: 'a', n: 1, tags: new Set(['x']), until: new Date('2026-01-02') })
    let seen: object = {}
    await local.stream(Item).deliver((event, context) => {
      seen = structuredClone(event.Records[0] ?? {})
      expect(context.getRemainingTimeInMillis()).within(1_000, 60_000)
      expect(context.awsRequestId).match(/^[0-9a-f-]{36}$/)
      Reflect.set(event.Records[0]?.dynamodb.NewImage ?? {}, 'n', { N: '7' })
    })
    expect(seen).deep.include({ eventName: 'INSERT', eventSource: 'aws:dynamodb', eventVersion: '1.1' })
    expect(Reflect.get(seen, 'eventSourceARN')).match(/:table\/items\/stream\/2026-01-01T00:00:00.000$/)
    expect(await repository.get('a')).include({ n: 1 })
    const expired: unknown[] = []
    local.clock.advance(2 * 24 * 60 * 60 * 1000)
    const handler = streamHandler([Item], {
      Item: { insert: 'ignore', modify: 'ignore', remove: ({ expired: is, old }) => expired.push(is, old.n) },
    })
    await local.stream(Item).deliver(handler)
    expect(expired).deep.equal([true, 1])
  })

  it('retries from the reported record, or the whole batch', async () => {
    await save(4)
    const reported: number[][] = []
    await local.stream(Item).deliver((event) => {
      reported.push(numbersIn(event))
      return reported.length === 1 ? report(event, 2) : undefined
    })
    expect(reported).deep.equal([
      [0, 1, 2, 3],
      [2, 3],
    ])
    const thrown: number[][] = []
    await local.stream(Item).deliver((event) => {
      thrown.push(numbersIn(event))
      if (thrown.length === 1) throw new Error('once')
    })
    expect(thrown).deep.equal([
      [0, 1, 2, 3],
      [0, 1, 2, 3],
    ])
  })

  it('takes any of the results that Lambda takes as success, and the others as failure', async () => {
    await save(2)
    for (const result of [undefined, null, {}, { batchItemFailures: null }, { batchItemFailures: [] }, 'ok'])
      expect((await local.stream(Item).deliver(() => result)).invocations, String(result)).equal(1)
    const failures = [
      { batchItemFailures: [{}] },
      { batchItemFailures: [{ itemIdentifier: '' }] },
      { batchItemFailures: [{ itemIdentifier: '5' }] },
      { batchItemFailures: 'all' },
    ]
    for (const result of failures) {
      const { discarded } = await local.stream(Item).deliver(() => result, { maximumRetryAttempts: 1 })
      expect(discarded[0]?.sequences).have.length(2)
    }
  })

  it('splits a batch that failed until one record is left, which is discarded after its attempts', async () => {
    await save(8)
    const batches: number[][] = []
    const { discarded, handled } = await local.stream(Item).deliver(
      (event) => {
        const numbers = numbersIn(event)
        batches.push(numbers)
        if (numbers.includes(5)) throw new Error('poison')
      },
      { bisectBatchOnFunctionError: true, maximumRetryAttempts: 1 },
    )
    expect(batches).deep.equal([
      [0, 1, 2, 3, 4, 5, 6, 7],
      [0, 1, 2, 3],
      [4, 5, 6, 7],
      [4, 5],
      [4],
      [5],
      [5],
      [6, 7],
    ])
    expect(handled).equal(7)
    expect(discarded.map(({ sequences }) => sequences.length)).deep.equal([1])
    expect(String(discarded[0]?.error)).equal('Error: poison')
  })

  it('without bisection, a batch is discarded as a whole', async () => {
    await save(3)
    const { discarded, handled, invocations } = await local.stream(Item).deliver(
      () => {
        throw new Error('no')
      },
      { maximumRetryAttempts: 2, batchSize: 2 },
    )
    expect({ handled, invocations }).deep.equal({ handled: 0, invocations: 6 })
    expect(discarded.map(({ sequences }) => sequences.length)).deep.equal([2, 1])
  })

  it('never discards by default: it rejects after 10 attempts, and the next call begins there', async () => {
    await save(2)
    let attempts = 0
    const handler = (event: DeliveryEvent) => {
      attempts += 1
      return attempts <= 10 ? report(event, 1 % event.Records.length) : undefined
    }
    const error = await rejection(local.stream(Item).deliver(handler), StreamRecordError)
    expect(error).include({ reason: 'not delivered' })
    expect(String(error.cause)).match(/the function reported 1\d+/)
    expect(attempts).equal(10)
    expect(await local.stream(Item).deliver(handler)).include({ handled: 1 })
  })

  it('without ReportBatchItemFailures, what a function reports is ignored, and listed', async () => {
    await save(2)
    const { handled, ignored } = await local
      .stream(Item)
      .deliver((event) => report(event, 0), { reportBatchItemFailures: false })
    expect(handled).equal(2)
    expect(ignored).have.length(1)
  })

  it('an invocation ends with its time', async () => {
    await save(1)
    const { discarded } = await local
      .stream(Item)
      .deliver(() => new Promise(() => {}), { timeout: 20, maximumRetryAttempts: 0 })
    expect(String(discarded[0]?.error)).equal('Error: Task timed out after 0.02 seconds')
  })

  it('calls of one function wait for each other; what is written meanwhile is for the next call', async () => {
    await save(2)
    const seen: number[] = []
    const handler = async (event: DeliveryEvent) => {
      seen.push(...numbersIn(event))
      if (seen.length === 2) await save(1, 2)
    }
    const stream = local.stream(Item)
    await Promise.all([stream.deliver(handler), stream.deliver(handler)])
    expect(seen).deep.equal([0, 1, 2])
  })

  it('follows the stream over closed shards, and starts with what is left of it after 24 hours', async () => {
    await save(1)
    local.clock.advance(5 * 60 * 60 * 1000)
    await save(1, 1)
    const seen: number[] = []
    await local.stream(Item).deliver((event) => void seen.push(...numbersIn(event)))
    expect(seen).deep.equal([0, 1])
    local.clock.advance(20 * 60 * 60 * 1000)
    const late: number[] = []
    await local.stream(Item).deliver((event) => void late.push(...numbersIn(event)))
    expect(late).deep.equal([1])
  })

  it('streams of tables by option, by definition, and none', async () => {
    const definition = {
      BillingMode: 'PAY_PER_REQUEST' as const,
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' as const }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' as const }],
    }
    await local.client.send(new CreateTableCommand({ TableName: 'none', ...definition }))
    const none = await rejection(
      local.stream('none').deliver(() => {}),
      InvalidOptionError,
    )
    expect(none.message).contain("has no stream: start the engine with `streams: 'NEW_AND_OLD_IMAGES'`")
    expect(
      (
        await rejection(
          local.stream('lost').deliver(() => {}),
          InvalidOptionError,
        )
      ).message,
    ).contain('does not exist')
    const StreamSpecification = { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' as const }
    const other = await startLocal({
      tables: [{ TableName: 'own', ...definition, StreamSpecification }],
      streams: 'NEW_IMAGE',
    })
    await other.client.send(
      new UpdateTableCommand({ TableName: 'own', StreamSpecification: { StreamEnabled: false } }),
    )
    // What is switched off can be read for 24 hours.
    expect(await other.stream('own').deliver(() => {})).include({ handled: 0 })
    await other.stop()
  })

  it('refuses wrong arguments by name', async () => {
    for (const table of [undefined, null, 5, {}, ''])
      expect(() => local.stream(table as never)).throw(InvalidOptionError, '`table` must be')
    const stream = local.stream(Item)
    for (const options of [
      { batchSize: 0 },
      { batchSize: 10_001 },
      { maximumRetryAttempts: -1 },
      { retries: 1 },
    ])
      await rejection(
        stream.deliver(() => {}, options as never),
        InvalidOptionError,
      )
    await rejection(stream.deliver('handler' as never), InvalidOptionError)
  })
})
