import { expect } from 'chai'
import * as testing from '../../lib/testing/index.js'

describe('dyntastic/testing', () => {
  it('offers startLocal', () => expect(testing.startLocal).to.be.a('function'))
})
