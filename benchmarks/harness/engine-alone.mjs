// One figure of the embedded engine in a process of its own: operations, growth or memory.
const [what, bundle, count] = process.argv.slice(2)
const { createEngine } = await import(bundle)

const item = (n) =>
  `{"id":{"S":"item-${n}"},"n":{"N":"${n}"},"name":{"S":"some name"},"tags":{"L":[{"S":"a"},{"S":"b"}]}}`

const figures = { operations, growth, memory }
console.log(JSON.stringify(figures[what](Number(count))))

function opened(key = ['id']) {
  const engine = createEngine()
  const send = (operation, body) => {
    const { statusCode, body: reply } = engine.respond(`DynamoDB_20120810.${operation}`, body)
    if (statusCode !== 200) throw new Error(reply)
    return reply
  }
  send(
    'CreateTable',
    JSON.stringify({
      TableName: 'items',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: key.map((AttributeName, at) => ({ AttributeName, KeyType: at === 0 ? 'HASH' : 'RANGE' })),
      AttributeDefinitions: key.map((AttributeName) => ({
        AttributeName,
        AttributeType: AttributeName === 'n' ? 'N' : 'S',
      })),
    }),
  )
  return send
}

// Time of the processor: other programs of the machine do not count.
function microseconds(count, run) {
  const start = process.cpuUsage()
  for (let n = 0; n < count; n += 1) run(n)
  const { user, system } = process.cpuUsage(start)
  return (user + system) / count
}

function operations(count) {
  const start = performance.now()
  const send = opened()
  const ready = performance.now() - start
  const put = microseconds(count, (n) => send('PutItem', `{"TableName":"items","Item":${item(n)}}`))
  const get = microseconds(count, (n) =>
    send('GetItem', `{"TableName":"items","Key":{"id":{"S":"item-${n}"}}}`),
  )
  const update = microseconds(count / 4, (n) =>
    send(
      'UpdateItem',
      `{"TableName":"items","Key":{"id":{"S":"item-${n}"}},"UpdateExpression":"SET #n = #n + :o","ExpressionAttributeNames":{"#n":"n"},"ExpressionAttributeValues":{":o":{"N":"1"}}}`,
    ),
  )
  return { start: ready, put, get, update }
}

function growth() {
  const query = (items) => {
    const send = opened(['id', 'n'])
    for (let n = 0; n < items; n += 1)
      send('PutItem', `{"TableName":"items","Item":{"id":{"S":"p${n % 50}"},"n":{"N":"${n}"}}}`)
    const ask = (n) =>
      send(
        'Query',
        `{"TableName":"items","KeyConditionExpression":"id = :p AND n >= :n","Limit":20,"ExpressionAttributeValues":{":p":{"S":"p${n % 50}"},":n":{"N":"0"}}}`,
      )
    microseconds(5_000, ask)
    return microseconds(20_000, ask)
  }
  // A table of 1,000 items has 20 in each of 50 partitions: both queries return as many.
  const small = query(1_000)
  return { ratio: query(100_000) / small }
}

function memory(count) {
  const send = opened()
  globalThis.gc()
  const before = process.memoryUsage().heapUsed
  for (let n = 0; n < count; n += 1) send('PutItem', `{"TableName":"items","Item":${item(n)}}`)
  globalThis.gc()
  const megabytes = (process.memoryUsage().heapUsed - before) / 2 ** 20
  // The engine is in use until here: what nobody uses any more would be gone.
  send('GetItem', '{"TableName":"items","Key":{"id":{"S":"item-1"}}}')
  return { megabytes }
}
