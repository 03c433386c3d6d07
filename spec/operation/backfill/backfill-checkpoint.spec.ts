// Checkpoints of a backfill: written, read, and refused for another one.
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { InvalidOptionError } from 'dyntastic'
import { begun, stateAt, stateText, storeOf } from '../../../lib/operation/backfill/backfill-checkpoint.js'
import { thrown } from '../../support/rejection.js'
import { versionedOrder } from '../../support/versioned-orders.js'

const model = versionedOrder('checkpoints')

describe('checkpoints of a backfill', () => {
  it('hold positions and counts', () => {
    const state = begun(3)
    state.positions[0] = { id: { B: new Uint8Array([1, 2]) } }
    state.positions[1] = null
    state.versions[3] = 7
    state.upgraded = 2
    expect(stateAt(model, stateText(model, state), 3)).deep.equal(state)
  })

  it('are refused for another backfill', () => {
    const text = stateText(model, begun(2))
    const words = (...given: Parameters<typeof stateAt>) =>
      thrown(() => stateAt(...given), InvalidOptionError).message
    expect(words(model, 'x', 2)).contain('does not contain a checkpoint')
    expect(words(model, text, 3)).contain('set `segments` to 2')
    expect(words(versionedOrder('other-table'), text, 2)).contain('another table')
    const next = Object.create(model, { members: { value: [{ versions: { current: 4 } }] } })
    expect(words(next, text, 2)).contain('a backfill to another version')
  })

  it('are kept in a file, which is never half written, and gone at the end', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'backfill-'))
    try {
      const store = storeOf(join(folder, 'c.json'))
      expect(await store?.load()).equal(undefined)
      await store?.save('one')
      await store?.save('two')
      expect(await store?.load()).equal('two')
      expect(await readdir(folder)).deep.equal(['c.json'])
      await store?.save(undefined)
      await store?.save(undefined)
      expect(await readdir(folder)).deep.equal([])
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
