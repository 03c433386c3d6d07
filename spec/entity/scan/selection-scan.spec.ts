import { expect } from 'chai'
import { attribute } from 'dyntastic'
import { integer, object, optional, refine, string } from 'superstruct'
import { compileCodec } from '../../../lib/entity/compile/compile-codec.js'
import { isScanned, type ScannedItem, scannedItemReader } from '../../../lib/entity/scan/scanned-item.js'
import { type Selection, selectionCodec } from '../../../lib/entity/scan/selection-scan.js'
import { openBody } from '../../../lib/entity/text/body.js'

const struct = object({
  id: string(),
  n: attribute(integer(), { default: 1, name: 'number' }),
  note: optional(string()),
  address: optional(object({ city: string() })),
})
const codec = compileCodec(struct, { nulls: 'omit', unknown: 'drop' })

function read(text: string, properties: readonly string[], more: Partial<Selection> = {}) {
  const selection = { properties, others: [], stored: [], mark: (part: object) => part, ...more }
  const reader = scannedItemReader(selectionCodec(codec, selection), ['pk'])
  const body = openBody(Buffer.from(text))
  return body && (reader?.(body) as object)
}

const partOf = (item: object | undefined) => (item as ScannedItem).takePart()

describe('entity/scan/selection-scan', () => {
  it('reads what is selected, with defaults, and keeps strings next to it', () => {
    const item = read('{"pk":{"S":"P#1"},"note":{"S":"x"}}', ['id', 'n', 'note']) as ScannedItem
    expect(item.textOf('pk')).to.equal('P#1')
    expect(item.takePart()).to.deep.equal({ n: 1, note: 'x' })
    // Each caller gets a part of its own, and the second one decodes the stored form.
    expect(item.takePart()).to.equal(undefined)
    expect(item.stored).to.deep.equal({ pk: { S: 'P#1' }, note: { S: 'x' } })
  })

  it('leaves out what is read next to it, and marks the rest', () => {
    const marked: object[] = []
    const item = read('{"id":{"S":"a"},"note":{"S":"x"}}', ['note'], {
      others: ['id'],
      mark: (part) => {
        marked.push(part)
        return part
      },
    })
    expect((item as ScannedItem).item).to.deep.equal({ id: 'a', note: 'x' })
    expect(partOf(item)).to.deep.equal({ note: 'x' })
    expect(marked).to.deep.equal([{ note: 'x' }])
  })

  for (const [what, text, more] of [
    ['an attribute that was not requested', '{"id":{"S":"a"},"note":{"S":"x"}}', {}],
    ['a value that does not fit', '{"id":{"N":"1"}}', {}],
    ['an incomplete map', '{"address":{"M":{}}}', {}],
    ['an attribute that only its key may have', '{"pk":{"S":"P#1"}}', { stored: ['id'] }],
    ['one of these that has a default', '{"pk":{"S":"P#1"}}', { stored: ['n'], properties: ['n'] }],
  ] as const)
    it(`leaves the stored item for ${what}`, () => {
      const item = read(text, ['id', 'address'], more)
      expect(isScanned(item ?? {})).to.equal(false)
      expect(item).to.deep.equal(JSON.parse(text))
    })

  it('leaves the stored item to a refinement that reads the values around it', () => {
    const around = refine(string(), 'around', (_, { branch }) => Reflect.get(Object(branch[0]), 'id') !== 'b')
    const refined = compileCodec(object({ id: string(), note: around }), { nulls: 'omit', unknown: 'drop' })
    const selection = { properties: ['note'], others: [], stored: [], mark: (part: object) => part }
    const reader = scannedItemReader(selectionCodec(refined, selection))
    const body = openBody(Buffer.from('{"note":{"S":"x"}}'))
    expect(body && reader?.(body)).to.deep.equal({ note: { S: 'x' } })
  })
})
