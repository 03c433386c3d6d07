import { expect } from 'chai'
import { engineClock } from '../../../../lib/testing/engine/storage/clock.js'
import { cpuMilliseconds } from '../../../support/cpu-time.js'
import { book, books, type OpenEngine } from '../ways-in.js'

const put = ({ run }: OpenEngine, sk: string, more = {}) =>
  run('PutItem', { TableName: 'books', Item: { ...book(sk), ...more } })
const names = ({ run }: OpenEngine, more = {}) =>
  (run('Scan', { TableName: 'books', ...more })['Items'] as { sk: { S: string } }[])
    .map(({ sk }) => sk.S)
    .sort()

describe('database', () => {
  it('goes back to snapshots, in any order and as often as one likes', () => {
    const engine = books()
    const { database } = engine.context
    put(engine, 'a')
    const first = database.snapshot()
    put(engine, 'b')
    const second = database.snapshot()
    engine.run('DeleteItem', { TableName: 'books', Key: book('a') })
    engine.run('CreateTable', {
      TableName: 'more',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    })
    for (const [snapshot, expected] of [
      [first, ['a']],
      [second, ['a', 'b']],
      [first, ['a']],
    ] as const) {
      database.restore(snapshot)
      expect(names(engine)).to.deep.equal(expected)
      expect(engine.run('ListTables', {})).to.deep.equal({ TableNames: ['books'] })
      put(engine, 'z', { genre: { S: 'g' } })
      expect(names(engine)).to.deep.equal([...expected, 'z'])
      expect(engine.run('Scan', { TableName: 'books', IndexName: 'byGenre' })['Count']).to.equal(1)
    }
    database.restore(second)
    expect(names(engine)).to.deep.equal(['a', 'b'])
  })

  it('takes a snapshot and goes back in the same time, however many items there are', () => {
    const engine = books()
    for (let n = 0; n < 20_000; n += 1) put(engine, `s${n}`)
    const { database } = engine.context
    const time = cpuMilliseconds(() => {
      for (let n = 0; n < 1_000; n += 1) database.restore(database.snapshot())
    })
    expect(time).to.be.below(100)
    expect(database.table('books')?.items.size).to.equal(20_000)
  })

  it('brings the time and the tokens of a snapshot back', () => {
    const clock = engineClock(0)
    const engine = books({ clock })
    const { database } = engine.context
    const snapshot = database.snapshot()
    const transaction = {
      ClientRequestToken: 't',
      TransactItems: [
        {
          Update: {
            TableName: 'books',
            Key: book('a'),
            UpdateExpression: 'ADD n :n',
            ExpressionAttributeValues: { ':n': { N: '1' } },
          },
        },
      ],
    }
    engine.run('TransactWriteItems', transaction)
    clock.advance(1_000)
    database.restore(snapshot)
    expect(clock.now()).to.equal(0)
    engine.run('TransactWriteItems', transaction)
    expect(engine.run('GetItem', { TableName: 'books', Key: book('a') })['Item']).to.deep.equal({
      ...book('a'),
      n: { N: '1' },
    })
  })

  it('lets eventually consistent reads lag behind by the clock, as an option', () => {
    const clock = engineClock(0)
    const engine = books({ clock, lag: 100 })
    clock.advance(200)
    put(engine, 'a')
    expect([names(engine), names(engine, { ConsistentRead: true })]).to.deep.equal([[], ['a']])
    clock.advance(60)
    put(engine, 'b')
    clock.advance(60)
    expect([names(engine), names(engine, { ConsistentRead: true })]).to.deep.equal([['a'], ['a', 'b']])
    clock.advance(100)
    expect(names(engine)).to.deep.equal(['a', 'b'])
  })

  it('goes back to the streams of a snapshot, too', () => {
    const engine = books()
    const { database } = engine.context
    const stream = (StreamEnabled: boolean) =>
      engine.run('UpdateTable', {
        TableName: 'books',
        StreamSpecification: { StreamEnabled, ...(StreamEnabled && { StreamViewType: 'KEYS_ONLY' }) },
      })
    const before = database.snapshot()
    stream(true)
    put(engine, 'a')
    const open = database.snapshot()
    put(engine, 'b')
    stream(false)
    const counts = () =>
      database.streams.all().map((one) => {
        const found: number[] = []
        for (const shard of one.shards)
          database.streams.read(one, shard, 0, ({ sequence }) => found.push(sequence) > 0)
        return [one.end === undefined, found.length]
      })
    expect(counts()).to.deep.equal([[false, 2]])
    database.restore(open)
    expect(counts()).to.deep.equal([[true, 1]])
    put(engine, 'c')
    put(engine, 'd')
    expect(counts()).to.deep.equal([[true, 3]])
    database.restore(before)
    expect(counts()).to.deep.equal([])
    database.restore(open)
    expect(counts()).to.deep.equal([[true, 1]])
  })
})
