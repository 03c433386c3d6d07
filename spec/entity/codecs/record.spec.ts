// record() and map().
import { expect } from 'chai'
import {
  any,
  date,
  enums,
  instance,
  map,
  nullable,
  number,
  pattern,
  record,
  set,
  size,
  string,
} from 'superstruct'
import { codecOf, keeps, refusals, unreadable } from './crossing.js'

describe('record codec', () => {
  it('any names, typed values', () => {
    keeps(
      codecOf(record(string(), date())),
      { 'a.b': new Date(0) },
      { M: { 'a.b': { S: '1970-01-01T00:00:00.000Z' } } },
    )
    keeps(
      codecOf(record(string(), number())),
      { constructor: 1, toString: 2 },
      { M: { constructor: { N: '1' }, toString: { N: '2' } } },
    )
    keeps(codecOf(record(string(), number())), {}, { M: {} })
  })

  it('Maps with text keys are stored as M and come back as Maps', () => {
    keeps(codecOf(map(string(), number())), new Map([['a', 1]]), { M: { a: { N: '1' } } })
    keeps(codecOf(map()), new Map([['a', [1]]]), { M: { a: { L: [{ N: '1' }] } } })
    keeps(codecOf(instance(Map)), new Map([['a', 'b']]), { M: { a: { S: 'b' } } })
  })

  it('other keys are refused, at definition if the struct requires them', () => {
    const text = 'the keys of a Map that is stored must be strings'
    expect(refusals(codecOf(map()), new Map([[1, 'a']]))).to.deep.equal([`['(number)']: ${text}`])
    expect(refusals(codecOf(map(any(), any())), new Map([[true, 'a']]))).to.have.length(1)
    for (const key of [number(), date(), set(string())])
      expect(() => codecOf(map(key as never, string()))).to.throw(/the names in a stored map must be strings/)
    expect(() => codecOf(record(number() as never, string()))).to.throw(
      /the names in a stored map must be strings/,
    )
  })

  it('null is left out, or stored', () => {
    keeps(codecOf(record(string(), nullable(number()))), { a: null, b: 1 }, { M: { b: { N: '1' } } }, {
      b: 1,
    } as never)
    keeps(
      codecOf(record(string(), nullable(number())), { nulls: 'store' }),
      { a: null },
      { M: { a: { NULL: true } } },
    )
    keeps(codecOf(map(string(), nullable(number()))), new Map([['a', null]]), { M: {} }, new Map())
  })

  it('names that cannot be attribute names are refused, and survived', () => {
    const codec = codecOf(record(string(), number()))
    const input = JSON.parse('{"__proto__": 1, "": 2, "ok": 3}')
    expect(refusals(codec, input)).to.deep.equal([
      "__proto__: an attribute cannot be stored under the name '__proto__'",
      "['']: an attribute name cannot be empty",
    ])
    expect(refusals(codec, { 'a\ud800': 1 })).to.have.length(1)
    const stored = { M: JSON.parse('{"__proto__": {"N": "1"}}') }
    const value = codec.decode(stored, []) as object
    expect(Object.keys(value)).to.deep.equal(['__proto__'])
    expect(Object.getPrototypeOf(value)).to.equal(Object.prototype)
  })

  it('names are checked on write and on read', () => {
    const codec = codecOf(record(pattern(string(), /^[a-z]$/), number()))
    expect(refusals(codec, { A: 1 })).to.deep.equal([])
    expect(unreadable(codec, { M: { A: { N: '1' } } })).to.have.length(1)
    keeps(codecOf(record(enums(['a', 'b']), number())), { b: 1 }, { M: { b: { N: '1' } } })
  })

  it('all failures are found, at their names', () => {
    expect(refusals(codecOf(record(string(), number())), { a: Infinity, b: 1, 'c d': 1e200 })).to.have.length(
      2,
    )
    expect(
      unreadable(codecOf(record(string(), number())), { M: { a: { S: 'x' }, b: { S: 'y' } } }),
    ).to.have.length(2)
    expect(unreadable(codecOf(map(string(), number())), { L: [] })).to.deep.equal([
      'expected M (a map), but L is stored',
    ])
    expect(refusals(codecOf(record(string(), number())), new Map())[0]).to.match(/^a Map/)
    expect(refusals(codecOf(map(string(), number())), {})).to.deep.equal([])
  })

  it('refinements hold both ways', () => {
    expect(unreadable(codecOf(size(map(string(), number()), 1)), { M: {} })).to.have.length(1)
  })

  it('every name leads to the value struct', () => {
    expect(codecOf(record(string(), number())).at('any name')).to.deep.include({ name: 'any name' })
    expect(codecOf(map(string(), number())).at('x')?.codec.types).to.deep.equal(['N'])
    expect(codecOf(map(string(), number())).at(0)).to.equal(undefined)
  })

  it('a part is read', () => {
    expect(codecOf(record(string(), number())).decodePart({ M: { a: { N: '1' } } }, [])).to.deep.equal({
      a: 1,
    })
  })
})
