// attribute(): a struct that says how it is stored, and stays a struct.
import { expect } from 'chai'
import {
  array,
  assert,
  create,
  defaulted,
  is,
  lazy,
  mask,
  nullable,
  number,
  object,
  optional,
  refine,
  string,
  trimmed,
} from 'superstruct'
import {
  attribute,
  attributeCoercer,
  attributeOptions,
  defaultOf,
  hasDefault,
  innerOptions,
  optionsOf,
} from '../../../lib/entity/struct/attribute.js'
import { EntityDefinitionError } from '../../../lib/errors/entity-definition-error.js'
import { thrown } from '../../support/rejection.js'

describe('attribute', () => {
  it('the result is a struct, for superstruct’s own functions', () => {
    const struct = object({
      id: attribute(string(), { name: 'id/alias' }),
      tags: attribute(array(string()), { default: () => [] }),
      age: optional(attribute(number(), { as: 'number' })),
    })
    expect(create({ id: 'a' }, struct)).to.deep.equal({ id: 'a', tags: [] })
    expect(is({ id: 'a', tags: ['x'] }, struct)).to.equal(true)
    expect(is({ id: 5, tags: [] }, struct)).to.equal(false)
    expect(is({ id: 'a', tags: [5] }, struct)).to.equal(false)
    expect(mask({ id: 'a', tags: [], other: 1 }, struct)).to.deep.equal({ id: 'a', tags: [] })
    expect(() => assert({ id: 'a', tags: [], age: 'x' }, struct)).to.throw(/age/)
  })

  it('the struct that it is made from is left as it was', () => {
    const plain = string()
    const marked = attribute(plain, { name: 'x', default: 'd' })
    expect(marked).to.not.equal(plain)
    expect(optionsOf(plain)).to.deep.equal({})
    expect(() => create(undefined, plain)).to.throw()
    expect(create(undefined, marked)).to.equal('d')
  })

  const alias = () => attribute(string(), { name: 'alias' })
  for (const [what, struct] of [
    ['itself', alias()],
    ['optional()', optional(alias())],
    ['nullable()', nullable(alias())],
    ['refine()', refine(alias(), 'never empty', (value) => value !== '')],
    ['trimmed()', trimmed(alias())],
    ['defaulted()', defaulted(alias(), 'x')],
  ] as const)
    it(`its options are found on ${what}`, () => {
      expect(optionsOf(struct)).to.deep.equal({ name: 'alias' })
    })

  it('options are on the struct as a property too, frozen', () => {
    const marked = attribute(string(), { name: 'alias', immutable: true })
    expect(marked[attributeOptions]).to.deep.equal({ name: 'alias', immutable: true })
    expect(optionsOf(marked)).to.be.frozen
    expect(optionsOf(string())).to.deep.equal({}).and.frozen
  })

  it('an attribute of an attribute has the options of both, the outer ones first', () => {
    const inner = attribute(string(), { name: 'inner', immutable: true })
    expect(optionsOf(attribute(inner, { name: 'outer' }))).to.deep.equal({ name: 'outer', immutable: true })
  })

  it('options behind lazy() keep their mark, and leave ordinary entries alone', () => {
    const marked = attribute(object({ a: string() }), { name: 'alias' })
    const behind = lazy(() => marked as never)
    expect(optionsOf(behind)).to.deep.equal({})
    expect(innerOptions(behind as never)).to.deep.equal({ name: 'alias' })
    expect(innerOptions(lazy(() => string()) as never)).to.deep.equal({})
    const context = { path: [], branch: [], mask: false }
    expect([...marked.entries({ a: 'x' }, context)].map(([key, value]) => [key, value])).to.deep.equal([
      ['a', 'x'],
    ])
  })

  const encode = (value: string) => value.length
  const decode = (stored: unknown) => 'x'.repeat(Number(stored))
  for (const options of [{ encode }, { decode }])
    it(`refuses ${Object.keys(options)[0]} alone`, () => {
      const error = thrown(() => attribute(string(), options as object), EntityDefinitionError)
      expect(error.message).to.match(/both encode and decode/)
    })

  it('takes encode and decode together', () => {
    expect(optionsOf(attribute(string(), { encode, decode }))).to.deep.equal({ encode, decode })
  })

  for (const name of ['', '__proto__'])
    it(`refuses the stored name '${name}'`, () => {
      const error = thrown(() => attribute(string(), { name }), EntityDefinitionError)
      expect(error.message).to.contain(`neither empty nor '__proto__', but is '${name}'`)
    })

  for (const name of ['constructor', 'toString', 'a.b', ' '])
    it(`takes the stored name '${name}'`, () => {
      expect(optionsOf(attribute(string(), { name })).name).to.equal(name)
    })
})

describe('the default of an attribute', () => {
  it('fills in undefined only', () => {
    const struct = object({ a: attribute(nullable(number()), { default: 0 }) })
    expect(create({}, struct)).to.deep.equal({ a: 0 })
    expect(create({ a: null }, struct)).to.deep.equal({ a: null })
    expect(create({ a: 5 }, struct)).to.deep.equal({ a: 5 })
  })

  it('a function makes one for each value', () => {
    const options = optionsOf(attribute(array(string()), { default: () => [] }))
    expect(hasDefault(options)).to.equal(true)
    expect(defaultOf(options)).to.deep.equal([])
    expect(defaultOf(options)).to.not.equal(defaultOf(options))
  })

  for (const value of [0, '', false, null])
    it(`${JSON.stringify(value)} is a default`, () => {
      expect(hasDefault({ default: value })).to.equal(true)
      expect(defaultOf({ default: value })).to.equal(value)
    })

  it('undefined is not one', () => {
    expect(hasDefault({ default: undefined })).to.equal(false)
    expect(hasDefault({})).to.equal(false)
    expect(defaultOf({})).to.equal(undefined)
  })

  it('the coercer without the default is remembered, at each level', () => {
    const plain = trimmed(string())
    const once = attribute(plain, { default: 'x' })
    expect(once.coercer).to.not.equal(plain.coercer)
    expect(attributeCoercer(once)).to.equal(plain.coercer)
    expect(attributeCoercer(attribute(once, { default: 'y' }))).to.equal(plain.coercer)
    expect(attributeCoercer(attribute(plain, { name: 'n' }))).to.equal(plain.coercer)
    expect(create(' a ', once)).to.equal('a')
    expect(create(undefined, attribute(once, { default: 'y' }))).to.equal('y')
  })
})
