using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Dagstack.Extensions.Plugins.Scripts.Compiling;

/// <summary>Finds code that is nested deeper than anybody writes, once it is parsed: what comes then goes down with it, and of a stack that is used up a process dies.</summary>
/// <remarks>The parser looks at its stack itself. A chain of operators such as <c>a + b + c</c> is no depth: the compiler goes along it.</remarks>
internal static class TreeDepth
{
    private const int MaxDepth = 1000;

    /// <summary>Finds the first node that is too deep; null if none is.</summary>
    public static SyntaxNode? FindTooDeep(SyntaxNode root)
    {
        var rest = new Stack<(SyntaxNode Node, int Depth)>([(root, 0)]);
        while (rest.TryPop(out var next))
        {
            if (next.Depth > MaxDepth)
            {
                return next.Node;
            }

            foreach (var child in next.Node.ChildNodes())
            {
                rest.Push((child, next.Node is BinaryExpressionSyntax binary && child == binary.Left ? next.Depth : next.Depth + 1));
            }
        }

        return null;
    }
}
