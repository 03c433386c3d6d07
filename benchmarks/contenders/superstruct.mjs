// The naive library: superstruct's own create on write and mask on read, around marshall and unmarshall.
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import { create, mask } from 'superstruct'
import { schema } from './dyntastic.mjs'

export const title = 'superstruct + marshall'

export function open() {
  return {
    encode(order) {
      const checked = create(order, schema)
      return marshall({ ...checked, placedAt: checked.placedAt.toISOString() })
    },
    decode(item) {
      const order = unmarshall(item)
      order.placedAt = new Date(order.placedAt)
      return mask(order, schema)
    },
  }
}
