import type { RenderOptions } from './format.ts'
import { type Inventory, renderInventoryJson } from './inventory.ts'
import { renderInventoryTable } from './table/inventory.ts'

export const inventoryFormats = ['json', 'table'] as const
export type InventoryFormatId = (typeof inventoryFormats)[number]

/** Writes an inventory: `json` is `cordon.inventory/1` for programs, `table` is for people. Ends with a newline. */
export function renderInventory(inventory: Inventory, format: InventoryFormatId, options: RenderOptions): string {
  return format === 'json' ? renderInventoryJson(inventory) : renderInventoryTable(inventory, options)
}
