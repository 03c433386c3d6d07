// Checkpoints of checks of unique values.
import { expect } from 'chai'
import { checkpointOf, positionsAt } from '../../../lib/operation/unique-check/checkpoint.js'
import { memberEntity } from '../../support/members.js'

describe('checkpoints of checks of unique values', () => {
  it('keep the position of each segment, binary keys included', () => {
    const positions = [
      undefined,
      null,
      { memberId: { S: 'm1' } },
      { memberId: { B: new Uint8Array([0, 255]) } },
    ]
    const checkpoint = checkpointOf(memberEntity(), positions)
    expect(checkpoint).match(/^[\w-]+$/)
    expect(positionsAt(memberEntity(), checkpoint, 4)).deep.equal(positions)
    expect(() => positionsAt(memberEntity('others'), checkpoint, 4)).throw('another entity or another table')
    expect(() => positionsAt(memberEntity(), checkpoint, 3)).throw('a checkpoint of 4 segments')
  })
})
