namespace Dagstack.Extensions.Plugins.Hookspecs.Payloads;

/// <summary>Which schemas of a kind are types of their own in a module, what they are called, and in which order they stand.</summary>
internal sealed class TypePlan
{
    private readonly TypeNamer _namer;

    private TypePlan(TypeNamer namer) => (_namer, Declarations) = (namer, new TypeOrder(namer).Order());

    /// <summary>Gets the types, those that others are made of before these, as far as they do not go in circles.</summary>
    public IReadOnlyList<Declaration> Declarations { get; }

    /// <summary>Makes the plan.</summary>
    /// <param name="spec">The kind.</param>
    /// <param name="reserved">Names that mean something else in the module.</param>
    public static TypePlan Of(Hookspec spec, IEnumerable<string> reserved)
    {
        var namer = new TypeNamer(new HashSet<string>(reserved, StringComparer.Ordinal));
        namer.Name(PayloadFile.Of(spec));
        return new(namer);
    }

    /// <summary>Gets the name of the type that a schema is; null if it has none.</summary>
    public string? NameOf(Place place) => _namer.Find(place);

    /// <summary>Gets the name of the type that the reference of a schema means; null if it has no reference.</summary>
    public string? NameOfReference(Place place) => place.Reference is { } pointer ? NameOf(place with { Pointer = pointer }) : null;

    /// <summary>Gets the name of the type that goes into a hook, or comes out of it.</summary>
    public string NameOf(HookspecPayload payload) => _namer.ByPlace[(payload.File, string.Empty)];
}
