import { expect } from 'chai'
import {
  functionWords,
  keywords,
  typeNames,
} from '../../../../../lib/testing/engine/partiql/language/keywords.js'

describe('PartiQL keywords', () => {
  it('are the reserved words, without the names that items often have', () => {
    for (const word of ['select', 'size', 'user', 'date', 'value', 'inner'])
      expect(keywords.has(word), word).to.equal(true)
    for (const word of ['name', 'status', 'type', 'year', 'data', 'month'])
      expect(keywords.has(word), word).to.equal(false)
  })

  it('are functions only if they are keywords', () => {
    for (const word of functionWords) expect(keywords.has(word), word).to.equal(true)
  })

  it('name the types of IS in one way each', () => {
    expect(typeNames.get('bool')).to.equal(typeNames.get('boolean'))
    expect(typeNames.get('double precision')).to.equal('DOUBLE_PRECISION')
  })
})
