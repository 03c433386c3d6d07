// Finding out what a struct is.
import { expect } from 'chai'
import {
  any,
  array,
  bigint,
  boolean,
  coerce,
  define,
  deprecated,
  lazy,
  nullable,
  number,
  object,
  optional,
  record,
  refine,
  Struct,
  size,
  string,
  union,
} from 'superstruct'
import { attribute } from '../../../lib/entity/struct/attribute.js'
import {
  accepts,
  childrenOf,
  coercesLike,
  coercesUnion,
  complaint,
  isUnrefined,
  isUnrefinedWithin,
  judgesLike,
  membersOf,
  refusingKinds,
} from '../../../lib/entity/struct/probe.js'
import type { AnyStruct } from '../../../lib/entity/struct/struct.js'

const erased = (struct: unknown): AnyStruct => struct as AnyStruct
const requested = (struct: unknown) => {
  const one = erased(struct)
  return { struct: one, optional: accepts(one, undefined), onNull: complaint(one, null) }
}
const members = union([string(), number()])

describe('probes', () => {
  it('builtin structs judge like themselves', () => {
    for (const make of [string, number, boolean, bigint])
      expect(judgesLike(requested((make as () => unknown)()), erased((make as () => unknown)()))).to.equal(
        true,
      )
    expect(judgesLike(requested(optional(string())), erased(string()))).to.equal(true)
    expect(judgesLike(requested(size(string(), 3)), erased(string()))).to.equal(true)
  })

  for (const [name, check] of [
    ['string', (value: unknown) => typeof value === 'string' && value !== 'x'],
    ['string', (value: unknown) => typeof value === 'string' || 'Expected a string, but received something'],
    ['bigint', (value: unknown) => typeof value === 'bigint' && value > 0n],
    ['boolean', (value: unknown) => value === true],
  ] as const)
    it(`a look-alike of ${name} does not`, () => {
      const reference = { string, bigint, boolean }[name]()
      expect(judgesLike(requested(define(name, check)), erased(reference))).to.equal(false)
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
    expect(isUnrefined(erased(attribute(string(), { name: 'x' })))).to.equal(true)
    expect(isUnrefined(erased(attribute(size(string(), 1), { name: 'x' })))).to.equal(false)
  })

  describe('within optional() and the like', () => {
    let calls = 0
    const counted = <T>(struct: Struct<T>) => refine(struct, 'counted', () => ++calls > 0)
    const plain = erased(string())
    const byHand = (validator: AnyStruct['validator'], refiner: (value: unknown) => boolean) =>
      erased(new Struct({ ...string(), validator, refiner } as never))
    const optionally: AnyStruct['validator'] = (value, context) =>
      value === undefined ? [] : plain.validator(value, context)

    for (const [what, struct] of [
      ['optional()', optional(string())],
      ['deprecated()', deprecated(string(), () => calls++)],
      ['optional(attribute())', optional(attribute(string(), { name: 'x' }))],
      ['attribute(optional())', attribute(optional(string()), { name: 'x' })],
    ] as const)
      it(`no refinement shows in ${what}`, () => {
        expect(isUnrefinedWithin(erased(struct), undefined)).to.equal(true)
      })

    it('no refinement shows in nullable()', () => {
      expect(isUnrefinedWithin(erased(nullable(string())), null)).to.equal(true)
    })

    for (const [what, struct] of [
      ['a refinement inside', optional(counted(string()))],
      ['a refinement outside', counted(optional(string()) as Struct<unknown>)],
      ['a refinement between two', optional(counted(optional(string()) as Struct<unknown>))],
      ['one around another', optional(nullable(string()))],
      ['a struct of the user’s own around', byHand(optional(string()).validator as never, () => true)],
      ['one made by hand', byHand(optionally, (value) => value === undefined || String(value).length < 99)],
    ] as const)
      it(`${what} is not taken for none, and no function of the user’s own is called`, () => {
        calls = 0
        expect(isUnrefinedWithin(erased(struct), undefined)).to.equal(false)
        expect(calls).to.equal(0)
      })

    it('nothing stays behind on what superstruct’s generators inherit', () => {
      const struct = optional(counted(string()))
      isUnrefinedWithin(erased(struct), undefined)
      const generator = erased(struct).refiner('a', { path: [], branch: ['a'], mask: false })
      expect(Reflect.ownKeys(Object.getPrototypeOf(generator))).to.deep.equal([])
      expect([...generator]).to.deep.equal([])
    })
  })
})
