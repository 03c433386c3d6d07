// This library with `transport: 'direct'`: requests without the SDK's middleware.
import * as dyntastic from './dyntastic.mjs'

export { Order, stored } from './dyntastic.mjs'

export const title = 'dyntastic, direct'

export const open = (canned) => dyntastic.open({ ...canned, transport: 'direct' })
