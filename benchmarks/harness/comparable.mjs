// An item in the one form in which the results of all contenders are compared: sets in order, whatever class holds
// them.

/** A plain copy of an item; electrodb returns a set as an array. */
export function comparable(order) {
  return { ...order, tags: [...order.tags].sort() }
}
