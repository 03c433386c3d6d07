// Finding out what a struct is.
import { expect } from 'chai'
import {
  any,
  array,
  bigint,
  boolean,
  coerce,
  define,
  lazy,
  number,
  object,
  optional,
  record,
  refine,
  type Struct,
  size,
  string,
  union,
} from 'superstruct'
import {
  accepts,
  childrenOf,
  coercesLike,
  coercesUnion,
  complaint,
  isUnrefined,
  judgesLike,
  membersOf,
  refusingKinds,
} from '../../../lib/entity/codecs/probe.js'
import type { AnyStruct } from '../../../lib/entity/codecs/struct.js'

const erased = (struct: unknown): AnyStruct => struct as AnyStruct
const asked = (struct: unknown) => {
  const one = erased(struct)
  return { struct: one, optional: accepts(one, undefined), onNull: complaint(one, null) }
}
const members = union([string(), number()])

describe('probes', () => {
  it('builtin structs judge like themselves', () => {
    for (const make of [string, number, boolean, bigint])
      expect(judgesLike(asked((make as () => unknown)()), erased((make as () => unknown)()))).to.equal(true)
    expect(judgesLike(asked(optional(string())), erased(string()))).to.equal(true)
    expect(judgesLike(asked(size(string(), 3)), erased(string()))).to.equal(true)
  })

  for (const [name, check] of [
    ['string', (value: unknown) => typeof value === 'string' && value !== 'x'],
    ['string', (value: unknown) => typeof value === 'string' || 'Expected a string, but received something'],
    ['bigint', (value: unknown) => typeof value === 'bigint' && value > 0n],
    ['boolean', (value: unknown) => value === true],
  ] as const)
    it(`a look-alike of ${name} does not`, () => {
      const reference = { string, bigint, boolean }[name]()
      expect(judgesLike(asked(define(name, check)), erased(reference))).to.equal(false)
    })

  it('a validator that throws accepts nothing', () => {
    const thrower = erased(
      define('x', () => {
        throw new Error('no')
      }),
    )
    expect(accepts(thrower, 1)).to.equal(false)
    expect(refusingKinds(thrower, 1)).to.deep.equal([])
  })

  it('kinds show through lazy() and union()', () => {
    expect(refusingKinds(erased(lazy(() => string())), Symbol('x'))).to.deep.equal(['string'])
    expect(refusingKinds(erased(members), Symbol('x'))[0]).to.equal('union')
    expect(refusingKinds(erased(any()), Symbol('x'))).to.deep.equal([])
  })

  it('children show in entries', () => {
    expect(childrenOf(erased(array(string())), [0])[0]?.[2].type).to.equal('string')
    expect(
      childrenOf(erased(record(string(), number())), { a: 1 }).map(([, , child]) => child.type),
    ).to.deep.equal(['string', 'number'])
    expect(childrenOf(erased(string()), 'a')).to.deep.equal([])
  })

  it('the members of a union are heard, and nothing stays behind', () => {
    const before = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(string()), 'validate')
    expect(membersOf(erased(members)).map(({ type }) => type)).to.deep.equal(['string', 'number'])
    expect(membersOf(erased(optional(members))).map(({ type }) => type)).to.deep.equal(['string', 'number'])
    expect(membersOf(erased(string()))).to.deep.equal([])
    const thrower = coerce(string(), any(), () => {
      throw new Error('no')
    })
    expect(membersOf(erased(thrower))).to.deep.equal([])
    expect(Object.getOwnPropertyDescriptor(Object.getPrototypeOf(string()), 'validate')?.value).to.equal(
      before?.value,
    )
    expect(members.create('a')).to.equal('a')
  })

  it('coercers are known by their text, behind lazy() by what they do', () => {
    expect(coercesLike(string().coercer, erased(number()))).to.equal(true)
    expect(coercesLike(object({ a: string() }).coercer, erased(object({})))).to.equal(true)
    expect(coercesLike(coerce(string(), number(), String).coercer, erased(string()))).to.equal(false)
    expect(coercesUnion(erased(lazy(() => members as unknown as Struct<string>)))).to.equal(false)
    expect(
      coercesUnion(erased(lazy(() => coerce(members, boolean(), String) as unknown as Struct<string>))),
    ).to.equal(true)
  })

  it('a refinement shows', () => {
    expect(isUnrefined(erased(string()))).to.equal(true)
    expect(isUnrefined(erased(refine(string(), 'x', () => true)))).to.equal(false)
  })
})
