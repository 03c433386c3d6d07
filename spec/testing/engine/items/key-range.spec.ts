import { expect } from 'chai'
import fc from 'fast-check'
import type { KeyComparison } from '../../../../lib/testing/engine/expressions/key-condition.js'
import { isWithin, queryRange } from '../../../../lib/testing/engine/items/key-range.js'
import { tableEntryKey } from '../../../../lib/testing/engine/storage/entry-keys.js'
import { keySchema } from '../../../../lib/testing/engine/storage/table-schema.js'

const schema = keySchema([{ name: 'pk', type: 'S' }], [{ name: 'sk', type: 'S' }])
const partition: KeyComparison = { by: '=', values: [{ S: 'p' }] }
const word = fc.string({ unit: fc.constantFrom('\0', 'a', 'b', 'c'), minLength: 1, maxLength: 4 })
const holds: Record<KeyComparison['by'], (value: string, one: string, two: string) => boolean> = {
  '=': (value, one) => value === one,
  '<': (value, one) => value < one,
  '<=': (value, one) => value <= one,
  '>': (value, one) => value > one,
  '>=': (value, one) => value >= one,
  BETWEEN: (value, one, two) => value >= one && value <= two,
  begins_with: (value, one) => value.startsWith(one),
}

describe('key range', () => {
  for (const by of Object.keys(holds) as KeyComparison['by'][])
    it(`is what ${by} holds for`, () => {
      fc.assert(
        fc.property(word, word, word, (value, one, two) => {
          const values = by === 'BETWEEN' ? [{ S: one }, { S: two }] : [{ S: one }]
          const range = queryRange(
            schema,
            new Map([
              ['pk', partition],
              ['sk', { by, values }],
            ]),
          )
          const key = (pk: string) => tableEntryKey(schema, { pk: { S: pk }, sk: { S: value } })
          expect(isWithin(key('p'), range)).to.equal(holds[by](value, one, two))
          expect(isWithin(key('p2'), range)).to.equal(false)
        }),
        { seed: 3, numRuns: 500 },
      )
    })

  const refused: [string, [string, KeyComparison][], string][] = [
    ['no partition key', [['sk', partition]], 'Query condition missed key schema element: pk'],
    [
      'a range of partition keys',
      [['pk', { by: '>', values: [{ S: 'p' }] }]],
      'Query key condition not supported',
    ],
    [
      'another attribute',
      [
        ['pk', partition],
        ['x', partition],
      ],
      'Query condition missed key schema element: sk',
    ],
    [
      'three attributes',
      [
        ['pk', partition],
        ['sk', partition],
        ['x', partition],
      ],
      'Conditions can be of length 1 or 2 only',
    ],
    [
      'a value of another type',
      [['pk', { by: '=', values: [{ N: '1' }] }]],
      'One or more parameter values were invalid: Condition parameter type does not match schema type',
    ],
    [
      'an empty value',
      [['pk', { by: '=', values: [{ S: '' }] }]],
      'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk',
    ],
  ]
  for (const [title, conditions, message] of refused)
    it(`is refused for ${title}`, () =>
      expect(() => queryRange(schema, new Map(conditions))).to.throw(message))
})
