import { expect } from 'chai'
import { string } from 'superstruct'
import { z } from 'zod'
import { parseOperand } from '../../../lib/entity/codec/trail.js'
import { compileCodec } from '../../../lib/entity/compile/compile-codec.js'
import { attribute } from '../../../lib/entity/struct/attribute.js'

const options = { nulls: 'omit', unknown: 'drop' } as const

describe('parseOperand', () => {
  it('parses a value of a struct', () => {
    expect(parseOperand(compileCodec(string(), options), 'a', [])).equal('a')
  })

  it('takes the output of a schema that transforms, which the schema itself rejects', () => {
    const length = attribute(
      z.string().transform((text) => text.length),
      {},
    )
    expect(parseOperand(compileCodec(length, options), 3, [])).equal(3)
    expect(compileCodec(length, options).parse('abc', [])).equal(3)
  })

  it('takes what reads return, also if the schema would change it', () => {
    const next = attribute(
      z.number().transform((value) => value + 1),
      {},
    )
    expect(parseOperand(compileCodec(next, options), 1, [])).equal(1)
    const lower = attribute(z.string().toLowerCase(), {})
    expect(parseOperand(compileCodec(lower, options), 'AB', [])).equal('ab')
  })
})
