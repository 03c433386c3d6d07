// Unique values in a definition: which names are accepted, and what is said of the others.
import { expect } from 'chai'
import { attribute, Entity, EntityDefinitionError, Repository, Table } from 'dyntastic'
import { any, array, boolean, date, integer, number, object, optional, record, string } from 'superstruct'
import { FakeRunner } from '../../operation/fake-runner.js'
import { thrown } from '../../support/rejection.js'

const attributes = {
  id: string(),
  email: attribute(optional(string()), { name: 'e' }),
  age: optional(integer()),
  active: optional(boolean()),
  born: optional(date()),
  address: optional(object({ city: string() })),
  tags: optional(array(string())),
  scores: optional(record(string(), number())),
  anything: optional(any()),
  own: optional(
    attribute(string(), { encode: (text: string) => text, decode: (stored: unknown) => String(stored) }),
  ),
  version: integer(),
  createdAt: date(),
  updatedAt: date(),
}

// biome-ignore lint/suspicious/noExplicitAny: definitions that the compiler refuses, too
const define = (unique: unknown, more: any = {}): Entity<any, any> =>
  new Entity({
    name: 'User',
    table: 'users',
    attributes,
    key: { partition: 'id' },
    version: 'version',
    timestamps: { created: 'createdAt', updated: 'updatedAt' },
    unique,
    ...more,
  } as never)

describe('the unique values of a definition', () => {
  it('are attributes, alone or together, with their stored names', () => {
    const { unique } = define(['email', ['age', 'active', 'born']])
    expect(unique.map(({ properties, names }) => [properties, names])).deep.equal([
      [['email'], ['e']],
      [
        ['age', 'active', 'born'],
        ['age', 'active', 'born'],
      ],
    ])
    expect(define(undefined).unique).deep.equal([])
    expect(define([]).table.shared.guarded).equal(undefined)
  })

  const refused: readonly (readonly [unknown, string])[] = [
    ['email', '`unique` must be an array of names of attributes, or of arrays of them'],
    [[5], '`unique` must be an array of names of attributes, or of arrays of them'],
    [[['email', 5]], '`unique` must be an array of names of attributes, or of arrays of them'],
    [[[]], 'unique[0] names no attribute'],
    [['mail'], "unique[0]: 'mail' is not an attribute"],
    [['e'], "unique[0]: 'e' is a stored name; the property is 'email'"],
    [['__proto__'], "unique[0]: '__proto__' is not an attribute"],
    [
      ['address.city'],
      "unique[0]: 'address.city' is inside 'address', and only attributes themselves can be unique",
    ],
    [['tags[0]'], "unique[0]: 'tags[0]' is inside 'tags', and only attributes themselves can be unique"],
    [['address'], "unique[0]: 'address' is stored as M, but a unique value must be"],
    [['tags'], "unique[0]: 'tags' is stored as L"],
    [['scores'], "unique[0]: 'scores' is stored as M"],
    [['anything'], "unique[0]: 'anything' is stored as"],
    [['own'], "unique[0]: 'own' is stored as"],
    [['version'], "unique[0]: 'version' is managed by the library and changes with writes"],
    [['updatedAt'], "unique[0]: 'updatedAt' is managed by the library"],
    [['createdAt'], "unique[0]: 'createdAt' is managed by the library"],
    [['id'], "unique[0]: it contains the whole key ('id'), which is unique anyway"],
    [['email', ['age', 'id'], 'email'], "unique[1]: it contains the whole key ('id')"],
    [['email', 'email'], "unique[1]: 'email' is listed twice"],
    [
      [
        ['age', 'born'],
        ['born', 'age'],
      ],
      "unique[1]: 'born', 'age' is listed twice",
    ],
    [[['age', 'age']], "unique[0]: 'age' is listed twice"],
    // biome-ignore lint/suspicious/noSparseArray: a list with a comma too many.
    [['email', , 'age'] as string[], '`unique` must be an array of names of attributes'],
  ]
  for (const [unique, words] of refused)
    it(`refuse ${JSON.stringify(unique)}`, () => {
      expect(thrown(() => define(unique), EntityDefinitionError).message).contain(words)
    })

  it('refuse a table whose partition key is a number, and one whose key is called as an attribute of guards', () => {
    const numbered = () =>
      define(['email'], { key: { partition: 'count' }, attributes: { ...attributes, count: integer() } })
    expect(thrown(numbered, EntityDefinitionError).message).contain(
      "unique: the guards of unique values need a partition key that is stored as a string or binary, and 'count' is stored as a number",
    )
    const taken = () =>
      define(['email'], { key: { partition: '_of' }, attributes: { ...attributes, _of: string() } })
    expect(thrown(taken, EntityDefinitionError).message).contain(
      "the key attribute '_of' has the name of an attribute of the guards",
    )
  })

  it('reserve the keys of guards in the whole table', async () => {
    const table = new Table({ name: 'shared' })
    const Plain = new Entity({ name: 'Plain', table, attributes: { id: string() }, key: { partition: 'id' } })
    const plain = new Repository(Plain, new FakeRunner())
    const id = 'dyntastic:unique#["User"]'
    expect(() => plain.get(id).toCommand()).not.throw()
    new Entity({
      name: 'User',
      table,
      attributes: { id: string(), email: string() },
      key: { partition: 'id' },
      unique: ['email'],
    })
    const words = "begins with 'dyntastic:unique#', which is reserved for the guards of unique values"
    for (const given of [plain.get(id), plain.delete(id), plain.save({ id }), plain.create({ id })])
      expect(() => given.toCommand()).throw(words)
    expect(() => plain.query().where('id').eq(id).explain()).throw(words)
  })
})
