import { expect } from 'chai'
import { InvalidConditionError } from '../../lib/errors/invalid-condition-error.js'
import { operatorNames } from '../../lib/expression/comparison.js'
import { operatorMethod, operatorMethods, sizeMethod } from '../../lib/expression/operator-methods.js'
import { resolvePath } from '../../lib/expression/resolved-path.js'
import { referentOf } from '../../lib/expression/subject.js'
import { root } from './sample-entity.js'

const subject = (path: string) => () => ({ root, path: resolvePath(root, path), size: false })
const none = () => undefined

describe('operator methods', () => {
  it('make the condition of their subject', () => {
    expect(operatorMethod(subject('total'), 'gt', none, String)(5)).equal('total > (value)')
    const methods = operatorMethods(subject('total'), none, String)
    expect(Object.keys(methods)).deep.equal(operatorNames)
  })

  it('look the subject up when they are called', () => {
    const late = operatorMethod(subject('nope'), 'exists', none, String)
    expect(late).throw(InvalidConditionError, "there is no attribute 'nope'")
  })

  it('size() is itself a reference, to compare with', () => {
    expect(referentOf(sizeMethod(subject('tags'), none, String)())).include({ size: true })
  })

  for (const path of ['total', 'open', 'expiresAt'])
    it(`D127: there is no size() of ${path}`, () =>
      expect(sizeMethod(subject(path), none, String)).throw(
        InvalidConditionError,
        `size() is not for ${path}`,
      ))
})
