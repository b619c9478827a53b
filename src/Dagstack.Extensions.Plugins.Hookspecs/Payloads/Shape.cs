namespace Dagstack.Extensions.Plugins.Hookspecs.Payloads;

/// <summary>What a schema describes, as far as a language with types has words for it. What it says beyond that stays in the schema.</summary>
internal abstract record Shape
{
    /// <summary>Gets a value indicating whether null fits too.</summary>
    public bool AllowsNull { get; init; }
}
