import { expect } from 'chai'
import { dateForms } from '../../../lib/entity/codecs/date.js'
import { codecs } from '../../../lib/entity/codecs/table.js'
import { storageForms } from '../../../lib/entity/struct/storage-form.js'

describe('the storage forms', () => {
  it('are those that the codecs store, each with a sentence', () => {
    const known = new Set(codecs.flatMap(({ forms = [] }) => forms))
    expect(Object.keys(storageForms).sort()).deep.equal([...known].sort())
    expect(Object.keys(storageForms)).include.members([...dateForms])
    for (const [form, words] of Object.entries(storageForms)) expect(words, form).match(/\.$/)
  })
})
