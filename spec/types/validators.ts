// Compiled, never run: types of attributes that are schemas; each line with @ts-expect-error must be an error.
import { type } from 'arktype'
import {
  attribute,
  type CommandExecutor,
  Entity,
  type InputOf,
  type ItemOf,
  type KeyOf,
  Repository,
} from 'dyntastic'
import { integer, optional, string } from 'superstruct'
import * as v from 'valibot'
import { z } from 'zod'

/** Whether two types are the same. */
type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const same = <T extends true>(): T => true as T

const Member = new Entity({
  name: 'Member',
  table: 'members',
  attributes: {
    id: string(),
    email: z.string().email(),
    joined: attribute(z.coerce.date(), { as: 'epochSeconds' }),
    role: v.picklist(['a', 'b']),
    length: z.string().transform((text) => text.length),
    nick: v.optional(v.string()),
    filled: z.string().default('x'),
    given: attribute(z.string(), { default: 'y' }),
    none: z.string().nullable(),
    profile: type({ name: 'string', 'age?': 'number' }),
    age: optional(integer()),
  },
  key: { partition: 'id' },
})

same<
  Equal<
    ItemOf<typeof Member>,
    {
      id: string
      email: string
      joined: Date
      role: 'a' | 'b'
      length: number
      nick?: string
      filled: string
      given: string
      none: string | null
      profile: { name: string; age?: number }
      age?: number
    }
  >
>()
same<Equal<InputOf<typeof Member>['length'], string>>()
same<Equal<InputOf<typeof Member>['filled'], string | undefined>>()
same<Equal<KeyOf<typeof Member>, { id: string }>>()

declare const executor: CommandExecutor
const members = new Repository(Member, executor)
const input = {
  id: '1',
  email: 'a@b.co',
  joined: '2026-01-02',
  role: 'a',
  length: 'abc',
  none: null,
  profile: { name: 'n' },
} as const

members.save(input)
members.save({ ...input, filled: 'f', given: 'g', nick: undefined })
// @ts-expect-error the input of the transformation is a string
members.save({ ...input, length: 3 })
// @ts-expect-error not one of the literals
members.save({ ...input, role: 'c' })
// @ts-expect-error a schema that coerces takes anything, but something
members.save({ ...input, joined: undefined })

members.query().where('id').eq('1').where('profile.name').beginsWith('n').where('length').gt(2)
members.update('1').set('length', 3).set('profile.age', 4).set('role', 'b')
// @ts-expect-error the output of the transformation is a number
members.update('1').set('length', 'abc')
// @ts-expect-error no such path in the output
members.update('1').set('profile.nope', 4)

const Visit = new Entity({
  name: 'Visit',
  table: 'visits',
  attributes: {
    email: attribute(z.string(), { type: 'S' }),
    at: attribute(z.coerce.date(), { as: 'iso' }),
    owner: attribute(v.optional(v.string()), { type: 'S' }),
  },
  key: { partition: 'email', sort: 'at' },
  indexes: { byOwner: { partition: 'owner' } },
})
same<Equal<KeyOf<typeof Visit>, { email: string; at: Date }>>()

new Entity({
  name: 'Visit',
  table: 'visits',
  attributes: { email: z.string() },
  // @ts-expect-error in a key, a schema needs a type: attribute(z.string(), { type: 'S' })
  key: { partition: 'email' },
})
// @ts-expect-error text is not stored as a date
attribute(z.string(), { as: 'isoDay' })
// @ts-expect-error neither a struct nor a schema
attribute(5, {})
