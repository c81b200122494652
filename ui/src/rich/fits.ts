// Which blocks may follow one another without a blank line between them.
import type { Node } from "../lib/types/Node";

/** Whether `next` on the line after `before` is still a block of its own, and `before` ends there. */
export function fits(before: Node, next: Node): boolean {
  switch (before.is) {
    case "heading":
    case "rule":
      return next.is !== "opaque";
    case "code":
      return before.fence !== "" && next.is !== "opaque";
    case "paragraph":
      return interrupts(next);
    case "list":
      return interrupts(next) && next.is !== "list";
    case "quote":
      return interrupts(next) && next.is !== "quote";
    default:
      return false;
  }
}

/** Whether a block ends a paragraph on the line before it. */
function interrupts(node: Node): boolean {
  switch (node.is) {
    case "heading":
      return !node.setext;
    case "quote":
      return node.blocks.length > 0;
    case "code":
      return node.fence !== "";
    case "rule":
      return !node.mark.startsWith("-");
    case "list":
      return (node.start === undefined || node.start === 1) && (node.items[0]?.length ?? 0) > 0;
    default:
      return false;
  }
}
