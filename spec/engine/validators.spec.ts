// Attributes of zod, valibot and ArkType on an engine: one table of cases, and the verdict of each validator.
import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { type } from 'arktype'
import { expect } from 'chai'
import {
  attribute,
  CommandExecutor,
  Entity,
  InvalidItemError,
  InvalidKeyError,
  Repository,
  type StandardSchema,
  ValidationError,
} from 'dyntastic'
import { optional, string } from 'superstruct'
import * as v from 'valibot'
import { z } from 'zod'
import { withEngine } from '../support/engine.js'
import { rejection } from '../support/rejection.js'

const engine = withEngine()

interface Case {
  readonly schema: StandardSchema
  /** Inputs, and what is read back of them. */
  readonly reads: readonly (readonly [input: unknown, output: unknown])[]
  readonly rejects: readonly unknown[]
}

const email = { reads: [['a@b.co', 'a@b.co']], rejects: ['nope', 5, null, undefined] } as const
const whole = {
  reads: [
    ['abc', 3],
    ['', 0],
  ],
  rejects: [5, null, undefined],
} as const
const filled = {
  reads: [
    [undefined, 'x'],
    ['y', 'y'],
  ],
  rejects: [5, null],
} as const
const left = {
  reads: [
    [undefined, undefined],
    ['y', 'y'],
  ],
  rejects: [5, null],
} as const
const nulled = {
  reads: [
    [null, null],
    ['y', 'y'],
  ],
  rejects: [5, undefined],
} as const
const either = {
  reads: [
    ['y', 'y'],
    [5, 5],
  ],
  rejects: [true, null, undefined],
} as const
const nested = {
  reads: [
    [
      { name: 'n', tags: ['a', null] },
      { name: 'n', tags: ['a', null] },
    ],
    [
      { name: 'n', tags: [], deep: { n: 1.5 } },
      { name: 'n', tags: [], deep: { n: 1.5 } },
    ],
  ],
  rejects: [{ name: 5, tags: [] }, { name: 'n' }, [], 'n', { name: 'n', tags: [5] }],
} as const
const listed = { reads: [['a', 'a']], rejects: ['c', '', null] } as const

const cases: Readonly<Record<string, Readonly<Record<'zod' | 'valibot' | 'arktype', Case>>>> = {
  'a checked string': {
    zod: { schema: z.string().email(), ...email },
    valibot: { schema: v.pipe(v.string(), v.email()), ...email },
    arktype: { schema: type('string.email'), ...email },
  },
  'a transformation to another type': {
    zod: { schema: z.string().transform((text) => text.length), ...whole },
    valibot: {
      schema: v.pipe(
        v.string(),
        v.transform((text) => text.length),
      ),
      ...whole,
    },
    arktype: { schema: type('string').pipe((text) => text.length), ...whole },
  },
  'a transformation within one type': {
    zod: { schema: z.string().trim().toLowerCase(), reads: [[' AB ', 'ab']], rejects: [5] },
    valibot: { schema: v.pipe(v.string(), v.trim(), v.toLowerCase()), reads: [[' AB ', 'ab']], rejects: [5] },
    arktype: {
      schema: type('string.trim').pipe(type('string.lower')),
      reads: [[' AB ', 'ab']],
      rejects: [5],
    },
  },
  // Its output is a valid input, with another output.
  'a transformation that is not repeatable': {
    zod: { schema: z.number().transform((n) => n + 1), reads: [[1, 2]], rejects: ['1'] },
    valibot: {
      schema: v.pipe(
        v.number(),
        v.transform((n) => n + 1),
      ),
      reads: [[1, 2]],
      rejects: ['1'],
    },
    arktype: { schema: type('number').pipe((n) => n + 1), reads: [[1, 2]], rejects: ['1'] },
  },
  'a default': {
    zod: { schema: z.string().default('x'), ...filled },
    valibot: { schema: v.optional(v.string(), 'x'), ...filled },
    arktype: { schema: type('string | undefined').pipe((text) => text ?? 'x'), ...filled },
  },
  'an optional value': {
    zod: { schema: z.string().optional(), ...left },
    valibot: { schema: v.optional(v.string()), ...left },
    arktype: { schema: type('string | undefined'), ...left },
  },
  'a nullable value': {
    zod: { schema: z.string().nullable(), ...nulled },
    valibot: { schema: v.nullable(v.string()), ...nulled },
    arktype: { schema: type('string | null'), ...nulled },
  },
  'a union': {
    zod: { schema: z.union([z.string(), z.number()]), ...either },
    valibot: { schema: v.union([v.string(), v.number()]), ...either },
    arktype: { schema: type('string | number'), ...either },
  },
  literals: {
    zod: { schema: z.enum(['a', 'b']), ...listed },
    valibot: { schema: v.picklist(['a', 'b']), ...listed },
    arktype: { schema: type("'a' | 'b'"), ...listed },
  },
  'a nested object': {
    zod: {
      schema: z.object({
        name: z.string(),
        tags: z.array(z.string().nullable()),
        deep: z.object({ n: z.number() }).optional(),
      }),
      ...nested,
    },
    valibot: {
      schema: v.object({
        name: v.string(),
        tags: v.array(v.nullable(v.string())),
        deep: v.optional(v.object({ n: v.number() })),
      }),
      ...nested,
    },
    arktype: {
      schema: type({ name: 'string', tags: '(string | null)[]', 'deep?': { n: 'number' } }),
      ...nested,
    },
  },
}

describe('attributes of other validators', () => {
  for (const [words, validators] of Object.entries(cases))
    for (const [name, { schema, reads, rejects }] of Object.entries(validators))
      it(`${name}: ${words} is stored and read as the validator returns it, and rejected as it says`, async () => {
        const Thing = new Entity({
          name: 'Thing',
          table: engine.name('things'),
          attributes: { id: string(), value: schema },
          key: { partition: 'id' },
        })
        const things = new Repository(Thing, new CommandExecutor({ client: engine.client, scans: 'allow' }))
        for (const [at, [input, output]] of reads.entries()) {
          const saved = await things.save({ id: `${at}`, value: input as string })
          const expected = output === undefined ? { id: `${at}` } : { id: `${at}`, value: output }
          expect({ ...saved }, 'as save resolves to it').deep.equal(expected)
          expect({ ...(await things.getOrThrow(`${at}`)) }, 'as it is read').deep.equal(expected)
          expect((await things.query().where('id').eq(`${at}`)).map((each) => ({ ...each }))).deep.equal([
            expected,
          ])
        }
        for (const input of rejects) {
          const error = await rejection(things.save({ id: 'x', value: input as string }), ValidationError)
          expect(error, JSON.stringify(input)).property('code', 'VALIDATION')
          const theirs = await schema['~standard'].validate(input)
          const messages = theirs.issues?.map(({ message }) => message) ?? []
          // Values are left out of messages, so only the beginning of one is compared.
          expect(error.message).include(messages[0]?.split(/ (?:received|was|\()/i)[0])
        }
        expect(await things.get('x')).equal(undefined)
      })

  interface Stored {
    readonly email: StandardSchema<string>
    readonly length: StandardSchema<string, number>
  }
  const stored: Readonly<Record<string, Stored>> = {
    zod: { email: z.string().email(), length: z.string().transform((text) => text.length) },
    valibot: {
      email: v.pipe(v.string(), v.email()),
      length: v.pipe(
        v.string(),
        v.transform((text) => text.length),
      ),
    },
    arktype: { email: type('string.email'), length: type('string').pipe((text) => text.length) },
  }

  for (const [name, { email: address, length }] of Object.entries(stored)) {
    function opened() {
      const TableName = engine.name('stored')
      const Thing = new Entity({
        name: 'Thing',
        table: TableName,
        attributes: {
          id: attribute(address, { type: 'S' }),
          address: attribute(address, { name: 'a' }),
          length: attribute(length, { reads: 'trust' }),
          nick: optional(attribute(address, {})),
        },
        key: { partition: 'id' },
      })
      return {
        TableName,
        Thing,
        things: new Repository(Thing, new CommandExecutor({ client: engine.client, scans: 'allow' })),
      }
    }
    const first = { id: 'k@b.co', address: 'a@b.co', length: 'abc' }

    it(`${name}: conditions, keys and updates take what is read, and the schema checks it`, async () => {
      const { things } = opened()
      await things.save(first)
      await things.update('k@b.co').set('address', 'c@d.co').set('length', 7).if('length').eq(3)
      expect({ ...(await things.getOrThrow('k@b.co')) }).deep.equal({
        id: 'k@b.co',
        address: 'c@d.co',
        length: 7,
      })
      expect(await things.scan().where('length').gt(6).count()).equal(1)
      expect(await things.scan().where('address').eq('a@b.co').count()).equal(0)
      expect(
        await rejection(
          Promise.resolve().then(() => things.update('k@b.co').set('address', 'nope')),
          ValidationError,
        ),
      ).property('code', 'VALIDATION')
      expect(await rejection(things.get('nope'), InvalidKeyError)).property('code', 'INVALID_KEY')
      await things.update('n@b.co').set('address', 'c@d.co').upsert({ address: 'x@y.co', length: 'four' })
      expect((await things.getOrThrow('n@b.co')).length).equal(4)
      await things.update('n@b.co').add('length', 2)
      expect((await things.getOrThrow('n@b.co')).length).equal(6)
    })

    it(`${name}: what another program stored is read, and rejected where the schema rejects it`, async () => {
      const { TableName, Thing, things } = opened()
      await things.save(first)
      const { Item } = await engine.client.send(
        new GetItemCommand({ TableName, Key: { id: { S: 'k@b.co' } } }),
      )
      expect(Item).deep.equal({ id: { S: 'k@b.co' }, a: { S: 'a@b.co' }, length: { N: '3' } })
      expect({ ...Thing.decode(Item ?? {}) }).deep.equal({ ...first, length: 3 })
      await engine.client.send(
        new PutItemCommand({ TableName, Item: { ...Item, id: { S: 'm@b.co' }, a: { S: 'nope' } } }),
      )
      const error = await rejection(things.get('m@b.co'), InvalidItemError)
      expect(error).property('code', 'INVALID_ITEM')
      expect(error.message).include('address')
    })
  }
})
