// Writes of what reads have upgraded: once for each item, and never an error of the read.
import { expect } from 'chai'
import type { Request } from '../../../lib/operation/ground/request.js'
import type { Runner } from '../../../lib/operation/ground/runner.js'
import {
  writeBack,
  writeBackAll,
  writesBack,
  writtenBack,
} from '../../../lib/operation/upgrade/write-back.js'
import { storedOrder, versionedOrder } from '../../support/versioned-orders.js'

const model = versionedOrder('written-back', 'onRead')

function runnerThat(run: (request: Request) => Promise<unknown>): Runner {
  return { run, toCommand: () => expect.fail('no command is made') } as unknown as Runner
}

describe('writeBack', () => {
  it('writes each upgraded item once, and nothing else', async () => {
    const sent: unknown[] = []
    const runner = runnerThat(async ({ input }) => sent.push(Object(input).Item.id.S))
    const items = [1, 2, 3].map((version) => model.decodeItem(storedOrder(version, `o${version}`), 'get'))
    await writeBack({ model, runner }, [...items, undefined, 'x', {}], undefined)
    expect(sent).members(['o1', 'o2'])
    await writeBack({ model, runner }, items, undefined)
    expect(sent).length(2)
  })

  it('is not an error of the read if it fails', async () => {
    const runner = runnerThat(() => Promise.reject(new Error('down')))
    await writeBack({ model, runner }, [model.decodeItem(storedOrder(1), 'get')], undefined)
  })

  it('is for entities that say so', async () => {
    expect(writesBack(model)).equal(true)
    const never = versionedOrder('never-written-back')
    expect(writesBack(never)).equal(false)
    const runner = runnerThat(() => expect.fail('nothing is sent'))
    await writeBackAll(runner, [{ model: never }], [never.decodeItem(storedOrder(1), 'get')], undefined)
  })

  it('comes before an item is yielded', async () => {
    const sent: unknown[] = []
    const runner = runnerThat(async ({ operation }) => sent.push(operation))
    async function* items() {
      yield model.decodeItem(storedOrder(1), 'get')
    }
    for await (const item of writtenBack({ model, runner }, items(), undefined)) {
      expect(item).include({ title: 'Pen' })
      expect(sent).deep.equal(['upgrade'])
    }
  })
})
