import { expect } from 'chai'
import { ValidationError } from '../../../lib/errors/validation-error.js'
import { listElements, setMembers, wholeValue } from '../../../lib/expression/change/update-value.js'
import type { UpdatePlace } from '../../../lib/expression/need/update-place.js'
import { resolvePath } from '../../../lib/expression/path/resolved-path.js'
import { thrown } from '../../support/rejection.js'
import { root, storingRoot } from '../sample-updates.js'

const place = (path: string, of = root): UpdatePlace => ({
  root: of,
  name: 'set',
  path: resolvePath(of, path),
})
const bytes = Uint8Array.from([1])

describe('values of updates', () => {
  const whole: [string, unknown, unknown][] = [
    ['total', 5, { N: '5' }],
    ['price', '1.50', { N: '1.5' }],
    ['at', new Date(0), { S: '1970-01-01T00:00:00.000Z' }],
    ['expiresAt', new Date(1500), { N: '1' }],
    ['cents', 1.5, { N: '150' }],
    ['secret', { a: 'x' }, { S: 'x' }],
    ['photo', bytes, { B: bytes }],
    ['counts.any', 1, { N: '1' }],
    ['extra.a[0]', 'x', { S: 'x' }],
    ['address', { city: 'Rome' }, { M: { c: { S: 'Rome' }, country: { S: 'IT' } } }],
  ]
  for (const [path, value, stored] of whole)
    it(`are stored as the struct at ${path} says`, () => {
      expect(wholeValue(place(path), value)?.value).deep.equal(stored)
    })

  it('are absent, or NULL, if they are null', () => {
    expect(wholeValue(place('nickname'), null)).equal(undefined)
    expect(wholeValue(place('nickname', storingRoot), null)?.value).deep.equal({ NULL: true })
  })

  it('are absent if they are an empty Set of an object', () => {
    expect(wholeValue(place('scores'), new Set())).equal(undefined)
  })

  it('are members of a set: one, an array, a Set, also of binary', () => {
    for (const given of ['a', ['a'], new Set(['a'])])
      expect(setMembers(place('tags'), given).value).deep.equal({ SS: ['a'] })
    expect(setMembers(place('blobs'), bytes).value).deep.equal({ BS: [bytes] })
    expect(setMembers(place('extra'), [1, 2]).value).deep.equal({ NS: ['1', '2'] })
  })

  it('are elements of a list: one, or an array; null is NULL there', () => {
    expect(listElements(place('grid'), [[1]]).value).deep.equal({ L: [{ L: [{ N: '1' }] }] })
    expect(listElements(place('extra'), 'x').value).deep.equal({ L: [{ S: 'x' }] })
    expect(listElements(place('extra'), null).value).deep.equal({ L: [{ NULL: true }] })
  })

  it('are refused where an array has a hole', () => {
    // biome-ignore lint/suspicious/noSparseArray: an array with a comma too many.
    const message = thrown(() => listElements(place('grid'), [, [1]]), ValidationError).message
    expect(message).contain('grid')
  })
})
