import { expect } from 'chai'
import { remembered } from '../../lib/util/remembered.js'

describe('remembered', () => {
  it('works a response out once for each object', () => {
    const asked: object[] = []
    const answer = remembered((key: object) => {
      asked.push(key)
      return { of: key }
    })
    const [one, other] = [{}, {}]
    expect(answer(one)).equal(answer(one)).deep.equal({ of: one })
    expect(answer(other)).not.equal(answer(one))
    expect(asked).deep.equal([one, other])
  })

  it('asks again after an error', () => {
    let calls = 0
    const answer = remembered((key: object) => {
      if (++calls === 1) throw new Error('not yet')
      return key
    })
    const key = {}
    expect(() => answer(key)).throw('not yet')
    expect(answer(key)).equal(key)
  })

  it('keeps results of one function apart from those of another', () => {
    const key = {}
    expect(remembered(() => [1])(key)).not.equal(remembered(() => [1])(key))
  })
})
