// The executor's say in how queries are read: its defaults, and warnings once per shape.
import { expect } from 'chai'
import { readPolicy } from '../../../lib/executor/reading/read-policy.js'
import { notifierOf } from '../../../lib/executor/sending/observers.js'
import type { ScanWarning } from '../../../lib/operation/ground/runner.js'

const nobody = notifierOf([])
const warning = (query: string, entity = 'Note'): ScanWarning => ({
  entity,
  table: 'notes',
  query,
  message: `reads it all: ${query}`,
})

describe('readPolicy', () => {
  it('warns of scans, has 8 requests in flight and seals nothing, by default', () => {
    expect(readPolicy({}, nobody)).include({ scans: 'warn', concurrency: 8, sealer: undefined })
  })

  it('takes what it is given', () => {
    const policy = readPolicy({ scans: 'forbid', concurrency: 1, secret: 'x'.repeat(32) }, nobody)
    expect(policy).include({ scans: 'forbid', concurrency: 1 })
    expect(policy.sealer).keys('seal', 'open', 'maxAge')
  })

  it('tells the observers of each shape once', () => {
    const seen: string[] = []
    const policy = readPolicy(
      {},
      notifierOf([{ onScan: ({ query, entity }) => seen.push(`${entity} ${query}`) }]),
    )
    for (const each of ['a', 'a', 'b', 'a']) policy.warn(warning(each))
    policy.warn(warning('a', 'Other'))
    expect(seen).deep.equal(['Note a', 'Note b', 'Other a'])
  })

  it('warns the process where nobody observes', async () => {
    const seen: Error[] = []
    const listen = (error: Error): void => void seen.push(error)
    process.on('warning', listen)
    const policy = readPolicy({}, nobody)
    policy.warn(warning('lonely'))
    policy.warn(warning('lonely'))
    await new Promise((resolve) => setImmediate(resolve))
    process.off('warning', listen)
    expect(seen.map(({ name, message }) => [name, message])).deep.equal([
      ['DyntasticWarning', 'reads it all: lonely'],
    ])
    expect(seen[0]).property('code', 'DYNTASTIC_SCAN')
  })

  it('remembers a thousand shapes, and no more', () => {
    let seen = 0
    const policy = readPolicy({}, notifierOf([{ onScan: () => void seen++ }]))
    for (let at = 0; at < 1_500; at++) policy.warn(warning(`shape ${at}`))
    expect(seen).equal(1_000)
  })
})
