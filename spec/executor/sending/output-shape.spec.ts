// Responses of another shape than DynamoDB's.
import { expect } from 'chai'
import {
  backfill,
  CommandExecutor,
  DyntasticError,
  Entity,
  Repository,
  RequestFailedError,
  upgrade,
} from 'dyntastic'
import { optional, string } from 'superstruct'
import { shapeFault, standstill } from '../../../lib/executor/sending/commands.js'
import { rejection } from '../../support/rejection.js'

const Versioned = new Entity({
  name: 'Versioned',
  table: 'Versioned',
  attributes: { id: string() },
  key: { partition: 'id' },
  schemaVersion: { attribute: 'v', current: 2, upgrades: [upgrade(1, { id: string() }, (old) => old)] },
})

const faults = [
  ['GetItem', { Item: 5 }, 'Item is not a map'],
  ['GetItem', { Item: [] }, 'Item is not a map'],
  ['Query', { Items: 'x' }, 'Items is not a list of maps'],
  ['Query', { Items: [5] }, 'Items is not a list of maps'],
  ['Query', { Items: [], Count: 'x' }, 'Count is not a count'],
  ['Scan', { Items: [], Count: 0, ScannedCount: -1 }, 'ScannedCount is not a count'],
  ['Scan', { Items: [], LastEvaluatedKey: 'x' }, 'LastEvaluatedKey is not a map of maps'],
  ['Query', { Items: [], LastEvaluatedKey: { id: 'x' } }, 'LastEvaluatedKey is not a map of maps'],
  ['BatchGetItem', { Responses: [] }, 'Responses is not a map of lists of maps'],
  ['BatchGetItem', { Responses: { Users: [null] } }, 'Responses is not a map of lists of maps'],
  ...[5, {}, [], { Keys: 5 }, { Keys: {} }, { Keys: [null] }, { Keys: ['a'] }].map(
    (Users) =>
      [
        'BatchGetItem',
        { UnprocessedKeys: { Users } },
        'UnprocessedKeys is not a map of maps, each with a list of Keys',
      ] as const,
  ),
  ...[
    'x',
    { Users: {} },
    { Users: [null] },
    { Users: [{}] },
    { Users: [{ id: { S: 'a' } }] },
    { Users: [{ PutRequest: {} }] },
    { Users: [{ DeleteRequest: { Key: 'a' } }] },
  ].map(
    (UnprocessedItems) =>
      [
        'BatchWriteItem',
        { UnprocessedItems },
        'UnprocessedItems is not a map of lists of requests, each with the Item of a PutRequest or the Key of a DeleteRequest',
      ] as const,
  ),
  ['TransactGetItems', { Responses: {} }, 'Responses is not a list of maps'],
  ['UpdateItem', { Attributes: 'x' }, 'Attributes is not a map'],
] as const

describe('shapeFault', () => {
  for (const [call, output, fault] of faults)
    it(`${call} with ${JSON.stringify(output)}: ${fault}`, () => {
      expect(shapeFault(call, output)).equal(fault)
    })

  it('finds nothing wrong with what DynamoDB returns', () => {
    for (const [call, output] of [
      ['GetItem', {}],
      ['GetItem', { Item: { id: { S: 'a' } } }],
      [
        'Query',
        { Items: [{ id: { S: 'a' } }], Count: 1, ScannedCount: 1, LastEvaluatedKey: { id: { S: 'a' } } },
      ],
      ['Scan', { Count: 5, ScannedCount: 9 }],
      ['BatchGetItem', { Responses: { Users: [{}] }, UnprocessedKeys: { Users: { Keys: [] } } }],
      ['BatchWriteItem', { UnprocessedItems: {} }],
      [
        'BatchWriteItem',
        {
          UnprocessedItems: {
            Users: [{ PutRequest: { Item: {} } }, { DeleteRequest: { Key: { id: { S: 'a' } } } }],
          },
        },
      ],
      ['TransactGetItems', { Responses: [{}, { Item: {} }] }],
      ['DescribeTable', { Table: 5 }],
    ] as const)
      expect(shapeFault(call, output)).equal(undefined)
  })

  const User = new Entity({
    name: 'User',
    table: 'Users',
    attributes: { id: string() },
    key: { partition: 'id' },
  })

  for (const [output, run] of [
    [{ Items: 'x' }, (users: Repository<typeof User>) => users.scan()],
    [{ Item: 5 }, (users: Repository<typeof User>) => users.get('a')],
    [{ Responses: [] }, (users: Repository<typeof User>) => users.getMany(['a'])],
    [{ UnprocessedKeys: { Users: {} } }, (users: Repository<typeof User>) => users.getMany(['a'])],
    [
      { Responses: { Users: [] }, UnprocessedKeys: { Users: {} } },
      (users: Repository<typeof User>) => users.getMany(['a']),
    ],
    [{ UnprocessedItems: { Users: [{}] } }, (users: Repository<typeof User>) => users.deleteMany(['a'])],
    [{ UnprocessedItems: 'x' }, (users: Repository<typeof User>) => users.saveMany([{ id: 'a' }])],
    [{ Attributes: 'x' }, (users: Repository<typeof User>) => users.delete('a').returning('old')],
  ] as const)
    it(`a response of another shape is an error by name: ${JSON.stringify(output)}`, async () => {
      const client = { send: async () => output, config: {} } as never
      const users = new Repository(User, new CommandExecutor({ client, scans: 'allow' }))
      const error: unknown = await Promise.resolve(run(users)).then(
        () => undefined,
        (thrown: unknown) => thrown,
      )
      expect(error).instanceOf(DyntasticError)
      expect(String(error)).match(/is not a (map|list)/)
    })
})

describe('standstill', () => {
  const words =
    'LastEvaluatedKey is the ExclusiveStartKey of the same request, so that reading would never end'
  const key = (id: string) => ({ id: { S: id } })

  it('is a page that ends where it began', () => {
    const from = (ExclusiveStartKey: object | undefined, LastEvaluatedKey: object | undefined | null) =>
      standstill({ input: { TableName: 'Users', ExclusiveStartKey } as never }, { LastEvaluatedKey })
    expect(from(key('a'), key('a'))).equal(words)
    expect(from({}, {})).equal(words)
    for (const [start, end] of [
      [undefined, key('a')],
      [key('a'), undefined],
      [key('a'), null],
      [key('a'), key('b')],
      [key('a'), { ...key('a'), sort: { S: 'x' } }],
    ] as const)
      expect(from(start, end)).equal(undefined)
  })

  it('ends what reads page after page, instead of reading without end', async () => {
    let sent = 0
    const send = async () => {
      sent++
      return { Items: [], Count: 0, LastEvaluatedKey: key('a') }
    }
    const client = { send, config: {} } as never
    const users = new Repository(
      new Entity({
        name: 'User',
        table: 'Users',
        attributes: { id: string(), at: optional(string()) },
        key: { partition: 'id' },
        unique: ['at'],
      }),
      new CommandExecutor({ client, scans: 'allow' }),
    )
    const endless = {
      await: () => users.scan(),
      first: () => users.query().first(),
      count: () => users.scan().count(),
      page: () => users.scan().limit(2).page(),
      segments: () => users.scan().segments(2).collect(),
      checkUnique: () => users.checkUnique(),
      backfill: () => backfill(new Repository(Versioned, users.executor)),
    }
    for (const [name, run] of Object.entries(endless)) {
      sent = 0
      const error = await rejection<DyntasticError>(run(), RequestFailedError)
      expect(error.message, name).contain(words)
      expect(sent, name).lessThan(6)
    }
  })
})
