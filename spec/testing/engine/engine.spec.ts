import { expect } from 'chai'
import { createEngine, isKnown, operationOf } from '../../../lib/testing/engine/engine.js'

describe('engine', () => {
  const engine = createEngine()
  const options = (operation: string, body = '{}') => {
    const { statusCode, body: text } = engine.respond(`DynamoDB_20120810.${operation}`, body)
    return { statusCode, ...JSON.parse(text) }
  }

  it('returns in JSON', () => {
    expect(options('ListTables')).to.deep.equal({ statusCode: 200, TableNames: [] })
  })

  it('refuses what it does not know by name', () => {
    const response = options('DescribeBackup')
    expect(response.statusCode).to.equal(400)
    expect(response.__type).to.match(/#UnknownOperationException$/)
    expect(response.message).to.contain('DescribeBackup')
    expect(options('constructor').__type).to.match(/#UnknownOperationException$/)
    expect(() => engine.run('constructor', {})).to.throw(/does not know the operation constructor/)
  })

  it('has the operations of two services, each by its own name', () => {
    const known = ['DynamoDB_20120810.GetItem', 'DynamoDBStreams_20120810.GetRecords']
    const unknown = ['DynamoDB_20120810.GetRecords', 'DynamoDBStreams_20120810.GetItem', 'GetItem', '']
    expect([...known, ...unknown].filter(isKnown)).to.deep.equal(known)
    for (const target of unknown)
      expect(engine.respond(target, '{}').body).to.contain('UnknownOperationException')
    expect(engine.respond('DynamoDBStreams_20120810.ListStreams', '{}').body).to.equal('{"Streams":[]}')
  })

  it('refuses a body that is not a JSON object', () => {
    for (const body of ['', '{', 'null', '1', '[]'])
      expect(options('ListTables', body).__type).to.match(/#SerializationException$/)
  })

  it('returns a fault of its own as the service would, and throws nothing', () => {
    const broken = createEngine({
      clock: {
        now: () => {
          throw new TypeError('lost')
        },
        advance: () => 0,
        set: () => {},
      },
    })
    const { statusCode, body } = broken.respond(
      'DynamoDB_20120810.CreateTable',
      JSON.stringify({
        TableName: 'abc',
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      }),
    )
    expect(statusCode).to.equal(500)
    expect(body).to.contain('InternalServerError').and.to.contain('lost')
  })

  it('reads the operation from the header', () => {
    expect(operationOf('DynamoDB_20120810.GetItem')).to.equal('GetItem')
    expect(operationOf('')).to.equal('')
  })

  it('refuses everything once it was stopped', () => {
    const last = createEngine()
    last.stop()
    expect(last.respond('DynamoDB_20120810.ListTables', '{}').body).to.contain(
      'The embedded DynamoDB was stopped',
    )
  })
})
