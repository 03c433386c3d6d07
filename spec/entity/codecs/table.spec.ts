// The table of codecs.
import { readdirSync } from 'node:fs'
import { expect } from 'chai'
import {
  any,
  array,
  bigint,
  boolean,
  date,
  enums,
  instance,
  integer,
  intersection,
  literal,
  map,
  number,
  object,
  record,
  set,
  string,
  tuple,
  type,
  union,
  unknown,
} from 'superstruct'
import { codecs } from '../../../lib/entity/codecs/table.js'
import { codecOf } from './crossing.js'

const served = codecs.flatMap(({ kinds }) => kinds)

describe('the table of codecs', () => {
  it('has one row a kind', () => {
    expect(new Set(served).size).to.equal(served.length)
  })

  it('serves every kind that superstruct offers', () => {
    const structs = [
      any(),
      array(),
      bigint(),
      boolean(),
      date(),
      enums(['a']),
      instance(Date),
      integer(),
      intersection([string(), string()]),
      literal('a'),
      map(),
      number(),
      object(),
      record(string(), string()),
      set(),
      string(),
      tuple([string()]),
      type({}),
      union([string(), number()]),
      unknown(),
    ]
    expect(served).to.include.members(structs.map((struct) => struct.type))
    for (const struct of structs) expect(codecOf(struct).types.length, struct.type).to.be.greaterThan(0)
  })

  it('each kind has its data types', () => {
    const types = Object.fromEntries(
      [
        string(),
        number(),
        integer(),
        bigint(),
        boolean(),
        date(),
        literal(5),
        array(string()),
        record(string(), string()),
      ].map((struct) => [struct.type, codecOf(struct).types.join()]),
    )
    expect(types).to.deep.equal({
      string: 'S',
      number: 'N',
      integer: 'N',
      bigint: 'N',
      boolean: 'BOOL',
      date: 'S',
      literal: 'N',
      array: 'L',
      record: 'M',
    })
  })

  it('every file of codecs has its spec', () => {
    const files = readdirSync(new URL('../../../lib/entity/codecs', import.meta.url))
    const specs = readdirSync(new URL('.', import.meta.url))
    expect(specs).to.include.members(files.map((file) => file.replace('.ts', '.spec.ts')))
  })
})
