// Items that are not in DynamoDB's form, as a mocked client may return them: never a TypeError, never a lost item.
import { DynamoDBClient, GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb'
import { mockClient } from 'aws-sdk-client-mock'
import { expect } from 'chai'
import { date, literal, number, optional, string } from 'superstruct'
import { CommandExecutor, Entity, InvalidItemError, Repository, Table } from '../../lib/index.js'
import { rejection } from '../support/rejection.js'

const key = { partition: 'pk', sort: 'sk' }
const table = new Table({ name: 'marked', key })
const unmarked = new Table({ name: 'unmarked', key, kind: false })
const attributes = { a: string(), b: string(), c: string(), n: optional(number()) }
const made = { partition: 'A#{a}#{b}', sort: 'C#{c}' }
const Cat = new Entity({ name: 'Cat', table, attributes: { ...attributes, type: literal('cat') }, key: made })
const Dog = new Entity({
  name: 'Dog',
  table,
  attributes: { ...attributes, type: literal('dog') },
  key: { partition: 'A#{a}#{b}', sort: 'D#{c}' },
})

const Marked = new Entity({ name: 'Marked', table, attributes, key: made })

const stored = { a: { S: '1' }, b: { S: '2' }, c: { S: '3' }, n: { N: '4' } }
const keys = { pk: { S: 'A#1#2' }, sk: { S: 'C#3' } }

/** Entities whose items are looked at in different places before they are decoded, and what each has stored. */
const entities = [
  [new Entity({ name: 'Plain', table: 'plain', attributes, key: { partition: 'a', sort: 'c' } }), stored],
  [Marked, { ...stored, ...keys, _type: { S: 'Marked' } }],
  [new Entity({ name: 'Unmarked', table: unmarked, attributes, key: made }), { ...stored, ...keys }],
  [
    new Entity({
      name: 'Computed',
      table,
      attributes,
      key: {
        partition: { attributes: ['a', 'b'], encode: ({ a, b }: { a: string; b: string }) => `X#${a}#${b}` },
        sort: 'C#{c}',
      },
    }),
    { ...stored, pk: { S: 'X#1#2' }, sk: { S: 'C#3' }, _type: { S: 'Computed' } },
  ],
  [
    new Entity({
      name: 'Soft',
      table,
      attributes: { ...attributes, deletedAt: optional(date()) },
      key: made,
      softDelete: { attribute: 'deletedAt' },
    }),
    { ...stored, ...keys, _type: { S: 'Soft' } },
  ],
  [Entity.oneOf([Cat, Dog]), { ...stored, ...keys, type: { S: 'cat' }, _type: { S: 'Cat' } }],
] as unknown as readonly (readonly [typeof Marked, Record<string, unknown>])[]

const malformed = {
  null: null,
  'a string': 'x',
  'a number': 5,
  'an empty object': {},
  'a list': [],
  'a number in S': { S: 5 },
  'null in S': { S: null },
  'an unknown data type': { X: 'x' },
}

function repositoryOf(entity: typeof Marked, item: object): Repository<typeof Marked> {
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }
  const client = new DynamoDBClient({ region: 'eu-west-1', credentials })
  const mock = mockClient(client)
  mock.on(GetItemCommand).resolves({ Item: item as never })
  mock.on(QueryCommand).resolves({ Items: [item as never], Count: 1 })
  return new Repository(entity, new CommandExecutor({ client }))
}

/** The reads of an item; a union has keys of two kinds, which values alone do not tell apart. */
function readsOf(
  name: string,
  repository: Repository<typeof Marked>,
): Record<string, () => PromiseLike<unknown>> {
  const query = () => repository.query().where('a').eq('1').where('b').eq('2')
  const get = () => repository.get({ a: '1', ...(name === 'Plain' ? {} : { b: '2' }), c: '3' } as never)
  return { query, ...(name === 'Cat | Dog' ? {} : { get }) }
}

describe('items that are not in the form of DynamoDB', () => {
  for (const [entity, item] of entities)
    for (const [name, what] of Object.keys(item).flatMap((each) =>
      Object.keys(malformed).map((value) => [each, value] as const),
    )) {
      const whole = repositoryOf(entity, { ...item, [name]: malformed[what as keyof typeof malformed] })
      for (const [how, repository] of [
        ['', whole],
        [' within bounds', whole.scoped({ b: '2' } as never) as unknown as typeof whole],
      ] as const)
        for (const [operation, read] of Object.entries(readsOf(entity.name, repository)))
          it(`${entity.name}.${operation}${how}: ${what} in ${name}`, async () => {
            // The key shows that it is one of the entity's all the same.
            if (name === '_type') {
              const found = await read()
              expect([found].flat()).deep.equal([{ a: '1', b: '2', c: '3', n: 4, ...typeOf(entity.name) }])
              return
            }
            const error = await rejection(read(), InvalidItemError)
            expect(error.message).match(new RegExp(`: ${name}: (?!expected .*(NULL|0) is stored)`))
          })
    }
})

const typeOf = (name: string): object => (name === 'Cat | Dog' ? { type: 'cat' } : {})
