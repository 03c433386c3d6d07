import { expect } from 'chai'
import { z } from 'zod'
import { compileCodec } from '../../../lib/entity/compile/compile-codec.js'
import { attribute } from '../../../lib/entity/struct/attribute.js'
import { type StorageForm, storageForms } from '../../../lib/entity/struct/storage-form.js'

const options = { nulls: 'omit', unknown: 'drop' } as const

describe('the storage forms of schemas', () => {
  const at = new Date(Date.UTC(2026, 0, 2))
  const samples: readonly unknown[] = [
    at,
    '1.5',
    5,
    7n,
    '192.0.2.1',
    '192.0.2.0/24',
    '2001:db8::1',
    '2001:db8::/32',
  ]

  for (const as of Object.keys(storageForms) as StorageForm[])
    it(`include '${as}', which stores and reads back what structs store in it`, () => {
      const codec = compileCodec(attribute(z.any(), { as }), options)
      const stored = samples.flatMap((sample) => {
        const found: never[] = []
        const parsed = codec.parse(sample, found)
        const made = found.length === 0 ? codec.encode(parsed) : undefined
        return made === undefined ? [] : [[parsed, codec.decode(made, [])] as const]
      })
      expect(stored.length, 'values that fit').above(0)
      for (const [parsed, back] of stored) expect(back).deep.equal(parsed)
    })

  it('are by the value if there is none', () => {
    const codec = compileCodec(attribute(z.any(), {}), options)
    const tags = [at, 'a', 5, 10n ** 30n, true, [1], { a: 1 }, new Map([['k', 1]]), new Set(['a'])].map(
      (value) => Object.keys(codec.encode(value) ?? {}).join(),
    )
    expect(tags).deep.equal(['S', 'S', 'N', 'N', 'BOOL', 'L', 'M', 'M', 'SS'])
  })
})
