namespace Dagstack.Tool.Contracts;

/// <summary>What <c>--contract</c> names, as files.</summary>
/// <param name="Name">What was written.</param>
/// <param name="Files">The assemblies with contracts.</param>
internal sealed record FoundContract(string Name, IReadOnlyList<string> Files)
{
    /// <summary>Gets where assemblies are that these need, by simple name, beside those in their own folders.</summary>
    public IReadOnlyDictionary<string, string> Needed { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets what they need and is nowhere, with what to do about it.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];
}
