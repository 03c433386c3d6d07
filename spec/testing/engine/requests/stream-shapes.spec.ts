import { expect } from 'chai'
import { openEngine } from '../ways-in.js'

describe('stream shapes', () => {
  const { refusal } = openEngine()
  const StreamArn = 'arn:aws:dynamodb:us-east-1:000000000000:table/books/stream/2030-01-01T00:00:00.000'
  const cases: [string, object, RegExp][] = [
    ['ListStreams', { Limit: 0 }, /Value '0' at 'limit' failed .* greater than or equal to 1$/],
    ['ListStreams', { TableName: 'a;b' }, /at 'tableName' failed .* pattern/],
    ['ListStreams', { ExclusiveStartStreamArn: 'short' }, /at 'exclusiveStartStreamArn' failed .* 37$/],
    ['DescribeStream', {}, /Value null at 'streamArn' failed .* must not be null$/],
    ['DescribeStream', { StreamArn: 'short' }, /at 'streamArn' failed .* 37$/],
    ['DescribeStream', { StreamArn, ExclusiveStartShardId: 'x' }, /at 'exclusiveStartShardId' failed .* 28$/],
    [
      'DescribeStream',
      { StreamArn, ShardFilter: { Type: 'ALL', ShardId: 'x' } },
      /shardFilter\.type.*; Value 'x' at 'shardFilter\.shardId'/,
    ],
    ['GetShardIterator', {}, /^3 validation errors detected: .*streamArn.*shardId.*shardIteratorType/],
    ['GetRecords', {}, /Value null at 'shardIterator'/],
    ['GetRecords', { ShardIterator: '' }, /at 'shardIterator' failed .* 1$/],
  ]
  for (const [operation, input, message] of cases)
    it(`refuse ${operation} with ${JSON.stringify(input).slice(0, 90)}`, () => {
      const { type, message: given } = refusal(operation, input)
      expect(type).to.equal('ValidationException')
      expect(given).to.match(message)
    })

  it('refuse values of other types', () => {
    expect(refusal('GetRecords', { ShardIterator: 1 }).type).to.equal('SerializationException')
    expect(refusal('ListStreams', { Limit: '1' }).type).to.equal('SerializationException')
  })
})
