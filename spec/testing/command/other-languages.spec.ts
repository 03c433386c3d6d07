// Programs in other languages on `npx dyntastic local`: the AWS CLI, and the SDK for Python, which verifies checksums.
import { spawn, spawnSync } from 'node:child_process'
import { expect } from 'chai'
import { runCommand } from '../../../lib/testing/command/dyntastic-command.js'

const environment = {
  ...process.env,
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_EC2_METADATA_DISABLED: 'true',
  PYTHONIOENCODING: 'utf-8',
}

const program = `
import sys, boto3
from boto3.dynamodb.conditions import Key, Attr
from decimal import Decimal
db = boto3.resource('dynamodb', endpoint_url=sys.argv[1])
table = db.create_table(TableName='boto', BillingMode='PAY_PER_REQUEST',
    KeySchema=[{'AttributeName': 'pk', 'KeyType': 'HASH'}, {'AttributeName': 'sk', 'KeyType': 'RANGE'}],
    AttributeDefinitions=[{'AttributeName': 'pk', 'AttributeType': 'S'}, {'AttributeName': 'sk', 'AttributeType': 'N'}])
table.wait_until_exists()
with table.batch_writer() as batch:
    for n in range(60):
        batch.put_item(Item={'pk': 'p', 'sk': n, 'd': Decimal('1.5') * n, 's': {'a'}, 'b': b'xyz', 'l': [None, True, {'é': '😀'}]})
found = table.query(KeyConditionExpression=Key('pk').eq('p') & Key('sk').between(5, 7), FilterExpression=Attr('d').gt(9))
print(found['Items'] == [{'pk': 'p', 'sk': 7, 'd': Decimal('10.5'), 's': {'a'}, 'b': b'xyz', 'l': [None, True, {'é': '😀'}]}])
errors = db.meta.client.exceptions
try:
    table.put_item(Item={'pk': 'p', 'sk': 1}, ConditionExpression=Attr('pk').not_exists(), ReturnValuesOnConditionCheckFailure='ALL_OLD')
except errors.ConditionalCheckFailedException as error:
    print(error.response['Item']['sk'], error.response['ResponseMetadata']['HTTPStatusCode'])
pages = db.meta.client.get_paginator('scan').paginate(TableName='boto', PaginationConfig={'PageSize': 7})
print([page['Count'] for page in pages])
put = {'Put': {'TableName': 'boto', 'Item': {'pk': 'q', 'sk': 1}, 'ConditionExpression': 'attribute_exists(pk)'}}
try:
    db.meta.client.transact_write_items(TransactItems=[put])
except errors.TransactionCanceledException as error:
    print([reason['Code'] for reason in error.response['CancellationReasons']])
table.delete()
table.wait_until_not_exists()
print(len(list(db.tables.all())))
`

describe('programs in other languages', function () {
  this.timeout(120_000)
  let endpoint: string
  let stop = () => {}
  let ended: Promise<number>
  before(async () => {
    endpoint = await new Promise<string>((resolve, reject) => {
      ended = runCommand(['local', '--port', '0'], {
        print: (text) => resolve(/at (http:\S+)\n/.exec(text)?.[1] ?? ''),
        printError: (text) => reject(new Error(text)),
        onStop(callback) {
          stop = callback
        },
      })
    })
  })
  after(async () => {
    stop()
    await ended
  })

  function needs(test: Mocha.Context, command: string, ...words: string[]): void {
    if (spawnSync(command, words, { env: environment }).status === 0) return
    console.log(`    SKIPPED: it needs ${command} ${words.join(' ')}, which does not run here`)
    test.skip()
  }

  function run(command: string, words: readonly string[]): Promise<{ code: number | null; output: string }> {
    const child = spawn(command, words, { env: environment })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => {
        output += text
      })
    return new Promise((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code) => resolve({ code, output }))
    })
  }

  it('the SDK for Python reads, writes, pages and fails as on the service', async function () {
    needs(this, 'python3', '-c', 'import boto3')
    const { code, output } = await run('python3', ['-c', program, endpoint])
    expect(output.split('\n')).to.deep.equal([
      'True',
      "{'N': '1'} 400",
      '[7, 7, 7, 7, 7, 7, 7, 7, 4]',
      "['ConditionalCheckFailed']",
      '0',
      '',
    ])
    expect(code).to.equal(0)
  })

  it('the AWS CLI creates a table, writes, reads and fails by name', async function () {
    needs(this, 'aws', '--version')
    const aws = (...words: string[]) =>
      run('aws', ['dynamodb', ...words, '--endpoint-url', endpoint, '--output', 'json'])
    const created = await aws(
      ...['create-table', '--table-name', 'cli', '--billing-mode', 'PAY_PER_REQUEST'],
      ...['--key-schema', 'AttributeName=id,KeyType=HASH'],
      ...[
        '--attribute-definitions',
        'AttributeName=id,AttributeType=S',
        '--query',
        'TableDescription.TableName',
      ],
    )
    expect(created).to.deep.equal({ code: 0, output: '"cli"\n' })
    expect((await aws('put-item', '--table-name', 'cli', '--item', '{"id":{"S":"a"}}')).code).to.equal(0)
    const { output } = await aws('scan', '--table-name', 'cli')
    expect(JSON.parse(output)).to.deep.include({ Items: [{ id: { S: 'a' } }], Count: 1 })
    const missing = await aws('get-item', '--table-name', 'nobody', '--key', '{"id":{"S":"a"}}')
    expect(missing.code).not.to.equal(0)
    expect(missing.output).to.contain('(ResourceNotFoundException) when calling the GetItem operation')
  })
})
