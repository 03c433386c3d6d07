import { type } from 'arktype'
import { expect } from 'chai'
import * as v from 'valibot'
import { z } from 'zod'
import { z as z3 } from 'zod/v3'
import { memberNames, memberSchema } from '../../../lib/entity/struct/schema-members.js'

describe('the schema of a member', () => {
  const text = z.string()
  const words = v.string()
  const found: readonly (readonly [string, object, string | number, object])[] = [
    ['a zod object', z.object({ a: text }), 'a', text],
    ['a strict one that is refined', z.strictObject({ a: text }).refine(() => true), 'a', text],
    [
      'one behind optional, nullable and a default',
      z.object({ a: text }).nullable().optional().default({ a: '' }),
      'a',
      text,
    ],
    ['one behind lazy', z.lazy(() => z.object({ a: text })), 'a', text],
    ['a zod record', z.record(z.string(), text), 'any', text],
    ['a zod Map', z.map(z.string(), text), 'any', text],
    ['a zod array', z.array(text), 7, text],
    ['a zod tuple', z.tuple([z.number(), text]), 1, text],
    ['the rest of a zod tuple', z.tuple([z.number()], text), 5, text],
    ['a zod Set', z.set(text), 0, text],
    ['a valibot object', v.object({ a: words }), 'a', words],
    [
      'one in a pipe of checks',
      v.pipe(
        v.object({ a: words }),
        v.check(() => true),
      ),
      'a',
      words,
    ],
    ['one behind optional and nullable', v.optional(v.nullable(v.object({ a: words }))), 'a', words],
    ['a valibot record', v.record(v.string(), words), 'any', words],
    ['a valibot array', v.array(words), 7, words],
    ['a valibot tuple', v.tuple([v.number(), words]), 1, words],
    ['the rest of a valibot tuple', v.tupleWithRest([v.number()], words), 5, words],
  ]
  for (const [title, schema, step, member] of found)
    it(`is found in ${title}`, () => expect(memberSchema(schema, step)).equal(member))

  it('is found in ArkType, also behind what may be absent or null', () => {
    const schema = type({ 'a?': { b: 'string' }, l: 'number[]' })
    const inner = memberSchema(schema, 'a') as object
    expect(String(Reflect.get(Object(memberSchema(inner, 'b')), 'expression'))).equal('string')
    expect(
      String(Reflect.get(Object(memberSchema(memberSchema(schema, 'l') as object, 0)), 'expression')),
    ).match(/number/)
  })

  const hidden: readonly (readonly [string, object, string | number])[] = [
    ['a name that a zod object does not have', z.object({ a: text }), 'b'],
    ['a name that every object inherits', z.object({ a: text }), 'toString'],
    ['a zod union', z.union([z.object({ a: text }), z.object({ b: text })]), 'a'],
    [
      'the input of a zod transformation',
      z.object({ a: text }).transform((value) => JSON.stringify(value)),
      'a',
    ],
    [
      'the input of a valibot transformation',
      v.pipe(
        v.object({ a: words }),
        v.transform((value) => JSON.stringify(value)),
      ),
      'a',
    ],
    [
      'the input of a valibot transformation behind optional',
      v.pipe(
        v.optional(v.object({ a: words })),
        v.transform((value) => JSON.stringify(value)),
      ),
      'a',
    ],
    ['a place beyond a tuple', z.tuple([text]), 1],
    ['a list, by name', z.array(text), 'a'],
    ['a name that ArkType does not have', type({ a: 'string' }), 'b'],
    [
      'an unknown validator',
      { '~standard': { version: 1, vendor: 'mine', validate: () => ({ value: 1 }) } },
      'a',
    ],
  ]
  for (const [title, schema, step] of hidden)
    it(`is not guessed: ${title}`, () => expect(memberSchema(schema, step)).equal(undefined))
})

describe('the names of the members', () => {
  const text = z.string()
  const words = v.string()
  const closed: readonly (readonly [string, object])[] = [
    ['a zod object, which drops others', z.object({ a: text, b: text.optional() })],
    ['a strict one that is refined', z.strictObject({ a: text, b: text }).refine(() => true)],
    ['one behind optional, nullable and a default', z.object({ a: text, b: text }).nullable().optional()],
    ['one behind lazy', z.lazy(() => z.object({ a: text, b: text }).readonly())],
    ['one of zod 3', z3.object({ a: z3.string(), b: z3.string() }).strict().optional()],
    ['a valibot object', v.object({ a: words, b: v.optional(words) })],
    [
      'a strict one in a pipe of checks',
      v.pipe(
        v.strictObject({ a: words, b: words }),
        v.check(() => true),
      ),
    ],
    ['one behind optional and nullable', v.optional(v.nullable(v.object({ a: words, b: words })))],
    ['ArkType that rejects others', type({ '+': 'reject', a: 'string', 'b?': 'string' })],
    ['ArkType that drops others, or is null', type({ '+': 'delete', a: 'string', b: 'string' }).or('null')],
  ]
  for (const [title, schema] of closed)
    it(`are known of ${title}`, () => expect(memberNames(schema)).deep.equal(['a', 'b']))

  const open: readonly (readonly [string, object])[] = [
    ['a loose zod object', z.looseObject({ a: text })],
    ['one with a catchall', z.object({ a: text }).catchall(text)],
    ['a loose one of zod 3', z3.object({ a: z3.string() }).passthrough()],
    ['one with a catchall of zod 3', z3.object({ a: z3.string() }).catchall(z3.string())],
    ['a zod record', z.record(z.string(), text)],
    ['a zod array', z.array(text)],
    ['a zod union', z.union([z.object({ a: text }), z.object({ b: text })])],
    ['an intersection', z.intersection(z.object({ a: text }), z.object({ b: text }))],
    ['a zod transformation', z.object({ a: text }).transform((value) => ({ ...value, b: 1 }))],
    ['a loose valibot object', v.looseObject({ a: words })],
    ['one with a rest', v.objectWithRest({ a: words }, words)],
    [
      'a valibot transformation',
      v.pipe(
        v.object({ a: words }),
        v.transform((value) => ({ ...value, b: 1 })),
      ),
    ],
    [
      'one behind optional',
      v.pipe(
        v.optional(v.object({ a: words })),
        v.transform((value) => ({ ...value, b: 1 })),
      ),
    ],
    ['a pipe of two objects', v.pipe(v.object({ a: words }), v.looseObject({ a: words }))],
    ['ArkType, which keeps others', type({ a: 'string' })],
    ['ArkType with an index', type({ '+': 'reject', '[string]': 'string' })],
    ['an ArkType transformation', type({ '+': 'reject', a: 'string' }).pipe((value) => ({ ...value, b: 1 }))],
    ['an ArkType union', type({ '+': 'reject', a: 'string' }).or({ '+': 'reject', b: 'string' })],
    [
      'an unknown validator',
      {
        type: 'object',
        shape: {},
        '~standard': { version: 1, vendor: 'mine', validate: () => ({ value: 1 }) },
      },
    ],
  ]
  for (const [title, schema] of open)
    it(`are not known of ${title}`, () => expect(memberNames(schema)).equal(undefined))
})
