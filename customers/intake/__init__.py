"""From a spreadsheet's cells to what a store keeps: what a column means, and what a cell holds. No database."""
