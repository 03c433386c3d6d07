// The pieces of templates whose text is given.
import { expect } from 'chai'
import { beginningOf } from '../../../lib/plan/template/template-beginning.js'
import { templateOf } from '../../entity/key/template/random-templates.js'
import { conditionsOf, on } from './used-templates.js'

const begun = (text: string, mode: 'escape' | 'keep', ...clauses: Parameters<typeof conditionsOf>[0]) =>
  beginningOf(templateOf(text, mode), conditionsOf(clauses))

describe('beginningOf', () => {
  it('goes up to the first slot that is not given', () => {
    const found = begun(
      'A#{one}#{line:3}#{two}',
      'escape',
      on('one', 'eq', 'x#'),
      on('stored.two', 'eq', 'y'),
    )
    expect(found).deep.include({ text: 'A#x$##', known: 3, used: ['one'], never: undefined })
    expect(found.covered.length).equal(1)
    expect(begun('A#B', 'escape')).deep.include({ text: 'A#B', known: 1, used: [] })
  })

  it('implies no condition on a format that loses some of it, nor after a value that is kept as it is', () => {
    expect(begun('{one:lower}#', 'escape', on('one', 'eq', 'X'))).deep.include({ text: 'x#', covered: [] })
    const kept = begun(
      '{line:3}#{one}#{two}',
      'keep',
      on('line', 'eq', 1),
      on('one', 'eq', 'x'),
      on('stored.two', 'eq', 'y'),
    )
    expect(kept).deep.include({ text: '001#x#y', loose: true })
    expect(kept.covered.length).equal(1)
  })

  it('says why a value has not a string', () => {
    expect(begun('{line:3}', 'escape', on('line', 'eq', -1)).never).match(/^'line' is negative/)
  })
})
