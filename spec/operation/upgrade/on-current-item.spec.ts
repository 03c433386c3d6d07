// Writes that are sent again once an older item is upgraded: how often, and which errors are left alone.
import { expect } from 'chai'
import { ConditionFailedError, RequestFailedError } from 'dyntastic'
import type { Request } from '../../../lib/operation/ground/request.js'
import type { Runner } from '../../../lib/operation/ground/runner.js'
import { onCurrentItem, onCurrentItems } from '../../../lib/operation/upgrade/on-current-item.js'
import { rejection } from '../../support/rejection.js'
import { storedOrder, versionedOrder } from '../../support/versioned-orders.js'

const model = versionedOrder('retried')

function recordingRunner() {
  const sent: string[] = []
  const runner = {
    retry: {
      unprocessed: { attempts: 1, base: 0, most: 0 },
      conflicts: { attempts: 3, base: 0, most: 0 },
    },
    run: async (request: Request) => {
      sent.push(request.operation)
      return { $metadata: {} }
    },
    toCommand: () => expect.fail('no command is made'),
  } as unknown as Runner
  return { runner, sent }
}

const refused = (version: number, outcome?: 'unknown') =>
  new ConditionFailedError({ stored: storedOrder(version), outcome })

describe('onCurrentItem', () => {
  it('upgrades the item that the condition was false of, and sends again', async () => {
    const { runner, sent } = recordingRunner()
    let times = 0
    const send = async () => {
      if (times++ === 0) throw refused(1)
      return 'done'
    }
    expect(await onCurrentItem({ model, runner }, undefined, send)).equal('done')
    expect(sent).deep.equal(['upgrade'])
  })

  it('gives up after the attempts of the retry policy', async () => {
    const { runner, sent } = recordingRunner()
    const error = await rejection(
      onCurrentItem({ model, runner }, undefined, () => Promise.reject(refused(2))),
      RequestFailedError,
    )
    expect(error.outcome).equal('nothing written')
    expect(error.message).contain('items of older versions were written 3 times in a row')
    expect(sent).length(2)
  })

  for (const [what, error] of [
    ['of a current item', refused(3)],
    ['of a missing item', new ConditionFailedError({})],
    ['of unknown outcome', refused(1, 'unknown')],
    ['that is no failed condition', new RequestFailedError({})],
  ] as const)
    it(`leaves an error alone ${what}`, async () => {
      const { runner, sent } = recordingRunner()
      const failed = await onCurrentItem({ model, runner }, undefined, () => Promise.reject(error)).catch(
        (reason: unknown) => reason,
      )
      expect(failed).equal(error)
      expect(sent).deep.equal([])
    })
})

describe('onCurrentItems', () => {
  it('sends at once if no element depends on a version', async () => {
    const { runner } = recordingRunner()
    expect(await onCurrentItems(runner, [], undefined, async () => 'done')).equal('done')
  })
})
