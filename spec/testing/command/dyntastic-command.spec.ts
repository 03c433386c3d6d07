import { createServer } from 'node:net'
import { CreateTableCommand, DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import { runCommand } from '../../../lib/testing/command/dyntastic-command.js'

/** Starts a command; `printed` resolves to what it prints first. */
function start(...words: string[]) {
  const seen = { out: '', error: '' }
  let stop = () => {}
  let begin: (text: string) => void = () => {}
  const printed = new Promise<string>((resolve) => {
    begin = resolve
  })
  const code = runCommand(words, {
    print(text) {
      seen.out += text
      begin(text)
    },
    printError(text) {
      seen.error += text
      begin(text)
    },
    onStop(callback) {
      stop = callback
    },
  })
  return { seen, code, printed, stop: () => stop() }
}

describe('the command dyntastic', () => {
  it('serves the engine until it is stopped, and says how to reach it', async () => {
    const command = start('local', '--port', '0')
    const [, endpoint = ''] = /at (http:\/\/127\.0\.0\.1:\d+)\n/.exec(await command.printed) ?? []
    expect(command.seen.out).to.contain(`--endpoint-url ${endpoint} `)
    const client = new DynamoDBClient({
      endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    })
    await client.send(
      new CreateTableCommand({
        TableName: 'users',
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      }),
    )
    await client.send(new PutItemCommand({ TableName: 'users', Item: { id: { S: 'a' } } }))
    const { Items, $metadata } = await client.send(new ScanCommand({ TableName: 'users' }))
    expect(Items).to.deep.equal([{ id: { S: 'a' } }])
    expect($metadata.requestId).to.match(/^[\w-]{36}$/)
    client.destroy()
    command.stop()
    expect(await command.code).to.equal(0)
    expect(command.seen.out).to.match(/Stopped\.\n$/)
    expect(command.seen.error).to.equal('')
    expect(await fetch(endpoint).catch((error) => error.name)).to.equal('TypeError')
  })

  it('removes items whose time to live is over', async function () {
    this.timeout(10_000)
    const command = start('local', '--port=0')
    const [, endpoint = ''] = /at (http:\S+)\n/.exec(await command.printed) ?? []
    const call = async (operation: string, input: object) => {
      const headers = { 'x-amz-target': `DynamoDB_20120810.${operation}`, authorization: 'AWS4-HMAC-SHA256' }
      const response = await fetch(endpoint, { method: 'POST', headers, body: JSON.stringify(input) })
      return JSON.parse(await response.text())
    }
    const TableName = 'sessions'
    await call('CreateTable', {
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    })
    const TimeToLiveSpecification = { Enabled: true, AttributeName: 'until' }
    await call('UpdateTimeToLive', { TableName, TimeToLiveSpecification })
    await call('PutItem', {
      TableName,
      Item: { id: { S: 'a' }, until: { N: String(Math.floor(Date.now() / 1000) - 10) } },
    })
    await call('PutItem', { TableName, Item: { id: { S: 'b' }, until: { N: '99999999999' } } })
    const until = Date.now() + 8000
    let items = (await call('Scan', { TableName })).Items
    while (items.length > 1 && Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 100))
      items = (await call('Scan', { TableName })).Items
    }
    expect(items.map(({ id }: { id: { S: string } }) => id.S)).to.deep.equal(['b'])
    command.stop()
    await command.code
  })

  for (const words of [['--help'], ['local', '--help'], ['local', '--port', '1', '--help']])
    it(`explains itself: ${words.join(' ')}`, async () => {
      const { code, seen } = start(...words)
      expect(await code).to.equal(0)
      expect(seen.out).to.match(/^Usage: dyntastic local \[options\]\n/)
      for (const option of ['--host <address>', '--port <number>', '--help'])
        expect(seen.out).to.contain(`  ${option} `)
    })

  for (const [words, message] of [
    [[], 'a command is missing: dyntastic local'],
    [['loacl'], "unknown command 'loacl'; did you mean local?"],
    [['serve'], "unknown command 'serve'; expected local"],
    [['local', '--prot', '1'], "unknown option '--prot'; did you mean --port?"],
    [['local', '8000'], "unexpected argument '8000'"],
    [['local', '--port', 'x'], "--port must be an integer from 0 to 65535, but is 'x'"],
    [['local', '--port', '65536'], "--port must be an integer from 0 to 65535, but is '65536'"],
    [['local', '--port=-1'], "--port must be an integer from 0 to 65535, but is '-1'"],
    [['local', '--port', '1e3'], "--port must be an integer from 0 to 65535, but is '1e3'"],
  ] as const)
    it(`refuses: dyntastic ${words.join(' ')}`, async () => {
      const { code, seen } = start(...words)
      expect(await code).to.equal(1)
      expect(seen.error).to.equal(`dyntastic: ${message}\nRun 'dyntastic --help' for the options.\n`)
      expect(seen.out).to.equal('')
    })

  it('says what is wrong with a port that is in use and an address that is not of this machine', async () => {
    const other = createServer()
    const port = await new Promise<number>((resolve) => {
      other.listen(0, '127.0.0.1', () => resolve(Number(Object(other.address()).port)))
    })
    const taken = start('local', '--port', String(port))
    expect(await taken.code).to.equal(1)
    expect(taken.seen.error).to.equal(
      `dyntastic: port ${port} of 127.0.0.1 is in use; choose another one with --port, or any free one with --port 0\n`,
    )
    other.close()
    const foreign = start('local', '--host', '203.0.113.1', '--port', '0')
    expect(await foreign.code).to.equal(1)
    expect(foreign.seen.error).to.match(/^dyntastic: 203\.0\.113\.1 is not an address of this machine;/)
  })
})
