// Structs with functions that return promises: refused by name, and no rejection is left unhandled.
import { expect } from 'chai'
import {
  CommandExecutor,
  Entity,
  EntityDefinitionError,
  InvalidItemError,
  Repository,
  ValidationError,
} from 'dyntastic'
import * as s from 'superstruct'
import type { StoredItem } from '../../../lib/entity/struct/attribute-value.js'
import { returnsPromise } from '../../../lib/util/quieted.js'
import { thrown } from '../../support/rejection.js'

const rejects = (async () => {
  throw new Error('boom')
}) as never
const words = 'a: a function of the struct returned a promise, and structs are checked synchronously'

/** How often a call defines a property of all promises, which makes V8 compile the code that uses them again. */
function definedOnPromises(call: () => void): number {
  const { defineProperty } = Reflect
  let count = 0
  Reflect.defineProperty = (target, ...rest) => {
    if (target === Promise.prototype) count++
    return defineProperty(target, ...rest)
  }
  try {
    call()
  } finally {
    Reflect.defineProperty = defineProperty
  }
  return count
}

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

  it('is found at the first value, also if undefined and null came before it', () => {
    const entity = entityOf(s.optional(s.nullable(refined)))
    const id = { S: '1' }
    for (const _ of [1, 2]) {
      entity.decode({ id, a: { NULL: true } })
      entity.decode({ id })
      entity.parse({ id: '1', a: null } as never)
      entity.parse({ id: '1' } as never)
    }
    expect(thrown(() => entity.parse({ id: '1', a: 'x' } as never), ValidationError).message).contain(words)
    expect(thrown(() => entity.decode({ id, a: { S: 'x' } }), InvalidItemError).message).contain(words)
  })

  const small = s.refine(s.string(), 'small', (text) => text.length < 5)
  const optionals = {
    'an optional string': s.optional(s.string()),
    'an optional boolean': s.optional(s.boolean()),
    'an optional refined string': s.optional(small),
    'a nullable union': s.nullable(s.optional(s.union([s.string(), s.number()]))),
    'a string with a default': s.defaulted(s.string(), () => 'x'),
    'a coerced string': s.optional(s.coerce(s.string(), s.number(), String)),
  }
  for (const [name, struct] of Object.entries(optionals))
    it(`no promise is looked for again in ${name} that is always absent`, () => {
      const entity = entityOf(struct)
      const use = (): void => {
        entity.parse({ id: '1' } as never)
        entity.decode({ id: { S: '1' } })
        if (name.startsWith('a nullable')) {
          entity.parse({ id: '1', a: null } as never)
          entity.decode({ id: { S: '1' }, a: { NULL: true } })
        }
        new Repository(entity, new CommandExecutor()).update({ id: '1' } as never).remove('a' as never)
      }
      use()
      expect(definedOnPromises(use)).equal(0)
    })

  const few = s.size(s.string(), 1, 3)
  const unions: Record<string, readonly [struct: unknown, value: unknown]> = {
    'a refined string': [s.union([few, s.string()]), 'longer'],
    'an optional refined string': [s.optional(s.union([few, s.string()])), 'longer'],
    'a list of refined strings': [s.union([s.array(few), s.array(s.string())]), ['longer']],
    'an object with a refined part': [
      s.union([s.object({ b: few }), s.object({ b: s.string() })]),
      { b: 'longer' },
    ],
  }
  for (const [name, [struct, a]] of Object.entries(unions))
    it(`nor in a union, for a value that another member than ${name} accepts`, () => {
      const entity = entityOf(struct)
      const stored = entity.codec.encode(entity.codec.parse({ id: '1', a }, [])) as { M: StoredItem }
      const use = (): void => {
        entity.parse({ id: '1', a })
        entity.decode(stored.M)
      }
      use()
      expect(definedOnPromises(use)).equal(0)
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
