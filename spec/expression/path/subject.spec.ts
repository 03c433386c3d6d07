import { expect } from 'chai'
import { references } from '../../../lib/expression/chain/references.js'
import { resolvePath } from '../../../lib/expression/path/resolved-path.js'
import { referentOf, subjectText } from '../../../lib/expression/path/subject.js'
import { root, type SampleItem } from '../sample-entity.js'

const attr = references<SampleItem>(root)

describe('subjects', () => {
  it('are found behind references and sizes, and behind nothing else', () => {
    expect(referentOf(attr.total)?.path.text).equal('total')
    expect(referentOf(attr.tags.size())).include({ size: true })
    for (const other of [undefined, null, 5, 'total', {}, [], attr, () => undefined, attr.total.gt(5)])
      expect(referentOf(other)).equal(undefined)
  })

  it('are shown in words', () => {
    const path = resolvePath(root, 'lines[0].sku')
    expect(subjectText({ root, path, size: false })).equal('lines[0].sku')
    expect(subjectText({ root, path, size: true })).equal('size(lines[0].sku)')
  })
})
