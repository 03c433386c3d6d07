import { expect } from 'chai'
import { InvalidUpdateError } from '../../../lib/errors/invalid-update-error.js'
import { isFixedLength, isOneOfMany, requireRemovable } from '../../../lib/expression/need/update-removal.js'
import { resolvePath } from '../../../lib/expression/path/resolved-path.js'
import { thrown } from '../sample-entity.js'
import { root } from '../sample-updates.js'

const place = (path: string) => ({ root, name: 'remove', path: resolvePath(root, path) }) as const

describe('removals', () => {
  const allowed = [
    'note',
    'nickname',
    'level',
    'tags',
    'scores',
    'address',
    'address.zip',
    'address.country',
    'address.geo',
    'lines[0]',
    'lines[3].note',
    'grid[0][1]',
    'sets[0]',
    'counts.x',
    'groups.x',
    'people.x',
    'people.x.age',
    'extra',
    'extra.a',
    'extra[0]',
    "['a.b']",
  ]
  for (const path of allowed)
    it(`may take ${path}`, () => {
      expect(() => requireRemovable(place(path))).not.throw()
    })

  const refused = [
    'total',
    'at',
    'lines',
    'pair',
    'pair[0]',
    'address.city',
    'lines[0].sku',
    'counts',
    'stats.views',
    'people.x.name',
    'shape',
  ]
  for (const path of refused)
    it(`must leave ${path}`, () => {
      expect(thrown(() => requireRemovable(place(path)))).instanceOf(InvalidUpdateError)
    })

  it('know what is one of many', () => {
    for (const path of ['counts.x', 'lines[7]', 'people.x'])
      expect(isOneOfMany(place(path)), path).equal(true)
    for (const path of ['total', 'pair[0]', 'stats.views', 'people.x.name'])
      expect(isOneOfMany(place(path)), path).equal(false)
  })

  it('know lists of a fixed length', () => {
    expect(isFixedLength(place('pair').path.codec)).equal(true)
    for (const path of ['lines', 'extra']) expect(isFixedLength(place(path).path.codec)).equal(false)
  })
})
