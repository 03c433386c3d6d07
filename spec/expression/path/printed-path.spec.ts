import { expect } from 'chai'
import { InvalidConditionError } from '../../../lib/errors/invalid-condition-error.js'
import { Placeholders } from '../../../lib/expression/path/placeholders.js'
import { printPath } from '../../../lib/expression/path/printed-path.js'

describe('printPath', () => {
  it('prints names as placeholders and indexes as they are', () => {
    const names = ['a', 'b', 0, 'a', 12, 3]
    expect(printPath({ text: 'x', names }, new Placeholders())).equal('#0.#1[0].#0[12][3]')
  })

  it('takes 32 levels and refuses 33, names and indexes alike', () => {
    const path = (levels: number, step: string | number) => ({
      text: 'deep',
      names: ['a', ...Array.from({ length: levels - 1 }, () => step)],
    })
    for (const step of ['a', 0]) {
      expect(() => printPath(path(32, step), new Placeholders())).not.throw()
      expect(() => printPath(path(33, step), new Placeholders(), 'Order'))
        .throw(InvalidConditionError, 'Order: the path deep has 33 levels; DynamoDB allows at most 32')
        .property('entity', 'Order')
    }
  })
})
