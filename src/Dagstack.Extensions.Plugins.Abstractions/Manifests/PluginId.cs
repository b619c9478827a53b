namespace Dagstack.Extensions.Plugins;

/// <summary>The identity of a plugin: its kind and its name, written <c>kind:name</c>.</summary>
/// <remarks>
/// The constructor takes what it is given, so that a plugin with a broken manifest keeps the identity its author wrote;
/// <see cref="IsValid"/> says whether both parts follow the rule. <see cref="Parse"/> and <see cref="TryParse"/> enforce it.
/// </remarks>
public readonly record struct PluginId : IComparable<PluginId>
{
    /// <summary>Creates an identity.</summary>
    /// <param name="kind">The kind, such as <c>chunker</c>.</param>
    /// <param name="name">The name, unique within its kind, such as <c>fixed</c>.</param>
    /// <exception cref="ArgumentException">One of the parts is null or empty.</exception>
    public PluginId(string kind, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(kind);
        ArgumentException.ThrowIfNullOrEmpty(name);
        Kind = kind;
        Name = name;
    }

    /// <summary>Gets the kind.</summary>
    public string Kind { get; }

    /// <summary>Gets the name within the kind.</summary>
    public string Name { get; }

    /// <summary>Gets a value indicating whether both parts follow <see cref="IsValidPart"/>.</summary>
    public bool IsValid => IsValidPart(Kind) && IsValidPart(Name);

    /// <summary>Compares two identities, ordinal by kind, then by name.</summary>
    /// <param name="left">The first.</param>
    /// <param name="right">The second.</param>
    public static bool operator <(PluginId left, PluginId right) => left.CompareTo(right) < 0;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator >(PluginId left, PluginId right) => left.CompareTo(right) > 0;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator <=(PluginId left, PluginId right) => left.CompareTo(right) <= 0;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator >=(PluginId left, PluginId right) => left.CompareTo(right) >= 0;

    /// <summary>Tells whether a text may be a kind or a name: <c>[a-z0-9][a-z0-9_-]*</c>.</summary>
    /// <param name="part">The text; null is not valid.</param>
    /// <returns>True if it follows the rule.</returns>
    public static bool IsValidPart(string? part)
    {
        if (string.IsNullOrEmpty(part) || part[0] is '_' or '-')
        {
            return false;
        }

        foreach (var c in part)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c is not ('_' or '-'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Reads an identity of the form <c>kind:name</c>.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The identity.</returns>
    /// <exception cref="FormatException">The text has another form.</exception>
    public static PluginId Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var id)
            ? id
            : throw new FormatException($"'{text}' is not a plugin id. Expected 'kind:name', such as 'chunker:fixed'; both parts are lower case letters, digits, '_' and '-', and begin with a letter or digit.");
    }

    /// <summary>Reads an identity of the form <c>kind:name</c>, if the text is one.</summary>
    /// <param name="text">The text; null is not an identity.</param>
    /// <param name="id">The identity.</param>
    /// <returns>True if the text is an identity.</returns>
    public static bool TryParse(string? text, out PluginId id)
    {
        var colon = text is null ? -1 : text.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && IsValidPart(text![..colon]) && IsValidPart(text[(colon + 1)..]))
        {
            id = new PluginId(text[..colon], text[(colon + 1)..]);
            return true;
        }

        id = default;
        return false;
    }

    /// <inheritdoc/>
    public int CompareTo(PluginId other)
    {
        var byKind = string.CompareOrdinal(Kind, other.Kind);
        return byKind != 0 ? byKind : string.CompareOrdinal(Name, other.Name);
    }

    /// <summary>Returns <c>kind:name</c>.</summary>
    /// <returns>The identity as text.</returns>
    public override string ToString() => Kind is null ? string.Empty : $"{Kind}:{Name}";
}
