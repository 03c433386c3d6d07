import { expect } from 'chai'
import { canonicalPath, canonicalQuery } from '../../../lib/executor/signature/canonical-request.js'

describe('executor/signature/canonical-request', () => {
  for (const [path, canonical] of Object.entries({
    '/': '/',
    '': '',
    '/a/b': '/a/b',
    '/a/b/': '/a/b/',
    '//a///b': '/a/b',
    '/a/./b/../c': '/a/c',
    '/..': '/',
    '/a b': '/a%20b',
    '/%20': '/%2520',
    "/!'()*": '/%21%27%28%29%2A',
    '/ü': '/%C3%BC',
  }))
    it(`writes the path '${path}' as '${canonical}'`, () => {
      expect(canonicalPath(path)).to.equal(canonical)
    })

  it('sorts a query by its encoded names, and the values of each', () => {
    expect(canonicalQuery({})).to.equal('')
    expect(canonicalQuery({ b: '2', a: ['y', 'x'], c: null, 'a b': '&=' })).to.equal(
      'a=x&a=y&a%20b=%26%3D&b=2',
    )
  })
})
