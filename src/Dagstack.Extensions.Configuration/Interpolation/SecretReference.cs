namespace Dagstack.Extensions.Configuration;

/// <summary>What <c>${secret:scheme:path?query#field:-default}</c> asks for, with escapes taken out. See <c>_meta/secret_ref_grammar.yaml</c>.</summary>
public sealed class SecretReference
{
    internal SecretReference(string text, string scheme, string path) => (Text, Scheme, Path) = (text, scheme, path);

    /// <summary>Gets the scheme, which names the source.</summary>
    public string Scheme { get; }

    /// <summary>Gets the path within the source.</summary>
    public string Path { get; }

    /// <summary>Gets the query, such as <c>version=3</c>.</summary>
    /// <value>Empty if there is none. A source must refuse keys that it does not know.</value>
    public IReadOnlyDictionary<string, string> Query { get; internal init; } = new Dictionary<string, string>();

    /// <summary>Gets the field of a secret that has several.</summary>
    /// <value>Null if none is asked for.</value>
    public string? Field { get; internal init; }

    /// <summary>Gets a value indicating whether there is a default. It is not shown: it may be a secret itself.</summary>
    public bool HasDefault => Default is not null;

    internal string? Default { get; init; }

    /// <summary>Gets the reference without its default.</summary>
    internal string Text { get; }

    /// <summary>Gets what references have in common that have the same answer. Whether there is a default counts: a source may take an empty value for none then.</summary>
    internal string CacheKey => HasDefault ? Text + ":-" : Text;

    /// <summary>Returns the reference as it is written, without its default.</summary>
    public override string ToString() => $"${{secret:{Text}{(HasDefault ? ":-…" : string.Empty)}}}";
}
