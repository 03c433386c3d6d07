// Which surroundings running code is in.
import { expect } from 'chai'
import { around, outside, type Surroundings, within } from '../../lib/executor/ambient.js'

const place = (): Surroundings => ({ enlist: () => undefined, pass() {}, admit() {} })

describe('executor/ambient', () => {
  it('nothing stands around, unless something does', () => {
    expect(around()).equal(undefined)
    expect(outside(around)).equal(undefined)
  })

  it('what stands around holds for all that is started inside, and for nothing else', async () => {
    const [one, other] = [place(), place()]
    const later = within(one, () => new Promise((resolve) => setTimeout(() => resolve(around()), 1)))
    const inner = within(one, () => within(other, async () => [await null, around()]))
    expect(around()).equal(undefined)
    expect(await later).equal(one)
    expect((await inner)[1]).equal(other)
  })

  it('outside of it, nothing does; afterwards it does again', async () => {
    const one = place()
    await within(one, async () => {
      expect(outside(around)).equal(undefined)
      expect(await outside(async () => [await null, around()])).deep.equal([null, undefined])
      expect(around()).equal(one)
    })
  })
})
