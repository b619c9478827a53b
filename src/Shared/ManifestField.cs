namespace Dagstack.Extensions.Shared;

/// <summary>A row of the table of manifest fields: all that is said of a key.</summary>
/// <param name="key">The key.</param>
/// <param name="property">The property of the manifest's model that has the value.</param>
/// <param name="type">What the value may be.</param>
/// <param name="doc">What the key means, in a sentence or two, without markup.</param>
internal sealed class ManifestField(string key, string property, ManifestFieldType type, string doc)
{
    /// <summary>The place of keys whose checks the contract does not put into an order.</summary>
    public const int LastCheck = 8;

    public string Key { get; } = key;

    public string Property { get; } = property;

    public ManifestFieldType Type { get; } = type;

    public string Doc { get; } = doc;

    /// <summary>Gets the default as it would be written; null if there is none. A value with a default is never null in code.</summary>
    public string? Default { get; init; }

    /// <summary>Gets a value indicating whether a file must have the key.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Gets the runtime that needs the key; null if none does.</summary>
    public string? NeededBy { get; init; }

    /// <summary>Gets the key directly under <c>[plugin]</c> beside which this one need not be there; null if there is none.</summary>
    public string? Unless { get; init; }

    /// <summary>Gets what to do where the key is missing; <c>{0}</c> is the key with <see cref="Example"/>.</summary>
    public string? Advice { get; init; }

    /// <summary>Gets a value as it would be written, the same in TOML and JSON; of a table, that of the key that it must have.</summary>
    public string? Example { get; init; }

    /// <summary>Gets the values of a choice.</summary>
    public string[] Choices { get; init; } = [];

    /// <summary>Gets a pattern that is narrower than that of the type, for the JSON Schema.</summary>
    public string? Pattern { get; init; }

    /// <summary>Gets the rows of a table, or of the tables in an array.</summary>
    public ManifestFieldSet Fields { get; init; } = ManifestFieldSet.None;

    /// <summary>Gets the property of <c>[Plugin]</c> that says the same; null if it cannot be said there.</summary>
    public string? Attribute { get; init; }

    /// <summary>Gets, of a key of the older flat form, the table that has the key now; null of all others.</summary>
    public string? NewTable { get; init; }

    /// <summary>Gets the key in <see cref="NewTable"/>; null if the keys of a table each have one there.</summary>
    public string? NewKey { get; init; }

    /// <summary>Gets the place of the check in the order of the contract, from 1.</summary>
    public int Check { get; init; } = LastCheck;
}
