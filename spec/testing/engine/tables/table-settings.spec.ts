import { expect } from 'chai'
import { checkBilling, encryptionOf, streamOf } from '../../../../lib/testing/engine/tables/table-settings.js'

const units = (ReadCapacityUnits: number) => ({ ReadCapacityUnits, WriteCapacityUnits: 1 })

describe('table settings', () => {
  it('have capacity if, and only if, they are provisioned', () => {
    checkBilling('PAY_PER_REQUEST', undefined)
    checkBilling('PROVISIONED', units(1))
    checkBilling(undefined, units(1))
    expect(() => checkBilling('PAY_PER_REQUEST', units(1))).to.throw(
      'Neither ReadCapacityUnits nor WriteCapacityUnits can be specified',
    )
    expect(() => checkBilling(undefined, undefined)).to.throw(
      'must both be specified when BillingMode is PROVISIONED',
    )
    expect(() => checkBilling('PROVISIONED', units(1_000_000_000_001))).to.throw(
      'Given value 1000000000001 for ReadCapacityUnits is out of bounds',
    )
  })

  it('have a stream with a view, or none', () => {
    expect(streamOf(undefined, 0)).to.equal(undefined)
    expect(streamOf({ StreamEnabled: false }, 0)).to.equal(undefined)
    expect(streamOf({ StreamEnabled: true, StreamViewType: 'KEYS_ONLY' }, 0)).to.deep.equal({
      viewType: 'KEYS_ONLY',
      label: '1970-01-01T00:00:00.000',
    })
    expect(() => streamOf({ StreamEnabled: true }, 0)).to.throw('Stream ViewType must not be null')
    expect(() => streamOf({ StreamEnabled: false, StreamViewType: 'KEYS_ONLY' }, 0)).to.throw(
      'UpdateViewType should not be specified',
    )
  })

  it('describe encryption by a key of their own', () => {
    expect(encryptionOf({ Enabled: false })).to.equal(undefined)
    expect(encryptionOf({ Enabled: true, KMSMasterKeyId: 'mine' })).to.deep.equal({
      Status: 'ENABLED',
      SSEType: 'KMS',
      KMSMasterKeyArn: 'mine',
    })
    expect(encryptionOf({ Enabled: true })).to.have.property('KMSMasterKeyArn')
  })
})
