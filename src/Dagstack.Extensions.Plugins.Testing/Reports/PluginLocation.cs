namespace Dagstack.Extensions.Plugins.Testing;

/// <summary>Where in a plugin something was found.</summary>
public sealed record PluginLocation
{
    /// <summary>Gets the full name of the type; null if it is no type.</summary>
    public string? Type { get; init; }

    /// <summary>Gets the member of the type; null if it is the type as a whole.</summary>
    public string? Member { get; init; }

    /// <summary>Gets the source file, or the manifest; null without symbols.</summary>
    public string? File { get; init; }

    /// <summary>Gets the line in the file, from 1; null if it is not known.</summary>
    public int? Line { get; init; }

    /// <summary>Writes <c>file(line): type.member</c>, as far as it is known.</summary>
    /// <returns>The place.</returns>
    public override string ToString()
    {
        var place = File is null ? null : Line is null ? File : $"{File}({Line})";
        var member = Type is null ? null : Member is null ? Type : $"{Type}.{Member}";
        return (place, member) switch
        {
            (null, null) => "(unknown place)",
            (null, _) => member,
            (_, null) => place,
            _ => $"{place}: {member}",
        };
    }
}
