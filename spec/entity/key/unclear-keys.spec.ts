// Attributes that stand in the keys of an item alone, and cannot be read there.
import { expect } from 'chai'
import { Entity, Table } from 'dyntastic'
import { string } from 'superstruct'
import { withReadAttributes } from '../../../lib/entity/key/read-attributes.js'
import { unclearFailures } from '../../../lib/entity/key/unclear-keys.js'

const entity = (separators: 'escape' | 'keep') =>
  new Entity({
    name: 'Tag',
    table: new Table({ name: 'tags', key: { partition: 'pk', sort: 'sk' }, separators }),
    attributes: { owner: string(), name: string(), mail: string() },
    key: { partition: 'T#{owner}#{name}', sort: '{mail:lower}#' },
  })

const found = (
  text: string,
  separators: 'escape' | 'keep' = 'keep',
  isNeeded?: (name: string) => boolean,
) => {
  const { key } = entity(separators)
  const stored = { pk: { S: text }, sk: { S: 'a@b#' } }
  const known = withReadAttributes([key], stored)
  return unclearFailures([key], stored, known, isNeeded).map(({ path }) => path[0])
}

describe('unclearFailures', () => {
  it('are those of attributes that several values could have written', () => {
    expect(found('T#a#b')).deep.equal([])
    expect(found('T#a#b#c')).deep.equal(['owner', 'name'])
    expect(found('T#a$#b#c', 'escape')).deep.equal([])
  })

  it('are those of attributes that are needed, and not stored by themselves', () => {
    expect(found('T#a#b#c', 'keep', (name) => name === 'name')).deep.equal(['name'])
    const { key } = entity('keep')
    const stored = { pk: { S: 'T#a#b#c' }, owner: { S: 'a' }, name: { S: 'b#c' } }
    expect(unclearFailures([key], stored, stored)).deep.equal([])
    expect(unclearFailures([key], { mail: { S: 'm' } }, { mail: { S: 'm' } })).deep.equal([])
  })

  it('say what to read instead', () => {
    const { key } = entity('keep')
    const stored = { pk: { S: 'T#a#b#c' } }
    const [failure] = unclearFailures([key], stored, stored)
    expect(failure?.message).match(
      /the key attribute 'pk', .* separators: 'keep'; query the table or an index/,
    )
  })
})
