import { expect } from 'chai'
import {
  bool,
  item,
  list,
  map,
  oneOf,
  required,
  structure,
  text,
} from '../../../../lib/testing/engine/requests/shape.js'

describe('request shapes', () => {
  it('are plain data, made by words for their kinds', () => {
    expect(required(text({ min: 3 }))).to.deep.equal({ kind: 'text', min: 3, required: true })
    expect(oneOf('A', 'B')).to.deep.equal({ kind: 'text', oneOf: ['A', 'B'] })
    expect(list(bool, { max: 2 })).to.deep.equal({ kind: 'list', of: { kind: 'boolean' }, max: 2 })
    expect(map(structure('Condition', {}))).to.deep.include({ kind: 'map', className: 'Condition' })
    expect(item).to.deep.include({ kind: 'map', className: 'AttributeValue' })
  })
})
