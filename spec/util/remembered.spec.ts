import { expect } from 'chai'
import { remembered } from '../../lib/util/remembered.js'

describe('remembered', () => {
  it('works a response out once for each object', () => {
    const requested: object[] = []
    const reply = remembered((key: object) => {
      requested.push(key)
      return { of: key }
    })
    const [one, other] = [{}, {}]
    expect(reply(one)).equal(reply(one)).deep.equal({ of: one })
    expect(reply(other)).not.equal(reply(one))
    expect(requested).deep.equal([one, other])
  })

  it('remembers a result that is false, an empty string or zero', () => {
    for (const result of [false, '', 0]) {
      let calls = 0
      const reply = remembered((_key: object) => {
        calls++
        return result
      })
      const key = {}
      expect([reply(key), reply(key), calls]).deep.equal([result, result, 1])
    }
  })

  it('asks again after an error', () => {
    let calls = 0
    const reply = remembered((key: object) => {
      if (++calls === 1) throw new Error('not yet')
      return key
    })
    const key = {}
    expect(() => reply(key)).throw('not yet')
    expect(reply(key)).equal(key)
  })

  it('keeps results of one function apart from those of another', () => {
    const key = {}
    expect(remembered(() => [1])(key)).not.equal(remembered(() => [1])(key))
  })
})
