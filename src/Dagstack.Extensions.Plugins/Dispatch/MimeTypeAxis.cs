using System.Collections.Frozen;

namespace Dagstack.Extensions.Plugins.Dispatch;

/// <summary>Who declares which MIME types; <c>text/*</c> stands for all of that type, <c>*/*</c> for all.</summary>
internal sealed class MimeTypeAxis
{
    // What some plugin declares by name, with those that declare it by a wildcard among them; and what only wildcards cover, by type.
    private readonly FrozenDictionary<string, KindMember[]>.AlternateLookup<ReadOnlySpan<char>> _exact;
    private readonly FrozenDictionary<string, KindMember[]>.AlternateLookup<ReadOnlySpan<char>> _types;
    private readonly KindMember[] _any;

    public MimeTypeAxis(KindMember[] declared)
    {
        var byType = declared
            .SelectMany(static member => member.Manifest.SupportsMimeTypes.Distinct(StringComparer.OrdinalIgnoreCase).Select(type => (type, member)))
            .ToLookup(static pair => pair.type, static pair => pair.member, StringComparer.OrdinalIgnoreCase);
        var order = declared.Select(static (member, position) => (member, position)).ToDictionary(static pair => pair.member, static pair => pair.position);
        Supported = new("mime_type", [.. byType.Select(static group => group.Key).Order(StringComparer.Ordinal)]);
        _any = [.. byType["*/*"]];
        _exact = Index(byType.Select(static group => group.Key), static type => type);
        _types = Index(byType.Select(static group => group.Key).Where(static type => type.EndsWith("/*", StringComparison.Ordinal)), static type => type[..^2]);

        FrozenDictionary<string, KindMember[]>.AlternateLookup<ReadOnlySpan<char>> Index(IEnumerable<string> types, Func<string, string> key) =>
            types.ToFrozenDictionary(key, MembersOf, StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

        KindMember[] MembersOf(string type) =>
            [.. byType[type].Union(byType[type[..Math.Max(type.IndexOf('/', StringComparison.Ordinal), 0)] + "/*"]).Union(_any).OrderBy(member => order[member])];
    }

    /// <summary>Gets the axis and all that is declared on it.</summary>
    public KeyValuePair<string, IReadOnlyList<string>> Supported { get; }

    /// <summary>Finds those who declare a type, in the order of dispatch.</summary>
    public KindMember[] Find(string mimeType)
    {
        var type = Bare(mimeType);
        if (_exact.TryGetValue(type, out var members))
        {
            return members;
        }

        var slash = type.IndexOf('/');
        return slash > 0 && _types.TryGetValue(type[..slash], out members) ? members : _any;
    }

    public bool Has(KindMember member, string mimeType) => Array.IndexOf(Find(mimeType), member) >= 0;

    private static ReadOnlySpan<char> Bare(string mimeType)
    {
        var end = mimeType.IndexOf(';', StringComparison.Ordinal);
        return end < 0 ? mimeType : mimeType.AsSpan(0, end).Trim();
    }
}
