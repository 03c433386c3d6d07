import { expect } from 'chai'
import { conditionOf } from '../../../../lib/testing/engine/partiql/where-condition.js'
import {
  checkKeyTypes,
  conjuncts,
  keyConditions,
  mentions,
  namedKey,
  requireType,
} from '../../../../lib/testing/engine/partiql/where-keys.js'
import { keySchema } from '../../../../lib/testing/engine/storage/table-schema.js'
import { messageOf, whereTerm } from './shelf.js'

const schema = keySchema([{ name: 'pk', type: 'S' }], [{ name: 'sk', type: 'N' }])
const condition = (text: string) => conditionOf(whereTerm(text), [])
const queries = (text: string) =>
  keyConditions(schema, condition(text))?.map(
    ({ partition, sort, open }) =>
      `${partition.S} ${sort === undefined ? (open ? 'open' : 'all') : `${sort.by} ${sort.values.map(({ N, S }) => N ?? S)}`}`,
  )

describe('keys in WHERE', () => {
  it('name one item by equality, with the rest as a condition', () => {
    const found = namedKey(schema, condition("n = 1 AND (2 = sk AND pk = 'a') AND sk > 0"))
    expect(found?.key).to.deep.equal({ pk: { S: 'a' }, sk: { N: '2' } })
    expect(found?.rest).to.have.length(2)
    for (const text of [
      "pk = 'a'",
      "pk = 'a' AND sk IN [1]",
      "pk = 'a' AND sk = 1 OR n = 1",
      "NOT (pk = 'a') AND sk = 1",
    ])
      expect(namedKey(schema, condition(text)), text).to.equal(undefined)
    expect(namedKey(schema, undefined)).to.equal(undefined)
  })

  it('name an item once', () => {
    expect(namedKey(schema, condition("pk = 'a' AND sk = 1 AND sk = 1.0"))?.rest).to.deep.equal([])
    expect(messageOf(() => namedKey(schema, condition("pk = 'a' AND sk = 1 AND sk = 2")))).to.match(
      /^Multiple conditions on same key sk/,
    )
  })

  const cases: Record<string, string[] | undefined> = {
    "pk = 'a'": ['a all'],
    "pk = 'a' AND n = 1 AND sk > 1 AND sk < 3": ['a > 1'],
    "pk = 'a' AND 1 > sk": ['a < 1'],
    "pk = 'a' AND sk BETWEEN 1 AND 2": ['a BETWEEN 1,2'],
    "pk = 'a' AND sk > 0 AND sk = 2": ['a = 2'],
    "pk IN ['a', 'b', 'a'] AND sk IN [1, 2]": ['a = 1', 'a = 2', 'b = 1', 'b = 2'],
    "(pk = 'a' OR pk = 'b') AND n = 1": ['a all', 'b all'],
    "pk = 'a' AND sk = 1 OR pk = 'b'": ['a = 1', 'b all'],
    "pk = 'a' AND NOT sk = 1": ['a open'],
    "pk = 'a' AND sk <> 1": ['a open'],
    "pk = 'a' AND pk = 'b'": ['a all'],
    "pk = 'a' OR n = 1": undefined,
    "pk > 'a'": undefined,
    "NOT pk = 'a'": undefined,
    'sk = 1': undefined,
    "pk IN [n, 'a']": undefined,
    'pk = n': undefined,
  }
  for (const [text, wanted] of Object.entries(cases))
    it(`${wanted === undefined ? 'make a scan of' : 'make queries of'} ${text}`, () => {
      expect(queries(text)).to.deep.equal(wanted)
    })

  it('have the types of the table', () => {
    expect(messageOf(() => queries('pk = 5'))).to.equal(
      "Key attribute's data type should match its data type in table's schema: Key pk",
    )
    expect(messageOf(() => queries("pk = 'a' AND begins_with(sk, 'x')"))).to.match(/Key sk$/)
    requireType({ name: 'pk', type: 'S' }, { S: 'a' })
    for (const text of [
      'pk <> 5',
      "NOT sk > 'x'",
      "sk IN [1, 'x']",
      "sk BETWEEN 'a' AND 'b' OR n = 1",
      'begins_with(pk, s) OR pk > 1',
    ])
      expect(
        messageOf(() => checkKeyTypes(schema.all, condition(text))),
        text,
      ).to.match(/schema type$/)
    checkKeyTypes(schema.all, condition("pk <> 'a' AND n = 'x' AND attribute_type(sk, 'N') AND sk IN [1]"))
  })

  it('are looked for wherever they stand', () => {
    for (const text of ['NOT pk = s', 'n = 1 OR attribute_exists(pk)', 'pk IN [s]', "'a' = pk"])
      expect(mentions(condition(text), 'pk'), text).to.equal(true)
    expect(mentions(condition("a.pk = 1 AND s = 'pk'"), 'pk')).to.equal(false)
    expect(conjuncts(condition('a = 1 AND (b = 1 AND c = 1 OR d = 1)'))).to.have.length(2)
  })
})
