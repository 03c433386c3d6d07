// Every reason why an input does not fit: superstruct's own, then those of storage at other places.
import { expect } from 'chai'
import { array, coerce, integer, map, object, set, size, string } from 'superstruct'
import { schemaFailures } from '../../../lib/entity/compile/schema-failures.js'

const schema = object({
  name: string(),
  age: integer(),
  nick: size(string(), 2, 4),
  lines: array(object({ sku: string() })),
})
const good = { name: 'a', age: 1, nick: 'abc', lines: [{ sku: 'x' }] }

describe('schemaFailures', () => {
  it('lists all failures of superstruct, with its messages, paths and values', () => {
    const input = { name: 5, age: 1.5, nick: 'abcdef', lines: [{ sku: 'x' }, { sku: null }] }
    const failures = schemaFailures(schema, input, []).map(({ quotes, ...failure }) => {
      expect(quotes).deep.equal([input])
      return failure
    })
    expect(failures).deep.equal([
      { path: ['name'], message: 'Expected a string, but received: 5', value: 5 },
      { path: ['age'], message: 'Expected an integer, but received: 1.5', value: 1.5 },
      {
        path: ['nick'],
        message: 'Expected a string with a length between `2` and `4` but received one with a length of `6`',
        value: 'abcdef',
      },
      { path: ['lines', 1, 'sku'], message: 'Expected a string, but received: null', value: null },
    ])
  })

  it('adds failures of storage, but not at a place that has one already', () => {
    const failures = schemaFailures(schema, { ...good, name: 5 }, [
      { path: ['name'], message: 'cannot be stored', value: 5 },
      { path: ['age'], message: 'has more than 38 digits', value: 1 },
    ])
    expect(failures.map(({ path, message }) => [path.join(), message])).deep.equal([
      ['name', 'Expected a string, but received: 5'],
      ['age', 'has more than 38 digits'],
    ])
  })

  it('never returns nothing', () => {
    expect(schemaFailures(schema, good, [])).deep.equal([
      { path: [], message: 'does not fit the entity', value: good },
    ])
  })

  it('names members of sets by their place, and those of maps by their key', () => {
    const odd = object({ tags: set(string()), pairs: map(string(), integer()) })
    const failures = schemaFailures(odd, { tags: new Set(['a', true]), pairs: new Map([['k', 'v']]) }, [])
    expect(failures.map(({ path }) => path)).deep.equal([
      ['tags', 1],
      ['pairs', 'k'],
    ])
  })

  it('says what is wrong with an input that is not an object', () => {
    const [failure, ...others] = schemaFailures(schema, 'text', [])
    expect(others).deep.equal([])
    expect(failure).deep.include({ path: [], value: 'text' })
  })

  it('takes nothing that is inherited for an attribute that is absent', () => {
    const odd = object({ constructor: string(), toString: string(), name: string() })
    expect(schemaFailures(odd, { name: 'a' }, []).map(({ path, value }) => [path.join(), value])).deep.equal([
      ['constructor', undefined],
      ['toString', undefined],
    ])
    const own = { name: 'a', constructor: 5, toString: 'b' }
    expect(schemaFailures(odd, own, []).map(({ path, value }) => [path.join(), value])).deep.equal([
      ['constructor', 5],
    ])
    for (const none of [null, undefined, 5])
      expect(schemaFailures(odd, none, []).map(({ value }) => value)).deep.equal([none])
  })

  it('coerces as saving does, and does not count what a coercion mends', () => {
    const coerced = object({ n: coerce(integer(), string(), Number), name: string() })
    expect(schemaFailures(coerced, { n: '5', name: 1 }, []).map(({ path }) => path.join())).deep.equal([
      'name',
    ])
  })
})
