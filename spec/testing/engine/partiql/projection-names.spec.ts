import { expect } from 'chai'
import { parseStatement } from '../../../../lib/testing/engine/partiql/language/statement-parser.js'
import { selectionOf } from '../../../../lib/testing/engine/partiql/projection-names.js'
import { messageOf, shelved } from './shelf.js'

function selected(projection: string) {
  const { statement } = parseStatement(`SELECT ${projection} FROM t`)
  if (statement.kind !== 'select') throw new Error('It is no SELECT')
  return selectionOf(statement).show(shelved[0] ?? {})
}

describe('the projection of SELECT', () => {
  it('is everything, or the attributes under the last names of their paths', () => {
    expect(selected('*')).to.equal(shelved[0])
    expect(selected('writer.name, parts[1], "pages", nope.x')).to.deep.equal({
      name: { S: 'Frank' },
      'parts[1]': { S: "Muad'Dib" },
      pages: { N: '412' },
    })
    expect(selected("writer['born']")).to.deep.equal({ born: { N: '1920' } })
  })

  const refusals: Record<string, string> = {
    'writer.name, name': 'Duplicate identifiers in select clause: name',
    'parts[0], parts':
      'Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [parts, [0]], path two: [parts]',
    'writer.*': "Changing item's hierarchy while reading isn't supported",
    'size(title)': 'Unexpected path component at 1:8:4',
    'count(*)': 'Unexpected path component at 1:8:5',
    "'x'": 'Unexpected path component at 1:8:3',
  }
  for (const [projection, wanted] of Object.entries(refusals))
    it(`refuses ${projection}`, () => {
      expect(messageOf(() => selected(projection))).to.equal(wanted)
    })
})
