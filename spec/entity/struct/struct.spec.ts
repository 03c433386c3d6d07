// What is read of superstruct's structs.
import { expect } from 'chai'
import { array, coerce, define, number, object, set, size, string, trimmed } from 'superstruct'
import { failuresOf } from '../../../lib/entity/codecs/struct-failures.js'
import {
  type AnyStruct,
  coerced,
  passes,
  plainFailure,
  rootContext,
  threw,
} from '../../../lib/entity/struct/struct.js'

const erased = (struct: unknown): AnyStruct => struct as AnyStruct

describe('structs', () => {
  it('pass or not', () => {
    expect(passes([])).to.equal(true)
    expect(passes(string().validator('a', rootContext('a')))).to.equal(true)
    expect(passes(string().validator(5, rootContext(5)))).to.equal(false)
  })

  it('all failures, with paths', () => {
    const struct = erased(object({ a: array(number()), b: size(string(), 1) }))
    expect(failuresOf(struct, { a: [1, 'x'], b: 'xy' }).map(({ path }) => path)).to.deep.equal([
      ['a', 1],
      ['b'],
    ])
    expect(failuresOf(struct, { a: [], b: 'x' })).to.deep.equal([])
  })

  it('coercion does not change what it is given', () => {
    const struct = erased(object({ a: trimmed(string()) }))
    const input = Object.freeze({ a: ' x ' })
    expect(coerced(struct, input, rootContext(input), [])).to.deep.equal([{ a: 'x' }])
    expect(failuresOf(struct, input, true)).to.deep.equal([])
    expect(coerced(struct, { a: 5 }, rootContext(5), [])).to.deep.equal([])
  })

  it('what throws is a failure that names the kind of error', () => {
    const thrower = coerce(
      string(),
      define('x', () => true),
      () => {
        throw new TypeError('secret')
      },
    )
    expect(failuresOf(erased(thrower), 'a', true)).to.deep.equal([threw(new TypeError(), 'a')])
    const failures: ReturnType<typeof threw>[] = []
    expect(coerced(erased(thrower), 'a', rootContext('a'), failures)).to.deep.equal([])
    expect(failures[0]?.message).to.equal('a function of the struct threw a TypeError')
  })

  it('an object that cannot be printed makes superstruct throw, and is a failure', () => {
    expect(failuresOf(erased(string()), { toString: 0 })).to.have.length(1)
  })

  it('paths are cut, and odd keys named by kind', () => {
    const failure = { message: 'm', type: 't', path: ['a', 'b', {}], value: 1, branch: [] }
    expect(plainFailure(failure, 1).path).to.deep.equal(['b', '(object)'])
  })

  it('a member of a Set is named by its place, not by its value', () => {
    const found = failuresOf(erased(object({ tags: set(number()) })), { tags: new Set([1, 'hunter2']) })
    expect(found.map(({ path }) => path)).to.deep.equal([['tags', 1]])
  })
})
