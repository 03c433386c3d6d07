import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { accessLock } from '../../lib/testing/access-lock.js'

describe('access lock', () => {
  it('lets readers in together and a writer alone, in the order of arrival', async () => {
    const lock = accessLock()
    const log: string[] = []
    const work = (name: string) => async () => {
      log.push(`${name} in`)
      await sleep(2)
      log.push(`${name} out`)
      return name
    }
    const done = await Promise.all([
      lock.read(work('r1')),
      lock.read(work('r2')),
      lock.write(work('w1')),
      lock.write(work('w2')),
      lock.read(work('r3')),
    ])
    expect(done).to.deep.equal(['r1', 'r2', 'w1', 'w2', 'r3'])
    expect(log).to.deep.equal([
      'r1 in',
      'r2 in',
      'r1 out',
      'r2 out',
      'w1 in',
      'w1 out',
      'w2 in',
      'w2 out',
      'r3 in',
      'r3 out',
    ])
  })

  it('passes a failure to its own caller and goes on', async () => {
    const lock = accessLock()
    const failed = lock.write(() => Promise.reject(new Error('lost'))).catch((error: Error) => error.message)
    const read = lock.read(() => Promise.reject(new Error('gone'))).catch((error: Error) => error.message)
    expect(await Promise.all([failed, read, lock.write(async () => 'fine')])).to.deep.equal([
      'lost',
      'gone',
      'fine',
    ])
  })
})
