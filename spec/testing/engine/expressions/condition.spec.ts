import { expect } from 'chai'
import { pathsOf } from '../../../../lib/testing/engine/expressions/condition.js'
import { parseCondition } from '../../../../lib/testing/engine/expressions/condition-parser.js'
import { readerOf } from '../ways-in.js'

describe('condition', () => {
  it('knows every path that it reads', () => {
    const text =
      'a = b.c AND (NOT d IN (e, :v) OR size(f) BETWEEN g AND :v) AND contains(h[0], i) AND attribute_exists(j)'
    const paths = pathsOf(parseCondition(readerOf(text, { ':v': { N: '1' } })))
    expect(paths.map(([head]) => head)).to.deep.equal(['a', 'b', 'd', 'e', 'f', 'g', 'h', 'i', 'j'])
  })
})
