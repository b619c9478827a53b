namespace Dagstack.Extensions.Shared;

/// <summary>Names members of one type that plugins are not to use, and what using them comes to. Whoever reads code, as source or as IL, has words for that.</summary>
/// <param name="use">What it comes to.</param>
/// <param name="type">The full name of the type as metadata has it.</param>
/// <param name="names">The names as in source, <c>.ctor</c> for constructors; none for all members.</param>
internal sealed class MemberRule<TUse>(TUse use, string type, params string[] names)
    where TUse : struct
{
    public const string Constructor = ".ctor";

    public TUse Use { get; } = use;

    public string Type { get; } = type;

    /// <summary>Gets the full name of a type that makes the use harmless, when it is that of a parameter.</summary>
    public string? UnlessTakes { get; init; }

    /// <summary>Gets whether members with parameters are meant, or those without; null for both.</summary>
    public bool? WithParameters { get; init; }

    /// <param name="name">The name as in source.</param>
    /// <param name="parameters">The number of parameters.</param>
    /// <param name="takes">Whether a parameter is of a type, by its full name.</param>
    public bool Matches(string name, int parameters, Func<string, bool> takes) =>
        (names.Length == 0 || Array.IndexOf(names, name) >= 0)
        && (WithParameters is null || WithParameters == parameters > 0)
        && (UnlessTakes is null || !takes(UnlessTakes));
}
