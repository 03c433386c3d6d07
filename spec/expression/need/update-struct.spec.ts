import { expect } from 'chai'
import {
  dynamic,
  intersection,
  lazy,
  map,
  number,
  object,
  record,
  string,
  tuple,
  type,
  union,
} from 'superstruct'
import type { AnyStruct } from '../../../lib/entity/struct/struct.js'
import { hasMembers, memberStruct, structAt } from '../../../lib/expression/need/update-struct.js'
import type { PathSteps } from '../../../lib/expression/path/path.js'
import { root } from '../sample-updates.js'

// superstruct's types say more of a struct than its readers here ask for.
const plain = (struct: unknown): AnyStruct => struct as AnyStruct

describe('structs at paths', () => {
  const cases: [PathSteps, string | undefined][] = [
    [['total'], 'number'],
    [['address'], 'object'],
    [['address', 'city'], 'string'],
    [['address', 'geo', 'lat'], 'number'],
    [['lines'], 'array'],
    [['lines', 7], 'object'],
    [['lines', 7, 'sku'], 'string'],
    [['pair', 0], 'string'],
    [['pair', 1], 'number'],
    [['counts', 'any'], 'number'],
    [['people', 'x', 'name'], 'string'],
    [['tree', 'children', 0, 'children', 1, 'name'], 'string'],
    [['a.b'], 'string'],
    [['bogus'], undefined],
    [['extra', 'x'], undefined],
    [['shape', 'radius'], undefined],
    [['total', 'x', 'y'], undefined],
  ]
  for (const [steps, kind] of cases)
    it(`${steps.join('.')} is ${kind ?? 'not known'}`, () => {
      expect(structAt(root.schema, steps)?.type).equal(kind)
    })

  it('are found in intersections and Maps, and not in what depends on the value', () => {
    const both = plain(intersection([type({ a: string() }), type({ b: number() })]))
    expect(memberStruct(both, 'b')?.type).equal('number')
    expect(memberStruct(plain(map(string(), number())), 'x')?.type).equal('number')
    expect(memberStruct(plain(dynamic(() => object({ a: string() }))), 'a')).equal(undefined)
    expect(memberStruct(plain(tuple([string()])), 1)?.type).equal('string')
    expect(memberStruct(plain(record(string(), number())), '__proto__')?.type).equal('number')
  })

  it('have members to enter if they are objects', () => {
    const has: [unknown, boolean][] = [
      [object({ a: string() }), true],
      [type({ a: string() }), true],
      [record(string(), number()), true],
      [lazy(() => object({ a: string() })), true],
      [intersection([type({ a: string() }), type({ b: number() })]), true],
      [structAt(root.schema, ['secret']), false],
      [union([object({ a: string() }), object({ b: string() })]), false],
      [map(string(), number()), false],
      [object(), false],
      [dynamic(() => object({ a: string() })), false],
      [string(), false],
    ]
    for (const [struct, expected] of has)
      expect(hasMembers(plain(struct)), plain(struct).type).equal(expected)
  })
})
