using Microsoft.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>What authors allow themselves by <c>[AllowPluginViolation]</c>, on a member, a type around it, or the assembly.</summary>
/// <param name="attribute">The attribute, or null where it is not known.</param>
internal sealed class Allowances(INamedTypeSymbol? attribute)
{
    public const string AttributeName = "Dagstack.Extensions.Plugins.AllowPluginViolationAttribute";

    public bool Cover(ISymbol? symbol, string code)
    {
        for (var outer = symbol; outer is not null; outer = outer.ContainingSymbol)
        {
            if (outer is INamespaceSymbol)
            {
                return Allows(outer.ContainingAssembly, code);
            }

            if (Allows(outer, code) || (outer is IMethodSymbol { AssociatedSymbol: { } property } && Allows(property, code)))
            {
                return true;
            }
        }

        return false;
    }

    private bool Allows(ISymbol symbol, string code) => attribute is not null && symbol.GetAttributes().Any(candidate =>
        SymbolEqualityComparer.Default.Equals(candidate.AttributeClass, attribute)
        && candidate.ConstructorArguments is { Length: 2 } arguments
        && arguments[0].Value as string == code
        && !string.IsNullOrWhiteSpace(arguments[1].Value as string));
}
