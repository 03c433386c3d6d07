import { expect } from 'chai'
import { candidateOf } from '../../../lib/plan/key/candidate.js'
import type { QuerySpec } from '../../../lib/plan/source/plan.js'
import { noReading } from '../../../lib/plan/source/reading.js'
import { nodes, Order, source, spec, type Where } from '../sample-orders.js'

const candidate = (label: string, where: readonly Where[], given: Partial<QuerySpec> = {}) =>
  candidateOf(Order, source(label), spec(given), nodes(...where), new Set())

const open: Where = (attr) => attr.status.eq('open')

describe('candidateOf', () => {
  it('has nothing against a source that fits', () => {
    expect(candidate('byStatus', [open])).deep.include({ source: source('byStatus'), against: [] })
  })

  it('gathers what stands against it: the key, the reading, and what is kept for the hand', () => {
    const where: readonly Where[] = [open, (attr) => attr.note.ne('a'), (attr) => attr.total.gt(1)]
    const { against } = candidate('byNote', where, { consistent: true })
    expect(against.map((trouble) => trouble.split(' ').slice(0, 4).join(' '))).deep.equal([
      'ne on the key',
      'a global index cannot',
      'it lacks items without',
    ])
    expect(candidate('byNote', where, { consistent: true, index: 'byNote' }).against).have.length(2)
  })

  it('does not look further where the partition key is not given', () => {
    const { against, reading, use } = candidate('byNote', [(attr) => attr.total.gt(1)], { consistent: true })
    expect(use.missing).have.length(1)
    expect([against, reading]).deep.equal([[], noReading])
  })
})
