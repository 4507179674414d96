import { createRequire } from 'node:module';
import { Language, type Node, Parser } from 'web-tree-sitter';

let parser: Promise<Parser> | null = null;

/** Where a script is against PowerShell's grammar: the lines, numbered from 1. */
export async function problemsIn(script: string): Promise<string[]> {
  parser ??= makeParser();
  const root = (await parser).parse(script)?.rootNode;
  if (!root) return ['not read'];
  const lines = script.split('\n');
  return faultsIn(root).map(({ startPosition: { row } }) => `line ${row + 1}: ${lines[row]}`);
}

async function makeParser(): Promise<Parser> {
  const require = createRequire(import.meta.url);
  const grammar = require.resolve('tree-sitter-powershell/tree-sitter-powershell.wasm');
  await Parser.init();
  return new Parser().setLanguage(await Language.load(grammar));
}

function faultsIn(node: Node): Node[] {
  if (node.isError || node.isMissing) return [node];
  if (!node.hasError) return [];
  return node.children.flatMap((child) => (child ? faultsIn(child) : []));
}
