// The SDK alone, by hand: marshall and unmarshall, dates converted in place, nothing validated.
import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import { tableName } from '../harness/order.mjs'

export const title = 'raw SDK'

export const stored = (item) => item

export function open({ client }) {
  return {
    async get(key) {
      const { Item } = await client.send(new GetItemCommand({ TableName: tableName, Key: marshall(key) }))
      return Item && read(Item)
    },
    async save(order) {
      await client.send(new PutItemCommand({ TableName: tableName, Item: write(order) }))
    },
    decode: read,
    encode: write,
  }
}

function write(order) {
  return marshall({ ...order, placedAt: order.placedAt.toISOString() })
}

function read(item) {
  const order = unmarshall(item)
  order.placedAt = new Date(order.placedAt)
  return order
}
