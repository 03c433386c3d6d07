import { expect } from 'chai'
import { InvalidConditionError } from '../../../lib/errors/invalid-condition-error.js'
import {
  operatorMethod,
  PathOperatorMethods,
  SizeOperatorMethods,
  sizeMethod,
} from '../../../lib/expression/chain/operator-methods.js'
import { references } from '../../../lib/expression/chain/references.js'
import { operatorNames } from '../../../lib/expression/condition/comparison.js'
import { resolvePath } from '../../../lib/expression/path/resolved-path.js'
import { referentOf } from '../../../lib/expression/path/subject.js'
import { root } from '../sample-entity.js'

const subject = (path: string) => () => ({ root, path: resolvePath(root, path), size: false })
const none = () => undefined

describe('operator methods', () => {
  it('make the condition of their subject', () => {
    expect(operatorMethod(subject('total'), 'gt', none, String)(5)).equal('total > (value)')
  })

  it('are members of the operators of a path, which have size besides, and of a size', () => {
    const names = (of: object): string[] => {
      const found: string[] = []
      for (const name in of) found.push(name)
      return found
    }
    const total = subject('total')()
    expect(names(new PathOperatorMethods(total, none, String))).deep.equal([...operatorNames, 'size'])
    expect(names(new SizeOperatorMethods({ ...total, size: true }, none, String))).deep.equal(operatorNames)
  })

  it('can be taken off, and stay with their subject', () => {
    const [total, tags] = ['total', 'tags'].map(
      (path) => new PathOperatorMethods(subject(path)(), none, String),
    )
    const { gt } = total as object as Record<'gt', (value: number) => string>
    const { size } = tags as object as Record<'size', () => typeof total>
    const { lt } = size() as object as Record<'lt', (value: number) => string>
    expect([gt(1), lt(2)]).deep.equal(['total > (value)', 'size(tags) < (value)'])
  })

  it('hand the entity to what makes references for a callback', () => {
    const made: unknown[] = []
    const eq = operatorMethod(
      subject('total'),
      'eq',
      (of) => {
        made.push(of)
        return references(of)
      },
      String,
    )
    expect(eq((attr: { revision: unknown }) => attr.revision)).equal('total = revision')
    expect(made).has.length(1)
    expect(made[0]).deep.include(root)
  })

  it('look the subject up when they are called', () => {
    const late = operatorMethod(subject('nope'), 'exists', none, String)
    expect(late).throw(InvalidConditionError, "there is no attribute 'nope'")
  })

  it('size() is itself a reference, to compare with', () => {
    expect(referentOf(sizeMethod(subject('tags'), none, String)())).include({ size: true })
  })

  for (const path of ['total', 'open', 'expiresAt'])
    it(`there is no size() of ${path}`, () =>
      expect(sizeMethod(subject(path), none, String)).throw(
        InvalidConditionError,
        `size() does not apply to ${path}`,
      ))
})
