// One stored attribute of a key, by a template or by a function: printed and read alike.
import { expect } from 'chai'
import { integer, string } from 'superstruct'
import { defineComputed } from '../../../lib/entity/key/computed.js'
import { printMade, readMade } from '../../../lib/entity/key/made-part.js'
import { compileTemplate } from '../../../lib/entity/key/template/compile-template.js'
import { contextOf } from '../compiled-attributes.js'

const context = contextOf({ id: string(), n: integer() })
const options = { place: 'key.sort', type: 'S', most: 1024 } as const
const template = compileTemplate(context, 'X#{id}#{n:3}', { ...options, separators: 'escape' })
const computed = defineComputed(
  context,
  {
    attributes: ['id', 'n'],
    encode: ({ id, n }) => `${n as number}/${id as string}`,
    decode: (key) => ({ id: String(key).split('/')[1], n: Number(String(key).split('/')[0]) }),
  },
  options,
)

for (const [what, part, text] of [
  ['a template', template, 'X#a#007'],
  ['a function', computed, '7/a'],
] as const)
  describe(`a key attribute made by ${what}`, () => {
    it('is printed from the stored attributes', () => {
      expect(printMade(part, { id: { S: 'a' }, n: { N: '7' } })).deep.equal({ S: text })
      expect(printMade(part, { id: { S: 'a' } })).equal(undefined)
    })

    it('is read back', () => {
      expect(readMade(part, { S: text })).deep.equal({ id: 'a', n: 7 })
      expect(readMade(part, { S: 'nothing of the kind' })).equal(undefined)
    })
  })

describe('a key attribute made by a partial template', () => {
  const partial = compileTemplate(context, 'X#{id}#{n:3}', {
    ...options,
    separators: 'escape',
    partial: true,
  })

  it('is printed up to the first absent attribute', () => {
    expect(printMade(partial, { id: { S: 'a' }, n: { N: '7' } })).deep.equal({ S: 'X#a#007' })
    expect(printMade(partial, { id: { S: 'a' } })).deep.equal({ S: 'X#a#' })
    expect(printMade(partial, { id: { NULL: true }, n: { N: '7' } })).deep.equal({ S: 'X#' })
    expect(printMade(partial, { n: { N: '1234' } })).deep.equal({ S: 'X#' })
    expect(printMade(partial, { id: { S: 'a' }, n: { N: '1234' } })).deep.include({ property: 'n' })
  })

  it('is never read: an empty value and an absent one may have one text', () => {
    for (const S of ['X#a#007', 'X#a#', 'X#']) expect(readMade(partial, { S })).deep.equal({})
  })

  it('is whole or absent if it begins with an attribute', () => {
    const bare = compileTemplate(context, '{id}#{n:3}', { ...options, separators: 'escape', partial: true })
    expect(printMade(bare, { id: { S: 'a' } })).equal(undefined)
    expect(readMade(bare, { S: 'a#007' })).deep.equal({ id: 'a', n: 7 })
  })
})
