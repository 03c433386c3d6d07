// Where a value stands.
import { expect } from 'chai'
import {
  contextOf,
  maxDepth,
  standing,
  stepsTo,
  stepTo,
  tooDeep,
  trailFrom,
} from '../../../lib/entity/codec/trail.js'
import type { Failure } from '../../../lib/entity/struct/failure.js'

describe('trails', () => {
  it('tell path and branch as superstruct does', () => {
    const item = { a: ['x'] }
    const trail = stepTo(stepTo(trailFrom(item, false), 'a', item.a), 0, 'x')
    const { path, branch } = contextOf(trail, 'x')
    expect(path).to.deep.equal(['a', 0])
    expect(branch).to.deep.equal([item, ['x'], 'x'])
    expect(stepsTo(trail)).to.equal(2)
    expect(contextOf(undefined, 'x')).to.deep.equal({ path: [], branch: ['x'], mask: false })
    expect(stepTo(undefined, 'a', 1)).to.equal(undefined)
  })

  it('while decoding, a look at values around is noticed', () => {
    const item = {}
    const root = standing(undefined, item)
    const { branch } = contextOf(stepTo(root, 'a', undefined), 'x')
    expect(branch).to.have.length(2)
    expect(root.state?.crossed).to.equal(false)
    expect(branch[1]).to.equal('x')
    expect(root.state?.crossed).to.equal(false)
    expect(branch[0]).to.equal(item)
    expect(root.state?.crossed).to.equal(true)
  })

  it('end at the depth that DynamoDB allows', () => {
    const failures: Failure[] = []
    expect(tooDeep(maxDepth - 1, failures, [])).to.equal(false)
    expect(tooDeep(maxDepth, failures, [])).to.equal(true)
    expect(failures).to.have.length(1)
  })
})
