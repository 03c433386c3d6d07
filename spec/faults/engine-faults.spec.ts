// The faults of the embedded engine itself, in the process and behind its port: each call comes to what it comes to
// when the same fault is made between client and engine.
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import { type CommandExecutor, DyntasticError, Entity, Repository } from 'dyntastic'
import { integer, optional, string } from 'superstruct'
import { type FaultKind, type LocalDynamoDB, startLocal } from '../../lib/testing/index.js'
import { rawGet } from '../support/engine.js'
import { onEachTransport } from '../support/transports.js'
import { clientWithFaults } from './fault-client.js'
import { type FaultName, planFor } from './fault-plan.js'

/** The faults of the engine, by the names that they have between client and engine. */
const kinds: Readonly<Record<FaultKind, FaultName>> = {
  throttle: 'throttle',
  'lose the answer': 'lost',
  reset: 'reset',
  'internal error': 'error',
  hang: 'hang',
}

const Note = new Entity({
  name: 'Note',
  table: 'notes',
  attributes: { id: string(), text: string(), count: optional(integer()) },
  key: { partition: 'id' },
})
type Notes = Repository<typeof Note>

/**
 * Calls, each with the operation that meets the fault. `there`: whether the item exists before; `quick`: whether it
 * meets slow faults, too.
 */
const calls: readonly {
  readonly name: string
  readonly operation: string
  readonly there: boolean
  readonly quick?: true
  run(notes: Notes, executor: CommandExecutor): PromiseLike<unknown>
}[] = [
  {
    name: 'save',
    operation: 'PutItem',
    there: false,
    quick: true,
    run: (notes) => notes.save({ id: 'a', text: 'new' }),
  },
  {
    name: 'create',
    operation: 'PutItem',
    there: false,
    run: (notes) => notes.create({ id: 'a', text: 'new' }),
  },
  { name: 'get', operation: 'GetItem', there: true, quick: true, run: (notes) => notes.get('a') },
  { name: 'delete', operation: 'DeleteItem', there: true, run: (notes) => notes.delete('a') },
  { name: 'set', operation: 'UpdateItem', there: true, run: (notes) => notes.update('a').set('text', 'new') },
  {
    name: 'add',
    operation: 'UpdateItem',
    there: true,
    quick: true,
    run: (notes) => notes.update('a').add('count', 1),
  },
  { name: 'query', operation: 'Query', there: true, run: (notes) => notes.query().where('id').eq('a') },
  {
    name: 'a transaction',
    operation: 'TransactWriteItems',
    there: true,
    run: (notes, executor) =>
      executor.transaction([notes.save({ id: 'b', text: 'new' }), notes.update('a').add('count', 1)]),
  },
]

/** What a call comes to. */
interface End {
  readonly code: string
  readonly outcome: unknown
  readonly requests: number
  readonly stored: unknown
}

onEachTransport('faults of the embedded engine', (CommandExecutor) => {
  let local: LocalDynamoDB
  let fresh: ReturnType<LocalDynamoDB['snapshot']>
  before(async () => {
    local = await startLocal({ port: 0, tables: [Note] })
    fresh = local.snapshot()
  })
  after(() => local.stop())

  // A new client has its whole quota of retries.
  function overPort(settings: DynamoDBClientConfig = {}): DynamoDBClient {
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
    return new DynamoDBClient({ endpoint: local.endpoint, region: 'local', credentials, ...settings })
  }

  async function endOf(
    { run, there, operation }: (typeof calls)[number],
    client: DynamoDBClient,
    { plan, log }: { plan?: () => void; log?: { readonly length: number } },
  ): Promise<End> {
    local.restore(fresh)
    if (there)
      await new Repository(Note, new CommandExecutor({ client: local.client })).save({
        id: 'a',
        text: 'old',
        count: 1,
      })
    plan?.()
    const before = local.requests.length
    const executor = new CommandExecutor({ client, timeout: { attempt: 150, total: 5_000 } })
    const end = await Promise.resolve(run(new Repository(Note, executor), executor)).then(
      () => ({ code: 'done', outcome: undefined }),
      (error: unknown) => {
        if (!(error instanceof DyntasticError)) throw error
        return { code: error.code, outcome: Reflect.get(error, 'outcome') }
      },
    )
    local.faults.clear()
    if (client !== local.client) client.destroy()
    const arrived = local.requests.slice(before).filter((request) => request.operation === operation).length
    const stored = [
      await rawGet(local.client, 'notes', { id: { S: 'a' } }),
      await rawGet(local.client, 'notes', { id: { S: 'b' } }),
    ]
    return { ...end, requests: log?.length ?? arrived, stored }
  }

  // The client of the engine sends each request once, so that a test sees a fault at once; others try again.
  const ways = [
    { where: 'in the process', client: () => local.client, settings: { maxAttempts: 1 } },
    { where: 'behind its port', client: () => overPort(), settings: {} },
  ] as const

  // Each request that hangs takes the time of an attempt.
  for (const [kind, fault] of Object.entries(kinds) as [FaultKind, FaultName][])
    for (const call of kind === 'hang' ? calls.filter(({ quick }) => quick) : calls) {
      for (const { where, client, settings } of ways)
        it(`${kind}, once, ${where}: ${call.name}`, async () => {
          const plan = planFor(new Set([call.operation]), [fault])
          const expected = await endOf(call, await clientWithFaults(local.client, plan, settings), {
            log: plan.log,
          })
          const end = await endOf(call, client(), {
            plan: () => local.faults.next(call.operation, kind),
          })
          expect(end).to.deep.equal(expected)
          // What may have been applied once is not applied twice.
          if (call.name === 'add') {
            const applied = end.code === 'done' || kind === 'lose the answer'
            expect(end.stored).to.have.nested.property('[0].count.N', applied ? '2' : '1')
          } else if (where !== 'in the process') expect(end).to.include({ code: 'done', requests: 2 })
        })

      it(`${kind}, twice, behind its port: ${call.name}`, async () => {
        const plan = planFor(new Set([call.operation]), [fault, fault])
        const settings = { maxAttempts: 2 }
        const expected = await endOf(call, await clientWithFaults(local.client, plan, settings), {
          log: plan.log,
        })
        const end = await endOf(call, overPort(settings), {
          plan: () => local.faults.next(call.operation, kind, 2),
        })
        expect(end).to.deep.equal(expected)
      })
    }
})
