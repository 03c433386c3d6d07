// Spans of OpenTelemetry's own instrumentation of the SDK, nested in those of `openTelemetry()`.
import { createRequire } from 'node:module'
import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { AwsInstrumentation } from '@opentelemetry/instrumentation-aws-sdk'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base'
import { expect } from 'chai'
import {
  CommandExecutor,
  ConditionFailedError,
  DyntasticError,
  Entity,
  Repository,
  ThrottledError,
  TransactionCancelledError,
} from 'dyntastic'
import { openTelemetry } from 'dyntastic/otel'
import { type LocalDynamoDB, startLocal } from 'dyntastic/testing'
import { integer, string } from 'superstruct'
import { rejection } from '../support/rejection.js'

const User = new Entity({
  name: 'User',
  table: 'users',
  attributes: { id: string(), email: string(), age: integer() },
  key: { partition: 'id' },
  indexes: { byEmail: { partition: 'email' } },
})
const secret = { id: 'secret-id', email: 'secret@example.com', age: 987654 }

/** What its hook calls as a module is loaded: here, the SDK is loaded already. */
interface Patching {
  patchV3SmithyClient(module: object, version: string): object
  unpatchV3SmithyClient(module: object): object
}

/** A span of ours, and those of the SDK's instrumentation inside it. */
interface Pair {
  readonly ours: ReadableSpan
  readonly inner: readonly ReadableSpan[]
}

describe("spans of the SDK's instrumentation", () => {
  const exporter = new InMemorySpanExporter()
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
  const instrumentation = new AwsInstrumentation({ enabled: false })
  const patching = instrumentation as unknown as Patching
  const required = createRequire(createRequire(import.meta.url).resolve('@aws-sdk/client-dynamodb'))
  const smithy: object = required('@smithy/core/client')
  let local: LocalDynamoDB
  let executor: CommandExecutor
  let users: Repository<typeof User>

  before(async () => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
    trace.setGlobalTracerProvider(provider)
    instrumentation.setTracerProvider(provider)
    patching.patchV3SmithyClient(smithy, '3')
    local = await startLocal()
    executor = new CommandExecutor({ client: local.client, observers: [openTelemetry()], scans: 'allow' })
    users = new Repository(User, executor)
    await users.createTable()
  })

  beforeEach(async () => {
    await users.save(secret)
    exporter.reset()
  })

  after(async () => {
    patching.unpatchV3SmithyClient(smithy)
    trace.disable()
    context.disable()
    await local.stop()
  })

  function pairs(): Pair[] {
    const spans = exporter.getFinishedSpans()
    const isOurs = ({ instrumentationScope }: ReadableSpan) => instrumentationScope.name === 'dyntastic'
    const found = spans.filter(isOurs).map((ours) => {
      const { spanId } = ours.spanContext()
      return { ours, inner: spans.filter(({ parentSpanContext }) => parentSpanContext?.spanId === spanId) }
    })
    // Every span is one of ours, or inside one.
    expect(found.reduce((sum, { inner }) => sum + 1 + inner.length, 0)).equal(spans.length)
    return found
  }

  /** Everything that a backend of traces would receive. */
  const recorded = () =>
    JSON.stringify(
      exporter
        .getFinishedSpans()
        .map(({ name, attributes, status, events, links }) => ({ name, attributes, status, events, links })),
    )

  const calls: Record<string, readonly [work: () => PromiseLike<unknown>, attributes: object]> = {
    GetItem: [() => users.get('secret-id'), {}],
    PutItem: [() => users.save(secret), {}],
    UpdateItem: [() => users.update('secret-id').set('email', 'secret2@example.com'), {}],
    DeleteItem: [() => users.delete('secret-id'), {}],
    Query: [
      () => users.query().where('email').eq(secret.email),
      { 'aws.dynamodb.index_name': 'byEmail', 'aws.dynamodb.count': 1, 'aws.dynamodb.scanned_count': 1 },
    ],
    Scan: [
      () => users.scan().where('age').eq(1),
      { 'aws.dynamodb.count': 0, 'aws.dynamodb.scanned_count': 1 },
    ],
    BatchGetItem: [
      () => users.getMany(['secret-id', 'secret-2']),
      { 'db.operation.batch.size': 2, 'aws.dynamodb.count': 1 },
    ],
    BatchWriteItem: [
      () => users.saveMany([secret, { ...secret, id: 'b' }]),
      { 'db.operation.batch.size': 2 },
    ],
    TransactGetItems: [
      () => executor.transactionGet([users.get('secret-id'), users.get('secret-2')]),
      { 'db.operation.batch.size': 2 },
    ],
    TransactWriteItems: [
      () => executor.transaction([users.save(secret), users.delete('secret-2')]),
      { 'db.operation.batch.size': 2 },
    ],
  }

  for (const [call, [work, attributes]] of Object.entries(calls))
    it(`are inside ours, one for each command, by the conventions: ${call}`, async () => {
      // The second call uses what the first one has prepared.
      for (let turn = 0; turn < 2; turn++) {
        exporter.reset()
        await work()
        const [pair, ...others] = pairs()
        expect(others).deep.equal([])
        expect(pair?.ours).deep.include({ name: `${call} users`, kind: SpanKind.CLIENT })
        expect(pair?.ours.parentSpanContext).equal(undefined)
        expect(pair?.ours.attributes).deep.include({
          'db.system.name': 'aws.dynamodb',
          'db.operation.name': call,
          'db.collection.name': 'users',
          'aws.dynamodb.table_names': ['users'],
          'rpc.system': 'aws-api',
          'rpc.service': 'DynamoDB',
          'rpc.method': call,
          'dyntastic.attempts': 1,
          ...(turn === 0 ? attributes : {}),
        })
        expect(pair?.inner.map(({ name }) => name)).deep.equal([`DynamoDB.${call}`])
        const [inner] = pair?.inner ?? []
        expect(inner?.attributes).include({ 'rpc.method': call, 'db.operation.name': call })
        expect(inner?.attributes['aws.request.id']).a('string')
        expect(pair?.ours.attributes['aws.request_id']).equal(inner?.attributes['aws.request.id'])
        expect(recorded()).not.match(/secret|987654/)
      }
    })

  it('are inside those of the program, in the order of its calls', async () => {
    const tracer = trace.getTracer('of the program')
    await tracer.startActiveSpan('handler', async (span) => {
      await Promise.all([users.get('secret-id'), users.get('secret-2').consistent(), users.scan()])
      span.end()
    })
    const spans = exporter.getFinishedSpans()
    const handler = spans.find(({ name }) => name === 'handler')?.spanContext()
    const ours = spans.filter(({ instrumentationScope }) => instrumentationScope.name === 'dyntastic')
    expect(ours).length(3)
    for (const span of ours) {
      expect(span.parentSpanContext?.spanId).equal(handler?.spanId)
      const inner = spans.filter(
        ({ parentSpanContext }) => parentSpanContext?.spanId === span.spanContext().spanId,
      )
      expect(inner.map(({ name }) => name)).deep.equal([span.name.replace(/(\w+) users/, 'DynamoDB.$1')])
    }
    expect(new Set(spans.map((span) => span.spanContext().traceId)).size).equal(1)
  })

  it('record errors next to ours, which have their codes and no values', async () => {
    const failures = [
      [
        () => users.update('secret-id').set('age', 5).if('email').eq('secret-3'),
        ConditionFailedError,
        'CONDITION_FAILED',
        'ConditionalCheckFailedException',
      ],
      [
        () => executor.transaction([users.check('secret-id').if('age').eq(5)]),
        TransactionCancelledError,
        // Whose condition failed is found out by the transaction, which knows its operations.
        'REQUEST_FAILED',
        'TransactionCanceledException',
      ],
    ] as const
    for (const [work, type, code, name] of failures) {
      exporter.reset()
      expect(await rejection(work(), DyntasticError)).instanceOf(type)
      const [pair] = pairs()
      expect(pair?.ours.status).deep.equal({ code: SpanStatusCode.ERROR, message: code })
      expect(pair?.ours.attributes).include({ 'error.type': code, 'db.response.status_code': name })
      expect(pair?.inner.map(({ status }) => status.code)).deep.equal([SpanStatusCode.ERROR])
      expect(pair?.inner[0]?.events[0]?.attributes).include({ 'exception.type': name })
      expect(recorded()).not.match(/secret|987654/)
    }
  })

  it('count the attempts of the SDK, of calls that succeed and of those that do not', async () => {
    const server = await startLocal({ port: 0 })
    const { DynamoDBClient } = await import('@aws-sdk/client-dynamodb')
    const client = new DynamoDBClient({
      endpoint: String(server.endpoint),
      region: 'local',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      maxAttempts: 3,
    })
    try {
      const remote = new Repository(User, new CommandExecutor({ client, observers: [openTelemetry()] }))
      await remote.createTable()
      exporter.reset()
      server.faults.next('GetItem', 'throttle', 1)
      await remote.get('secret-id')
      server.faults.next('GetItem', 'throttle', 3)
      await rejection(remote.get('secret-id'), ThrottledError)
      const [once, never] = pairs()
      expect(once?.ours.attributes).include({ 'dyntastic.attempts': 2 })
      expect(once?.ours.status.code).equal(SpanStatusCode.UNSET)
      expect(never?.ours.attributes).include({ 'dyntastic.attempts': 3, 'error.type': 'THROTTLED' })
      expect([once, never].map((pair) => pair?.inner.length)).deep.equal([1, 1])
      expect(recorded()).not.match(/secret/)
    } finally {
      client.destroy()
      await server.stop()
    }
  })
})
