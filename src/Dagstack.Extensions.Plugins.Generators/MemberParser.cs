using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>Walks the members of a contract and of the interfaces that it inherits.</summary>
internal sealed class MemberParser(Compilation compilation, INamedTypeSymbol contract, HookParser parser, Reporter report)
{
    public const string Obsolete = "global::System.ObsoleteAttribute";

    /// <summary>Gets a value indicating whether something that generated code names is obsolete, so that it must be so itself.</summary>
    public bool IsObsolete { get; private set; }

    public void AddMembers(INamedTypeSymbol type, List<FoundHook> hooks)
    {
        for (ISymbol? around = type; around is INamedTypeSymbol; around = around.ContainingType)
        {
            IsObsolete |= TypeChecks.Has(around, Obsolete);
        }

        foreach (var member in type.GetMembers())
        {
            if (member.IsStatic)
            {
                if (member.IsAbstract && member is IMethodSymbol { AssociatedSymbol: null } or IPropertySymbol or IEventSymbol)
                {
                    report(member, Diagnostics.StaticAbstract, contract.Name, member.Name);
                }
            }
            else if (IsForwardable(member) && CanBeCalled(member, member.Name))
            {
                IsObsolete |= TypeChecks.Has(member, Obsolete);
                Add(member, hooks);
            }
        }
    }

    // Private members, sealed ones and explicit implementations belong to the interface itself. What takes an
    // inherited implementation away is no new member either.
    private static bool IsForwardable(ISymbol member) => (member.IsAbstract || member.IsVirtual) && member switch
    {
        IMethodSymbol method => method.AssociatedSymbol is null && method.ExplicitInterfaceImplementations.IsEmpty,
        IPropertySymbol property => property.ExplicitInterfaceImplementations.IsEmpty,
        IEventSymbol @event => @event.ExplicitInterfaceImplementations.IsEmpty,
        _ => false,
    };

    private void Add(ISymbol member, List<FoundHook> hooks)
    {
        switch (member)
        {
            case IMethodSymbol { MethodKind: not MethodKind.Ordinary }:
                report(member, Diagnostics.CannotForward, member.Name, "it is an operator. Make it a method.");
                break;
            case IMethodSymbol { IsVararg: true }:
                report(member, Diagnostics.CannotForward, member.Name, "it takes __arglist. Use params.");
                break;
            case IEventSymbol:
                report(member, Diagnostics.Event, contract.Name, member.Name);
                break;
            case IPropertySymbol { IsIndexer: true } indexer:
                AddProperty(indexer, hooks);
                break;
            case IPropertySymbol { Parameters.Length: > 0 }:
                report(member, Diagnostics.CannotForward, member.Name, "it is a property with parameters, which C# cannot implement. Make it a method.");
                break;
            case var _ when !SyntaxFacts.IsValidIdentifier(member.Name):
                report(member, Diagnostics.CannotForward, member.Name, "its name cannot be written in C#. Rename it.");
                break;
            case IMethodSymbol method when IsOutranked(method):
                report(member, Diagnostics.CannotForward, member.Name, "[OverloadResolutionPriority] sends its calls to another overload. Rename one of them.");
                break;
            case IMethodSymbol method:
                parser.AddMethod(method, hooks);
                break;
            case IPropertySymbol property:
                AddProperty(property, hooks);
                break;
        }
    }

    private bool IsOutranked(IMethodSymbol method) => method.ContainingType.GetMembers(method.Name).OfType<IMethodSymbol>().Any(other =>
        Priority(other) > Priority(method)
        && other.Parameters.Length == method.Parameters.Length
        && method.Parameters.Zip(other.Parameters, (from, to) => compilation.ClassifyCommonConversion(from.Type, to.Type).IsImplicit).All(static fits => fits));

    private static int Priority(IMethodSymbol method) =>
        TypeChecks.Find(method, "global::System.Runtime.CompilerServices.OverloadResolutionPriorityAttribute")
            ?.ConstructorArguments.FirstOrDefault().Value as int? ?? 0;

    private void AddProperty(IPropertySymbol property, List<FoundHook> hooks)
    {
        var getter = Accessor(property, property.GetMethod);
        var setter = Accessor(property, property.SetMethod);
        if (setter is { IsInitOnly: true })
        {
            report(property, Diagnostics.CannotForward, property.Name, "an init accessor cannot be called on a plugin that exists already. Use get, or get and set.");
            return;
        }

        parser.AddProperty(property, getter, setter, hooks);
    }

    private IMethodSymbol? Accessor(IPropertySymbol property, IMethodSymbol? accessor)
    {
        if (accessor is null || !(accessor.IsAbstract || accessor.IsVirtual))
        {
            return null;
        }

        // C# implements all accessors of a property or none.
        if (!IsVisible(accessor))
        {
            report(property, Diagnostics.CannotForward, property.Name, "one of its accessors is not accessible to the generated code. Make it public, or private with a body.");
            return null;
        }

        IsObsolete |= TypeChecks.Has(accessor, Obsolete);
        return accessor;
    }

    /// <summary>Members that cannot be seen are left to their default implementation; without one there is no way.</summary>
    private bool CanBeCalled(ISymbol member, string name)
    {
        if (!IsVisible(member) && member.IsAbstract)
        {
            report(member, Diagnostics.CannotForward, name, "it is not accessible to the generated code. Make it public.");
        }

        return IsVisible(member);
    }

    private bool IsVisible(ISymbol member) => compilation.IsSymbolAccessibleWithin(member, compilation.Assembly);
}
