// Structs of what no database holds.
import { expect } from 'chai'
import { array, define, func, never, nullable, object, optional, regexp, type Struct } from 'superstruct'
import { attribute } from '../../../lib/entity/struct/attribute.js'
import { codecOf, keeps, refusals } from './crossing.js'

describe('unstorable structs', () => {
  for (const [name, struct] of [
    ['func', func()],
    ['regexp', regexp()],
    ['never', never()],
  ] as const)
    it(`${name}() is refused at definition, with its path`, () => {
      expect(() => codecOf(object({ a: array(struct as unknown as Struct<string>) })))
        .to.throw(new RegExp(`^a\\[\\]: ${name}\\(\\) cannot be stored`))
        .with.property('code', 'ENTITY_DEFINITION')
    })

  it('with encode and decode it is stored', () => {
    const shape = attribute(regexp(), {
      encode: (value) => value.source,
      decode: (source: string) => new RegExp(source),
    })
    keeps(codecOf(shape), /a+/, { S: 'a+' })
  })

  it('never() that may be absent says that nothing is there', () => {
    keeps(codecOf(optional(never())), undefined, undefined)
    keeps(codecOf(nullable(never()), { nulls: 'store' }), null, { NULL: true })
    expect(refusals(codecOf(optional(never())), 'x')).to.deep.equal([])
  })

  it('a struct that only calls itself so is judged by what it does', () => {
    keeps(codecOf(define('func', (value) => typeof value === 'string') as Struct<string>), 'a', { S: 'a' })
  })
})
