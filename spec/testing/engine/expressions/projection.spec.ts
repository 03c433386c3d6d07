import { expect } from 'chai'
import { Placeholders } from '../../../../lib/testing/engine/expressions/placeholders.js'
import {
  parseProjection,
  refuseInsideKeys,
  requestedPaths,
} from '../../../../lib/testing/engine/expressions/projection.js'
import { readerOf } from '../ways-in.js'

describe('projection', () => {
  it('is a list of paths that do not meet', () => {
    const parse = (text: string) =>
      parseProjection(readerOf(text, undefined, undefined, 'ProjectionExpression'))
    expect(parse('a, b.c[0]')).to.deep.equal([['a'], ['b', 'c', 0]])
    expect(() => parse('a, a.b')).to.throw(/overlap/)
    expect(() => parse('a,')).to.throw(/Syntax error; token: "<EOF>"/)
    expect(() => parse('a b')).to.throw(/Syntax error/)
  })

  it('can be given as names of attributes', () => {
    const paths = (input: object) => requestedPaths({ ...input }, new Placeholders({}))
    expect(paths({ AttributesToGet: ['a.b', 'c'] })).to.deep.equal([['a.b'], ['c']])
    expect(paths({})).to.equal(undefined)
    expect(() => paths({ AttributesToGet: ['a', 'b', 'a'] })).to.throw(/Duplicate value in attribute name: a/)
  })

  it('does not lead into keys', () => {
    const refuse =
      (...path: (string | number)[]) =>
      () =>
        refuseInsideKeys([path], ['id'], ['genre'])
    expect(refuse('id', 'x')).to.throw(
      "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: id",
    )
    expect(refuse('genre', 0)).to.throw(/IndexKey: genre$/)
    for (const path of [['id'], ['genre'], ['other', 'id']]) refuse(...path)()
  })
})
