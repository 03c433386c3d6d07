import { expect } from 'chai'
import {
  canonicalPath,
  canonicalQuery,
  headerOrder,
  trimmed,
} from '../../../lib/executor/direct/canonical-request.js'

describe('executor/direct/canonical-request', () => {
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

  it('sorts the names of headers, and leaves out those that change on the way', () => {
    const order = headerOrder(['X-Amz-Date', 'Host', 'User-Agent', 'Proxy-X', 'sec-fetch', 'authorization'])
    expect(order.list).to.equal('host;x-amz-date')
    expect(order.names).to.deep.equal([
      ['Host', 'host'],
      ['X-Amz-Date', 'x-amz-date'],
    ])
  })

  it('takes runs of spaces out of the values of headers', () => {
    expect(trimmed(' a   b\tc\r\n d ')).to.equal('a b c d')
    expect(trimmed('a b')).to.equal('a b')
  })
})
