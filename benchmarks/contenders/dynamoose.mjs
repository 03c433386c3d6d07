// dynamoose, with a schema that knows every attribute; dates are stored as its ISO text.
import { createRequire } from 'node:module'
import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import { change, chunks, key, question, tableName } from '../harness/order.mjs'

const require = createRequire(new URL('../peers/', import.meta.url))
const dynamoose = require('dynamoose')

export const title = 'dynamoose'

const text = { type: String, required: true }
const number = { type: Number, required: true }

const schema = new dynamoose.Schema({
  customerId: { type: String, hashKey: true },
  orderId: { type: String, rangeKey: true },
  status: { ...text, enum: ['open', 'paid', 'shipped'] },
  total: number,
  currency: text,
  paid: { type: Boolean, required: true },
  quantity: number,
  customerName: text,
  email: text,
  note: { type: String },
  placedAt: { type: { value: Date, settings: { storage: 'iso' } }, required: true },
  address: {
    type: Object,
    required: true,
    schema: {
      street: text,
      city: text,
      zip: text,
      country: text,
      geo: { type: Object, schema: { latitude: number, longitude: number } },
    },
  },
  lines: {
    type: Array,
    required: true,
    schema: [{ type: Object, schema: { sku: text, title: text, quantity: number, price: number } }],
  },
  tags: { type: Set, schema: [String] },
})

export const stored = (item) => item

export function open({ client }) {
  dynamoose.aws.ddb.set(methodsOf(client))
  const Order = dynamoose.model('Order', schema)
  new dynamoose.Table(tableName, [Order], { create: false, waitForActive: false })
  const query = () =>
    Order.query('customerId')
      .eq(question.customerId)
      .where('orderId')
      .beginsWith(question.orderIdPrefix)
      .filter('total')
      .gt(question.totalAbove)
      .limit(100)
  const update = (options) =>
    Order.update(
      key,
      {
        $SET: { status: change.status },
        $ADD: { quantity: change.quantity, lines: change.lines },
        $REMOVE: ['note'],
      },
      { condition: new dynamoose.Condition('total').gt(change.totalAbove), ...options },
    )
  return {
    buildQuery: () => query().getRequest(),
    readPages: async () => {
      const orders = []
      let next
      do {
        const page = await (next === undefined ? query() : query().startAt(next)).exec()
        orders.push(...page)
        next = page.lastKey
      } while (next !== undefined)
      return orders
    },
    buildUpdate: () => update({ return: 'request' }),
    update: () => update(),
    get: (key) => Order.get(key),
    save: async (order) => {
      await new Order(order).save()
    },
    saveMany: async (orders) => {
      for (const chunk of chunks(orders, 25)) await Order.batchPut(chunk)
    },
    getMany: async (keys) => {
      const found = new Map()
      for (const chunk of chunks(keys, 100))
        for (const order of await Order.batchGet(chunk))
          found.set(`${order.customerId} ${order.orderId}`, order)
      return keys.map(({ customerId, orderId }) => found.get(`${customerId} ${orderId}`))
    },
    transact: async (orders) => {
      await dynamoose.transaction(orders.map((order) => Order.transaction.create(order, { overwrite: true })))
    },
  }
}

/** A client with a method for each command, as the SDK's `DynamoDB` has them: dynamoose calls those. */
function methodsOf(client) {
  const sending = (Command) => (input) => client.send(new Command(input))
  return {
    getItem: sending(GetItemCommand),
    putItem: sending(PutItemCommand),
    updateItem: sending(UpdateItemCommand),
    query: sending(QueryCommand),
    batchGetItem: sending(BatchGetItemCommand),
    batchWriteItem: sending(BatchWriteItemCommand),
    transactWriteItems: sending(TransactWriteItemsCommand),
  }
}
