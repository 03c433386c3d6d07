import { type } from 'arktype'
import { expect } from 'chai'
import * as v from 'valibot'
import { z } from 'zod'
import { transforms } from '../../../lib/entity/struct/transforms.js'

const toNumber = z.string().transform(Number)
const numeric = v.pipe(v.string(), v.transform(Number))

const plain: Readonly<Record<string, object>> = {
  'zod string': z.string().email(),
  'zod coercion': z.coerce.date(),
  'zod default': z.string().default('x'),
  'zod trim, which its output passes unchanged': z.string().trim(),
  'zod object': z.object({ transform: z.string(), list: z.array(z.tuple([z.number(), z.null()])) }),
  'zod lazy': z.lazy(() => z.string()),
  'valibot check': v.pipe(v.string(), v.email()),
  'valibot object': v.object({ transformation: v.optional(v.string()), list: v.array(v.number()) }),
  'valibot lazy that needs its input': v.lazy((input) => (Object(input).a.b ? v.string() : v.number())),
  'arktype object': type({ a: 'string', 'b?': 'number[]' }),
  'an unknown validator': { '~standard': { version: 1, vendor: 'mine', validate: () => ({ value: 1 }) } },
}

const transforming: Readonly<Record<string, object>> = {
  'zod transform': toNumber,
  'zod preprocess': z.preprocess(String, z.string()),
  'zod codec': z.codec(z.string(), z.number(), { decode: Number, encode: String }),
  'zod optional': toNumber.optional(),
  'zod object': z.object({ list: z.array(z.object({ deep: toNumber })) }),
  'zod union': z.union([z.number(), toNumber]),
  'zod discriminated union': z.discriminatedUnion('k', [z.object({ k: z.literal('a'), n: toNumber })]),
  'zod intersection': z.object({}).and(z.object({ n: toNumber })),
  'zod tuple': z.tuple([toNumber]),
  'zod record': z.record(z.string(), toNumber),
  'zod map': z.map(z.string(), toNumber),
  'zod set': z.set(toNumber),
  'zod lazy': z.lazy(() => toNumber),
  'valibot transform': numeric,
  'valibot object': v.object({ list: v.optional(v.array(numeric)) }),
  'valibot variant': v.variant('k', [v.object({ k: v.literal('a'), n: numeric })]),
  'valibot record': v.record(v.string(), numeric),
  'valibot map': v.map(v.string(), numeric),
  'valibot tuple': v.tuple([numeric]),
  'valibot intersect': v.intersect([numeric]),
  'valibot lazy': v.lazy(() => numeric),
  'arktype morph': type('string.numeric.parse'),
  'arktype object': type({ deep: { n: 'string.numeric.parse' } }),
  'arktype default': type({ a: "string = 'x'" }),
}

describe('transforms', () => {
  for (const [name, schema] of Object.entries(plain))
    it(`finds no transformation in: ${name}`, () => {
      expect(transforms(schema)).equal(false)
    })

  for (const [name, schema] of Object.entries(transforming))
    it(`finds the transformation in: ${name}`, () => {
      expect(transforms(schema)).equal(true)
    })

  it('ends in a description that contains itself, and passes what cannot be read', () => {
    const schema: Record<string, unknown> = {
      get shape() {
        throw new Error('not today')
      },
    }
    schema['def'] = schema
    expect(transforms(schema)).equal(false)
  })
})
