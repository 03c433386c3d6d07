// The time limit of a first write that waits for its table, on a server that stops responding.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import { CommandExecutor, Entity, Repository, TimeoutError } from 'dyntastic'
import { string } from 'superstruct'
import { rejection } from '../../support/rejection.js'
import { fakeEndpoint } from '../fake-endpoint.js'

const table = 400
const missing = { __type: 'ResourceNotFoundException', message: 'Requested resource not found' }

const entityOn = (name: string) =>
  new Entity({ name, table: name, attributes: { id: string() }, key: { partition: 'id' } })

// The server finds no table, and responds to nothing else from the call that is named.
async function subjects(hanging: string, total = 10_000) {
  const order = ['CreateTable', 'DescribeTable']
  const endpoint = await fakeEndpoint(({ call }) => {
    const at = order.indexOf(call)
    if (at < 0) return { status: 400, body: missing }
    return at >= order.indexOf(hanging) ? 'hang' : { body: {} }
  })
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }
  const client = new DynamoDBClient({
    region: 'eu-west-1',
    endpoint: endpoint.url,
    credentials,
    maxAttempts: 1,
  })
  const executor = new CommandExecutor({ client, timeout: { table, total, attempt: total } })
  const repositories = ['Things', 'Others'].map((name) => new Repository(entityOn(name), executor)) as [
    Repository<ReturnType<typeof entityOn>>,
    Repository<ReturnType<typeof entityOn>>,
  ]
  return { executor, client, repositories, requested: endpoint.requested }
}

describe('executor/table-wait', () => {
  for (const hanging of ['CreateTable', 'DescribeTable'])
    it(`ends a first write whose ${hanging} gets no response at timeout.table`, async () => {
      const { client, repositories } = await subjects(hanging)
      const start = performance.now()
      const error = await rejection(repositories[0].save({ id: '1' }), TimeoutError)
      const ms = performance.now() - start
      client.destroy()
      expect(error.message).contain(`table 'Things' was not ready within ${table} ms`)
      expect(error.outcome).equal('nothing written')
      expect(ms).within(table - 5, 3_000)
    })

  it('ends a transaction that looks for its missing tables as well', async () => {
    const { client, executor, repositories } = await subjects('DescribeTable')
    const start = performance.now()
    const saves = repositories.map((each) => each.save({ id: '1' }))
    const error = await rejection(executor.transaction(saves), TimeoutError)
    const ms = performance.now() - start
    client.destroy()
    expect(error.message).contain(`was not ready within ${table} ms`)
    expect(error.outcome).equal('nothing written')
    expect(ms).within(table - 5, 3_000)
  })

  it('leaves the signal of the caller, and its reason, as they are', async () => {
    const { client, repositories, requested: conditions } = await subjects('DescribeTable')
    const controller = new AbortController()
    const look = setInterval(() => {
      if (conditions.some(({ call }) => call === 'DescribeTable')) controller.abort(new Error('enough'))
    }, 5)
    const error: unknown = await repositories[0]
      .save({ id: '1' })
      .execute({ signal: controller.signal })
      .catch((failed: unknown) => failed)
    clearInterval(look)
    client.destroy()
    expect(error).include({ code: 'ABORTED', outcome: 'nothing written' })
  })
})
