// State and repair of one unique value, read at one point in time.
import { expect } from 'chai'
import { CommandExecutor } from 'dyntastic'
import { itemGuards } from '../../../lib/operation/unique/item-guards.js'
import { repairValue } from '../../../lib/operation/unique-check/value-repair.js'
import { valueState } from '../../../lib/operation/unique-check/value-state.js'
import { startLocal } from '../../../lib/testing/index.js'
import { rawPut } from '../../support/engine.js'
import { guardTroubles, memberEntity } from '../../support/members.js'

describe('the state of a unique value', () => {
  it('says what is wrong, and a repair that comes too late changes nothing', async () => {
    const Member = memberEntity()
    const local = await startLocal({ tables: [Member] })
    try {
      const context = { model: Member, runner: new CommandExecutor({ client: local.client }) }
      const key = { memberId: { S: 'm1' } }
      const item = { ...key, e: { S: 'a' }, points: { N: '0' } }
      const guard = itemGuards(Member, item)[0]
      const text = guard?.text ?? ''
      const fault = async () => (await valueState(context, key, text, {})).fault
      expect(await fault()).equal(undefined)
      await rawPut(local.client, 'members', item)
      const missing = await valueState(context, key, text, {})
      expect(missing.fault).equal('missing')
      await rawPut(local.client, 'members', { ...item, e: { S: 'b' } })
      // The item has another value by now.
      expect(await repairValue(context, key, text, missing, {})).deep.include({ repaired: false })
      await rawPut(local.client, 'members', item)
      expect((await repairValue(context, key, text, missing, {})).repaired).equal(true)
      expect(await fault()).equal(undefined)
      expect(await guardTroubles(local.client, 'members')).deep.equal([])
      await rawPut(local.client, 'members', { ...item, e: { S: 'b' } })
      const stray = await valueState(context, key, text, {})
      expect(stray.fault).equal('stray')
      expect((await repairValue(context, key, text, stray, {})).repaired).equal(true)
    } finally {
      await local.stop()
    }
  })
})
