// dynamodb-toolbox with computed keys and its entity attribute.
import { question } from '../harness/order.mjs'
import * as toolbox from './dynamodb-toolbox.mjs'

export const title = 'dynamodb-toolbox, computed keys'

const computeKey = ({ customerId, orderId }) => ({ pk: `CUSTOMER#${customerId}`, sk: `ORDER#${orderId}` })

export const stored = (item) => {
  const { pk, sk } = computeKey({ customerId: item.customerId.S, orderId: item.orderId.S })
  return { ...item, pk: { S: pk }, sk: { S: sk }, _et: { S: 'Order' } }
}

export const open = (canned) =>
  toolbox.openWith(canned, {
    names: ['pk', 'sk'],
    entity: { computeKey, entityAttribute: true },
    question: {
      ...question,
      customerId: `CUSTOMER#${question.customerId}`,
      fromOrderId: `ORDER#${question.fromOrderId}`,
      toOrderId: `ORDER#${question.toOrderId}`,
      orderIdPrefix: `ORDER#${question.orderIdPrefix}`,
    },
  })
