import { context, SpanKind, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { expect } from 'chai'
import { CommandExecutor, ConditionFailedError, Entity, InvalidOptionError, Repository } from 'dyntastic'
import { openTelemetry } from 'dyntastic/otel'
import { integer, string } from 'superstruct'
import { withEngine } from '../support/engine.js'
import { rejection, thrown } from '../support/rejection.js'

const engine = withEngine()

describe('openTelemetry()', () => {
  const exporter = new InMemorySpanExporter()
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })

  before(() => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
    trace.setGlobalTracerProvider(provider)
  })

  after(() => {
    trace.disable()
    context.disable()
  })

  beforeEach(() => exporter.reset())

  function opened(options: Parameters<typeof openTelemetry>[0] = {}) {
    const table = engine.name('users')
    const User = new Entity({
      name: 'User',
      table,
      attributes: { id: string(), email: string(), age: integer() },
      key: { partition: 'id' },
    })
    const executor = new CommandExecutor({
      client: engine.client,
      observers: [openTelemetry(options)],
      scans: 'allow',
    })
    return { table, executor, users: new Repository(User, executor) }
  }
  const spans = () => exporter.getFinishedSpans()
  const secret = { id: 'secret-id', email: 'secret@example.com', age: 987654 }

  it('makes a span for each command, with the names and attributes of the conventions', async () => {
    const { table, users } = opened()
    await users.createTable()
    await users.save(secret)
    exporter.reset()
    await users.get('secret-id')
    const [span, ...others] = spans()
    expect(others).deep.equal([])
    expect(span?.name).equal(`GetItem ${table}`)
    expect(span?.kind).equal(SpanKind.CLIENT)
    expect(span?.status.code).equal(SpanStatusCode.UNSET)
    expect(span?.attributes).include({
      'db.system.name': 'aws.dynamodb',
      'db.operation.name': 'GetItem',
      'db.collection.name': table,
      'rpc.system': 'aws-api',
      'rpc.service': 'DynamoDB',
      'rpc.method': 'GetItem',
      'dyntastic.operation': 'User.get',
      'dyntastic.attempts': 1,
    })
    expect(span?.attributes['aws.dynamodb.table_names']).deep.equal([table])
  })

  it('counts what queries, scans, batches and transactions name and return', async () => {
    const { executor, users } = opened()
    await users.createTable()
    await users.saveMany([secret, { ...secret, id: '2' }, { ...secret, id: '3' }])
    exporter.reset()
    await users.scan().where('age').eq(987654).where('id').eq('2')
    await users.getMany(['secret-id', '2'])
    await executor.transaction([users.save({ ...secret, id: '4' }), users.delete('3')])
    const facts = spans().map(({ attributes }) => [
      attributes['db.operation.name'],
      attributes['db.operation.batch.size'],
      attributes['aws.dynamodb.count'],
      attributes['aws.dynamodb.scanned_count'],
    ])
    expect(facts.slice(-2)).deep.equal([
      ['BatchGetItem', 2, 2, undefined],
      ['TransactWriteItems', 2, undefined, undefined],
    ])
    expect(facts[0]?.slice(2)).deep.equal([1, 3])
  })

  it('is active while the command is sent, inside the span that was active before', async () => {
    const { users } = opened()
    await users.createTable()
    exporter.reset()
    const tracer: Tracer = trace.getTracer('test')
    engine.client.middlewareStack.add(
      (next) => async (args) => {
        const inner = tracer.startSpan('of the SDK')
        const result = await next(args)
        inner.end()
        return result
      },
      { step: 'build', name: 'ofTheTest' },
    )
    try {
      await tracer.startActiveSpan('of the program', async (span) => {
        await users.get('secret-id')
        span.end()
      })
    } finally {
      engine.client.middlewareStack.remove('ofTheTest')
    }
    const byName = new Map(
      spans().map((span) => [span.name.split(' ')[0] === 'of' ? span.name : 'ours', span]),
    )
    const ours = byName.get('ours')
    expect(byName.get('of the SDK')?.parentSpanContext?.spanId).equal(ours?.spanContext().spanId)
    expect(ours?.parentSpanContext?.spanId).equal(byName.get('of the program')?.spanContext().spanId)
  })

  it('records errors by their codes, and no value of an item', async () => {
    const { users } = opened({ attributes: ({ entity }) => ({ 'app.entity': entity }) })
    await users.createTable()
    await users.save(secret)
    await rejection(
      users.update('secret-id').set('age', 987655).if('email').eq('secret2@example.com'),
      ConditionFailedError,
    )
    const span = spans().find(({ attributes }) => attributes['db.operation.name'] === 'UpdateItem')
    expect(span?.status).deep.equal({ code: SpanStatusCode.ERROR, message: 'CONDITION_FAILED' })
    expect(span?.attributes).include({
      'error.type': 'CONDITION_FAILED',
      'db.response.status_code': 'ConditionalCheckFailedException',
      'app.entity': 'User',
    })
    const shown = JSON.stringify(
      spans().map(({ name, attributes, status, events }) => ({ name, attributes, status, events })),
    )
    expect(shown).not.match(/secret|987654|987655/)
  })

  it('refuses unknown options, and a tracer that is not one', () => {
    for (const [options, message] of [
      [{ trcer: trace.getTracer('test') }, 'there is no option `trcer`'],
      [{ tracer: {} }, '`tracer` must be a tracer'],
      [{ attributes: 'all' }, '`attributes` must be a function'],
    ] as const)
      expect(thrown(() => openTelemetry(options as never), InvalidOptionError).message).include(message)
  })

  it('does not disturb a call if the tracer throws', async () => {
    const tracer = {
      startSpan() {
        throw new Error('no tracer today')
      },
    } as unknown as Tracer
    const { users } = opened({ tracer })
    const warnings: string[] = []
    const onWarning = ({ message }: Error) => void warnings.push(message)
    process.on('warning', onWarning)
    await users.createTable()
    await users.save(secret)
    expect((await users.getOrThrow('secret-id')).age).equal(987654)
    // Warnings of others may come in between.
    await new Promise((resolve) => setImmediate(resolve))
    process.off('warning', onWarning)
    expect(warnings.join()).include("an observer's aroundCommand threw Error: no tracer today")
  })
})
