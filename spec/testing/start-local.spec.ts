import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { CreateTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import { startLocal } from '../../lib/testing/start-local.js'

const run = promisify(execFile)
const table = {
  TableName: 'abc',
  BillingMode: 'PAY_PER_REQUEST' as const,
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' as const }],
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' as const }],
}

describe('startLocal', () => {
  it('is ready in less than half a second', async () => {
    const start = performance.now()
    const local = await startLocal()
    await local.client.send(new CreateTableCommand(table))
    expect(performance.now() - start).to.be.below(500)
    await local.stop()
  })

  it('starts engines that know nothing of each other', async () => {
    const [one, two] = await Promise.all([startLocal(), startLocal()])
    await one.client.send(new CreateTableCommand(table))
    expect((await one.client.send(new ListTablesCommand({}))).TableNames).to.deep.equal(['abc'])
    expect((await two.client.send(new ListTablesCommand({}))).TableNames).to.deep.equal([])
    await one.stop()
    expect((await two.client.send(new ListTablesCommand({}))).TableNames).to.deep.equal([])
    await two.stop()
  })

  it('opens no port unless asked; then other clients reach the same data', async () => {
    const closed = await startLocal()
    expect(closed.endpoint).to.equal('http://127.0.0.1:1')
    await closed.stop()
    const open = await startLocal({ port: 0 })
    await open.client.send(new CreateTableCommand(table))
    const other = new DynamoDBClient({
      endpoint: open.endpoint,
      region: 'local',
      credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
      maxAttempts: 1,
    })
    expect((await other.send(new ListTablesCommand({}))).TableNames).to.deep.equal(['abc'])
    await open.stop()
    const refused = await other.send(new ListTablesCommand({})).catch((error) => error.code)
    expect(refused).to.be.oneOf(['ECONNREFUSED', 'ECONNRESET'])
    other.destroy()
  })

  it('refuses requests once stopped, says so, and stops twice', async () => {
    const local = await startLocal()
    await Promise.all([local.stop(), local.stop()])
    const error = await local.client.send(new ListTablesCommand({})).catch((error: Error) => error.message)
    expect(error).to.equal('The embedded DynamoDB was stopped')
  })

  it('honours an AbortSignal', async () => {
    const local = await startLocal()
    const aborted = local.client.send(new ListTablesCommand({}), { abortSignal: AbortSignal.abort() })
    expect(await aborted.catch((error: Error) => error.name)).to.equal('AbortError')
    await local.stop()
  })

  it('keeps no process alive, stopped or not, and prints nothing', async function () {
    this.timeout(30_000)
    const program = (end: string) => `
      import { ListTablesCommand } from '@aws-sdk/client-dynamodb'
      import { startLocal } from './lib/testing/start-local.ts'
      const local = await startLocal(${end === 'stop' ? '{ port: 0 }' : ''})
      await local.client.send(new ListTablesCommand({}))
      ${end === 'stop' ? 'await local.stop()' : ''}`
    for (const end of ['stop', 'leave']) {
      const { stdout, stderr } = await run(
        process.execPath,
        ['--import', 'tsx', '--input-type=module', '-e', program(end)],
        {
          timeout: 15_000,
          env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
        },
      )
      expect(stdout + stderr).to.equal('')
    }
  })
})
