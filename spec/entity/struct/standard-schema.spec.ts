import { expect } from 'chai'
import { string } from 'superstruct'
import {
  isStandardSchema,
  type StandardSchema,
  structOfSchema,
} from '../../../lib/entity/struct/standard-schema.js'

type Validate = StandardSchema['~standard']['validate']
const schemaOf = (validate: Validate): StandardSchema => ({
  '~standard': { version: 1, vendor: 'mine', validate },
})
const upper = schemaOf((value) =>
  typeof value === 'string' ? { value: value.toUpperCase() } : { issues: [{ message: 'no text' }] },
)

describe('isStandardSchema', () => {
  it('recognizes objects and functions with the interface, version 1', () => {
    expect(isStandardSchema(upper)).equal(true)
    expect(isStandardSchema(Object.assign(() => 1, upper))).equal(true)
  })

  it('rejects structs, other versions, and everything else', () => {
    const struct = Object.assign(string(), upper)
    const later = { '~standard': { ...upper['~standard'], version: 2 } }
    for (const other of [struct, later, string(), {}, null, undefined, 'x', () => 1, { '~standard': 1 }])
      expect(isStandardSchema(other)).equal(false)
  })
})

describe('structOfSchema', () => {
  const failuresOf = (validate: Validate, value: unknown, coerce = true) => {
    const [error] = structOfSchema(schemaOf(validate), false).validate(value, { coerce })
    return error?.failures().map(({ path, message, value: part }) => ({ path, message, value: part }))
  }

  it('returns the output of the schema when it coerces, after one call', () => {
    let calls = 0
    const counted = schemaOf((value) => {
      calls++
      return upper['~standard'].validate(value)
    })
    expect(structOfSchema(counted, false).validate('a', { coerce: true })).deep.equal([undefined, 'A'])
    expect(calls).equal(1)
  })

  it('judges each value anew, also one that was the output for another', () => {
    const struct = structOfSchema(upper, false)
    expect(struct.is('A')).equal(true)
    struct.validate('a', { coerce: true })
    expect(struct.is('A')).equal(true)
    expect(struct.is(5)).equal(false)
  })

  it('reports each issue at its place, with the value there', () => {
    const issues = [
      { message: 'first', path: ['list', { key: 1 }] },
      { message: 'second', path: ['missing', Symbol('s')] },
      { message: 'third' },
    ]
    expect(failuresOf(() => ({ issues }), { list: ['a', 'b'] })).deep.equal([
      { path: ['list', 1], message: 'first', value: 'b' },
      { path: ['missing', 'Symbol(s)'], message: 'second', value: undefined },
      { path: [], message: 'third', value: { list: ['a', 'b'] } },
    ])
  })

  it('rejects what throws, what returns a promise, and a refusal without issues', async () => {
    const messages = (validate: Validate) => failuresOf(validate, 'x')?.map(({ message }) => message)
    const fails = () => Promise.reject(new Error('later'))
    expect(messages(fails)?.join()).match(/^the schema returned a promise/)
    expect(
      messages(() => {
        throw new TypeError('secret')
      }),
    ).deep.equal(['the schema threw a TypeError'])
    expect(messages(() => ({ issues: [] }))).deep.equal(['the schema rejects it'])
    // An unhandled rejection would end the run.
    await new Promise((resolve) => setImmediate(resolve))
  })

  it('lets any value of a schema that transforms pass without coercion, but not absence', () => {
    const trusting = structOfSchema(upper, true)
    expect(trusting.is(5)).equal(true)
    expect(trusting.is(undefined)).equal(false)
    expect(trusting.is(null)).equal(false)
  })

  it('does not let the schema change its argument', () => {
    const given = { list: [1] }
    const struct = structOfSchema(
      schemaOf((value) => {
        Object(value).list.push(2)
        return { value }
      }),
      false,
    )
    struct.validate(given, { coerce: true })
    expect(given).deep.equal({ list: [1] })
  })
})
