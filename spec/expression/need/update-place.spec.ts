import { expect } from 'chai'
import { InvalidConditionError } from '../../../lib/errors/invalid-condition-error.js'
import { InvalidUpdateError } from '../../../lib/errors/invalid-update-error.js'
import {
  elementMisfit,
  inUpdate,
  partMisfit,
  pathsMeet,
  refuseUpdate,
  valueMisfit,
} from '../../../lib/expression/need/update-place.js'
import { resolvePath } from '../../../lib/expression/path/resolved-path.js'
import { thrown } from '../sample-entity.js'
import { root } from '../sample-updates.js'

const place = (path: string) => ({ root, name: 'set', path: resolvePath(root, path) }) as const

describe('places of updates', () => {
  it('are named in refusals', () => {
    const error = thrown(() => refuseUpdate(place('lines[0].sku'), 'no'))
    expect(error).instanceOf(InvalidUpdateError)
    expect((error as Error).message).equal('Order: set on lines[0].sku: no')
  })

  it('refuse as updates what paths refuse as conditions, and nothing else', () => {
    const refused = (message: string) => () => {
      throw new InvalidConditionError({ entity: 'Order', detail: message })
    }
    const error = thrown(() => inUpdate('Order', refused('no such path')))
    expect(error).instanceOf(InvalidUpdateError)
    expect((error as Error).message).equal('Order: no such path')
    const other = new TypeError('x')
    expect(
      thrown(() =>
        inUpdate('Order', () => {
          throw other
        }),
      ),
    ).equal(other)
    expect(inUpdate('Order', () => 5)).equal(5)
  })

  it('meet where one path is inside the other', () => {
    expect(pathsMeet(['a'], ['a', 'b'])).equal(true)
    expect(pathsMeet(['a', 0], ['a'])).equal(true)
    expect(pathsMeet(['a', 'b'], ['a', 'b'])).equal(true)
    expect(pathsMeet(['a', 'b'], ['a', 'c'])).equal(false)
    expect(pathsMeet(['a', 0], ['a', '0'])).equal(false)
  })

  it("give superstruct's reasons, those of storage, or their own", () => {
    const storage = [{ path: ['x'], message: 'cannot be stored', value: 1 }]
    expect(valueMisfit(place('total'), 'x', []).message).equal(
      'Order: total: Expected a number, but received a string',
    )
    expect(valueMisfit(place('extra'), 1, storage).message).equal('Order: extra.x: cannot be stored')
    expect(valueMisfit(place('extra'), 1, []).message).equal(
      'Order: extra: set got a number, which does not fit (stored as S or N or B or BOOL or NULL or M or L or SS or NS or BS)',
    )
    expect(elementMisfit(place('lines'), 5, 2, []).message).equal(
      'Order: lines[2]: Expected an object, but received a number',
    )
    expect(elementMisfit(place('extra'), 5, 2, storage).message).equal('Order: extra[2].x: cannot be stored')
    expect(partMisfit(place('tags'), 5, 'a member').message).equal(
      'Order: tags: set got a number, which does not fit: expected a member',
    )
    expect(partMisfit(place('tags'), 5, 'a member', storage).message).equal('Order: tags.x: cannot be stored')
  })
})
