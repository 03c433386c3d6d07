// The one day that bounds leave.
import { expect } from 'chai'
import type { Comparison } from '../../../lib/expression/condition/condition-node.js'
import { oneText } from '../../../lib/plan/template/one-text.js'
import { templateOf } from '../../entity/key/template/random-templates.js'
import { on, shown, use } from './used-templates.js'

const one = (text: string, ...clauses: readonly Comparison[]) => {
  const [slot] = templateOf(text).slots
  if (slot === undefined) throw new Error('a template with a slot')
  const found = oneText(slot, clauses)
  return found && [found.text, found.implied.length]
}
const start = '2026-01-05T00:00:00.000Z'
const end = '2026-01-05T23:59:59.999Z'
const next = '2026-01-06T00:00:00.000Z'

describe('oneText', () => {
  it('is the day between two bounds; conditions that leave all of it are said', () => {
    expect(one('{at:day}', on('at', 'gte', start), on('at', 'lt', next))).deep.equal(['2026-01-05', 2])
    expect(one('{at:day}', on('at', 'between', start, end))).deep.equal(['2026-01-05', 1])
    expect(one('{at:day}', on('at', 'gt', start), on('at', 'lte', end))).deep.equal(['2026-01-05', 1])
    expect(one('{at:day}', on('at', 'gte', start), on('at', 'lte', '2026-01-05T12:00:00.000Z'))).deep.equal([
      '2026-01-05',
      1,
    ])
    expect(one('{at:day}', on('at', 'beginsWith', '2026-01-05'))).deep.equal(['2026-01-05', 1])
    expect(one('{at:day}', on('at', 'beginsWith', '2026-01-05T1'))).deep.equal(['2026-01-05', 0])
  })

  it('knows the last second of dates that are stored in seconds', () => {
    expect(one('{seconds:day}', on('seconds', 'between', 1_767_571_200, 1_767_657_599))).deep.equal([
      '2026-01-05',
      1,
    ])
  })

  it('does not exist for several days, one bound, and formats that lose nothing', () => {
    expect(one('{at:day}', on('at', 'gte', start), on('at', 'lte', next))).equal(undefined)
    expect(one('{at:day}', on('at', 'gte', start))).equal(undefined)
    expect(one('{at:day}', on('at', 'beginsWith', '2026-01'))).equal(undefined)
    expect(one('{at}', on('at', 'between', start, end))).equal(undefined)
    expect(one('{at:day}', on('at', 'beginsWith', '2026'), on('at', 'beginsWith', '2027'))).equal(undefined)
  })

  it('gives a key what comes after it', () => {
    const found = use(templateOf('D#{at:day}#{one}'), [on('at', 'between', start, end), on('one', 'eq', 'x')])
    expect(shown(found)).deep.equal(['eq', 'D#2026-01-05#x'])
    expect(found.covered.length).equal(2)
  })
})
