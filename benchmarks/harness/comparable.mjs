// An item in the one form in which the answers of all contenders are compared: sets in order, whatever class holds them.

/** A plain copy of an item; electrodb answers a set as an array. */
export function comparable(order) {
  return { ...order, tags: [...order.tags].sort() }
}
