using System.Globalization;

namespace Dagstack.Extensions.Plugins.Schemas;

/// <summary>The way from the root of a JSON value to a place in it, written as a JSON Pointer.</summary>
internal sealed class JsonPath
{
    private readonly List<(string? Name, int Index)> _parts = [];

    public int Depth => _parts.Count;

    /// <summary>Gets a value indicating whether a name on the way is that of a secret.</summary>
    public bool IsSecret => _parts.Exists(static part => part.Name is { } name && SecretNames.IsSecret(name));

    public static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    public static string Unescape(string part) => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    public void Push(string name) => _parts.Add((name, 0));

    public void Push(int index) => _parts.Add((null, index));

    public void Pop() => _parts.RemoveAt(_parts.Count - 1);

    public override string ToString() =>
        string.Concat(_parts.Select(static part => "/" + (part.Name is { } name ? Escape(name) : part.Index.ToString(CultureInfo.InvariantCulture))));
}
