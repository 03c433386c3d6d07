import { getEventListeners } from 'node:events'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import { AbortedError } from '../../../lib/errors/interrupted.js'
import { RequestFailedError } from '../../../lib/errors/request-failed-error.js'
import { TableNotFoundError } from '../../../lib/errors/table-not-found-error.js'
import { sharedSignals } from '../../../lib/executor/sending/signals.js'
import {
  type CreationRules,
  createMissing,
  missingTables,
} from '../../../lib/executor/tables/auto-creation.js'
import type { Request } from '../../../lib/operation/ground/request.js'
import { creationOf, put, rejection, things } from '../requests.js'

const client = new DynamoDBClient({ region: 'eu-west-1' })
const request = { ...put(), creation: creationOf() }
const ticks = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

function rules(response: (request: Request) => unknown): CreationRules & { readonly sent: string[] } {
  const sent: string[] = []
  const run = async (each: Request) => {
    sent.push(`${each.call} ${each.table.name}`)
    await ticks(1)
    return response(each)
  }
  const runner = { run, toCommand: () => ({}) } as unknown as CreationRules['runner']
  return { runner, client, creations: new WeakMap(), signals: sharedSignals(), limit: 1000, sent }
}

const ready = (): unknown => ({ Table: { TableStatus: 'ACTIVE' } })

describe('executor/auto-creation', () => {
  it('writes that meet the table missing at the same time share one creation', async () => {
    const shared = rules(ready)
    await Promise.all(Array.from({ length: 10 }, () => createMissing(request, shared, undefined)))
    expect(shared.sent).to.deep.equal(['CreateTable Things', 'DescribeTable Things'])
  })

  it('two tables are two creations, and so are two clients', async () => {
    const shared = rules(ready)
    const other = { ...request, table: things({ name: 'Others' }) }
    const elsewhere = { ...shared, client: new DynamoDBClient({ region: 'eu-west-1' }) }
    await Promise.all([
      createMissing(request, shared, undefined),
      createMissing(other, shared, undefined),
      createMissing(request, elsewhere, undefined),
    ])
    expect(shared.sent.filter((each) => each.startsWith('CreateTable'))).to.have.length(3)
  })

  it('leaves TTL to whoever made the table first', async () => {
    const inUse = Object.assign(new Error('in use'), { name: 'ResourceInUseException' })
    const shared = rules(({ call }) => {
      if (call === 'CreateTable') throw new RequestFailedError({ cause: inUse })
      return ready()
    })
    await createMissing({ ...request, creation: creationOf('expires') }, shared, undefined)
    expect(shared.sent).to.deep.equal(['CreateTable Things', 'DescribeTable Things'])
  })

  it('looks which of several tables are missing, and at a single one not at all', async () => {
    const { runner, sent } = rules(({ table }) => {
      if (table.name !== 'There') throw new TableNotFoundError({})
      return ready()
    })
    const tables = ['There', 'Gone'].map((name) => things({ name }))
    expect(await missingTables(runner, request, tables, {})).to.deep.equal(tables.slice(1))
    expect(sent).to.deep.equal(['DescribeTable There', 'DescribeTable Gone'])
    expect(await missingTables(runner, request, tables.slice(0, 1), {})).to.deep.equal(tables.slice(0, 1))
    expect(sent).to.have.length(2)
  })

  it('a failure reaches all, and is not kept for the next', async () => {
    const fault = new RequestFailedError({ detail: 'no' })
    let failing = true
    const shared = rules(() => {
      if (failing) throw fault
      return ready()
    })
    const both = [createMissing(request, shared, undefined), createMissing(request, shared, undefined)]
    expect(await Promise.all(both.map(rejection))).to.deep.equal([fault, fault])
    failing = false
    await createMissing(request, shared, undefined)
  })

  it("an abort ends one write's waiting, not the creation that others wait for", async () => {
    const controller = new AbortController()
    const shared = rules(ready)
    const mine = rejection(createMissing(request, shared, controller.signal))
    const theirs = createMissing(request, shared, new AbortController().signal)
    controller.abort('enough')
    const error = await mine
    expect(error).to.be.instanceOf(AbortedError)
    expect(error).to.include({ outcome: 'nothing written', cause: 'enough' })
    await theirs
    expect(shared.sent).to.have.length(2)
  })

  it('leaves no listener on the signal, and no rejection unhandled', async () => {
    const { signal } = new AbortController()
    const fault = new RequestFailedError({ detail: 'no' })
    const failing = rules(() => {
      throw fault
    })
    expect(await rejection(createMissing(request, failing, signal))).to.equal(fault)
    expect(await rejection(createMissing(request, failing, AbortSignal.abort()))).to.be.instanceOf(
      AbortedError,
    )
    await createMissing(request, rules(ready), signal)
    await ticks(5)
    expect(getEventListeners(signal, 'abort')).to.have.length(0)
  })
})
