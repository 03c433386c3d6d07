// Structs with functions that return promises: refused by name, and no rejection is left unhandled.
import { expect } from 'chai'
import { Entity, EntityDefinitionError, InvalidItemError, ValidationError } from 'dyntastic'
import * as s from 'superstruct'
import { returnsPromise } from '../../../lib/util/quieted.js'
import { thrown } from '../../support/rejection.js'

const rejects = (async () => {
  throw new Error('boom')
}) as never
const words = 'a: a function of the struct returned a promise, and structs are checked synchronously'

const entityOf = (struct: unknown) =>
  new Entity({
    name: 'Thing',
    table: 'things',
    attributes: { id: s.string(), a: struct as s.Struct<string, null> },
    key: { partition: 'id' },
  })

describe('asynchronous functions of structs', () => {
  const unhandled: unknown[] = []
  const note = (reason: unknown): void => void unhandled.push(reason)
  before(() => process.on('unhandledRejection', note))
  after(() => process.off('unhandledRejection', note))
  afterEach(async () => {
    await new Promise((resolve) => setImmediate(resolve))
    expect(unhandled.splice(0)).deep.equal([])
  })

  const atDefinition = {
    define: s.define('own', rejects),
    dynamic: s.dynamic(rejects),
    lazy: s.lazy(rejects),
  }
  for (const [name, struct] of Object.entries(atDefinition))
    it(`${name}() is refused when the entity is defined, with its place`, () => {
      expect(thrown(() => entityOf(struct), EntityDefinitionError).message).contain(words)
      const inside = s.optional(s.array(struct as s.Struct<unknown>))
      expect(thrown(() => entityOf(inside), EntityDefinitionError).message).contain('returned a promise')
    })

  const refined = s.refine(s.string(), 'own', rejects)
  const atUse = {
    refine: refined,
    'refine of an object': s.refine(s.object({ b: s.string() }), 'own', rejects),
    'refine in a list': s.array(refined),
    'refine in a union': s.union([s.number(), refined]),
    'refine of an optional': s.optional(refined),
    'refine of a refined': s.refine(refined, 'other', () => true),
  }
  const values: Record<string, unknown> = { 'refine of an object': { b: 'x' }, 'refine in a list': ['x'] }
  for (const [name, struct] of Object.entries(atUse))
    it(`${name} is refused when a value is checked, and when one is read`, () => {
      const value = values[name] ?? 'x'
      const input = { id: '1', a: value } as never
      for (const _ of [1, 2])
        expect(thrown(() => entityOf(struct).parse(input), ValidationError).message).contain(
          'returned a promise',
        )
      const entity = entityOf(struct)
      for (const _ of [1, 2]) {
        expect(thrown(() => entity.parse(input), ValidationError).message).contain('returned a promise')
        const a = Array.isArray(value)
          ? { L: [{ S: 'x' }] }
          : typeof value === 'object'
            ? { M: { b: { S: 'x' } } }
            : { S: 'x' }
        expect(() => entity.decode({ id: { S: '1' }, a } as never)).throw(InvalidItemError)
      }
    })

  it('a coercer is refused, too', () => {
    const entity = entityOf(s.coerce(s.string(), s.number(), rejects))
    expect(thrown(() => entity.parse({ id: '1', a: 5 } as never), ValidationError).message).contain(
      'a Promise',
    )
  })

  it('leaves promises as they are', () => {
    const names = Reflect.ownKeys(Promise.prototype)
    entityOf(s.refine(s.string(), 'own', () => true)).parse({ id: '1', a: 'x' })
    expect(returnsPromise(() => returnsPromise(() => undefined))).equal(false)
    expect(() =>
      returnsPromise(() => {
        throw new Error('as it is')
      }),
    ).throw('as it is')
    expect(Reflect.ownKeys(Promise.prototype)).deep.equal(names)
  })
})
